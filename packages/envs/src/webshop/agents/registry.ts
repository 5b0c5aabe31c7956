// The WebShop agents by the names that recipes use. A new way to speak is a file beside this one and a line here.
import { type Agent, type CreateAgent, GigpoError } from '@gigpo/core'
import { type ValidityOptions, withValidity } from '../../alfworld/agents/validity.ts'
import { type CompactWebshopAgentOptions, createCompactWebshopAgent } from './compact-agent.ts'
import { createPlainWebshopAgent, type PlainWebshopAgentOptions } from './plain-agent.ts'
import { createVerlWebshopAgent, type VerlWebshopAgentOptions } from './verl-agent.ts'

export type WebshopAgentOptions = CompactWebshopAgentOptions &
  PlainWebshopAgentOptions &
  VerlWebshopAgentOptions &
  ValidityOptions

/** Name → factory of factories: options once a run, then an agent an episode. @throws GigpoError `config` for a wrong option. */
export const webshopAgents: Readonly<Record<string, (options?: WebshopAgentOptions) => CreateAgent>> = {
  compact: entry('compact', createCompactWebshopAgent, ['budget', 'maxSteps']),
  plain: entry('plain', createPlainWebshopAgent, ['history']),
  'verl-agent': entry('verl-agent', createVerlWebshopAgent, ['history', 'maxCharacters', 'firstTemplate', 'template']),
}

function entry(
  name: string,
  create: (options: WebshopAgentOptions) => Agent,
  known: readonly string[],
): (options?: WebshopAgentOptions) => CreateAgent {
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
