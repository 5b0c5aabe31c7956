// The ALFWorld agents by the names that recipes use. A new way to speak is a file beside this one and a line here.
import { type Agent, type CreateAgent, GigpoError } from '@gigpo/core'
import { type CompactAgentOptions, createCompactAgent } from './compact-agent.ts'
import { createPlainAgent, type PlainAgentOptions } from './plain-agent.ts'
import { type ValidityOptions, withValidity } from './validity.ts'
import { createVerlAgent, type VerlAgentOptions } from './verl-agent.ts'

export type AlfworldAgentOptions = CompactAgentOptions & PlainAgentOptions & VerlAgentOptions & ValidityOptions

/** Name → factory of factories: options once a run, then an agent an episode. @throws GigpoError `config` for a wrong option. */
export const alfworldAgents: Readonly<Record<string, (options?: AlfworldAgentOptions) => CreateAgent>> = {
  compact: entry('compact', createCompactAgent, ['budget', 'memory', 'observationWords']),
  plain: entry('plain', createPlainAgent, ['history']),
  'verl-agent': entry('verl-agent', createVerlAgent, ['history', 'firstTemplate', 'template']),
}

function entry(
  name: string,
  create: (options: AlfworldAgentOptions) => Agent,
  known: readonly string[],
): (options?: AlfworldAgentOptions) => CreateAgent {
  const all = [...known, 'validity']
  return (options = {}) => {
    const wrong = Object.keys(options).find((key) => !all.includes(key))
    if (wrong !== undefined)
      throw new GigpoError('config', `the ${name} agent has no option ${JSON.stringify(wrong)}`, {
        remedy: `Its options are ${all.join(', ')}.`,
      })
    const make = (): Agent => withValidity(create(options), options)
    make()
    return make
  }
}
