// How an agent speaks in a grid world: it is shown the board as words, and what its last move did not change, and answers
// with one move. Boards hold the whole state, so there is no memory to keep.
import type { Agent, AgentView } from '@gigpo/core'
import { readMove } from './grid.ts'

/** An agent for one episode. A completion is valid when it names one of the four moves. */
export function createGridAgent(): Agent {
  return {
    prompt: ({ observation, history }: AgentView) => {
      const last = history.at(-1)
      const stuck = last !== undefined && last.observation === observation.text
      const before = last === undefined ? '' : ` <last> ${readMove(last.action) ?? 'other'}${stuck ? ' stuck' : ''}`
      return { kind: 'text', text: `<board> ${observation.text.replaceAll('\n', ' / ')}${before} <act>` }
    },
    parse: (completion) => {
      const move = readMove(completion)
      return move === undefined ? { text: completion.trim(), valid: false } : { text: move, valid: true }
    },
    format: (action) => action,
  }
}
