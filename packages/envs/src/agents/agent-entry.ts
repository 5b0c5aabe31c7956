// A line of an environment's table of agents: it checks the options once a run and then makes an agent an episode.
import { type Agent, type CreateAgent, GigpoError } from '@gigpo/core'
import { type ValidityOptions, withValidity } from './validity.ts'

/** @throws GigpoError `config`, from what it returns, for an option that is not known or that the agent refuses. */
export function agentEntry<Options extends ValidityOptions>(
  name: string,
  create: (options: Options) => Agent,
  known: readonly string[],
): (options?: Options) => CreateAgent {
  const all = [...known, 'validity']
  return (options = {} as Options) => {
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
