// What counts as a valid action. `format`, as in verl-agent: the completion had the agreed form, whether or not the action can
// be done. `admissible`: it is also one the environment lists now, so that a penalty reaches well-formed actions at which
// nothing happens. Validity never changes what is sent to the environment.
import { type Agent, GigpoError } from '@gigpo/core'

export interface ValidityOptions {
  /** Default `format`. */
  readonly validity?: 'format' | 'admissible'
}

/** The agent, judging validity as asked. @throws GigpoError `config` for another word. */
export function withValidity(agent: Agent, { validity = 'format' }: ValidityOptions): Agent {
  if (validity === 'format') return agent
  if (validity !== 'admissible')
    throw new GigpoError('config', `validity cannot be ${JSON.stringify(validity)}`, {
      where: 'agent.options.validity',
      remedy: 'Choose format or admissible.',
    })
  return {
    prompt: (view) => agent.prompt(view),
    format: (action, thought) => agent.format(action, thought),
    parse(completion, view) {
      const action = agent.parse(completion, view)
      const admissible = view.observation.actions?.includes(action.text) ?? true
      return { ...action, valid: action.valid && admissible }
    },
  }
}
