// How an agent speaks in a grid world. A board holds the whole state, so there is no memory to keep; it answers with one move.
//
//   board:     <board> # # # # / # @ $ . / … <last> up stuck <act>
//   relative:  <near> up # down _ left # right $ <see> $ r1 d0 up _ down _ left @ right . <see> . r2 d0 … <act>
//
// HAND ENGINEERING, declared: `relative`, the default, tells what stands on the four sides of the walker and of every thing
// that moves or is wanted, and where those are seen from the walker. It is the board again, turned so that models of 0.1 M
// parameters learn from it in a minute; nothing that the board does not show is used.
import { type Agent, type AgentView, GigpoError } from '@gigpo/core'
import { MOVES, neighbour, readBoard, readMove } from './grid.ts'

export interface GridAgentOptions {
  /** Default `relative`. */
  readonly view?: 'relative' | 'board'
}

/** An agent for one episode. A completion is valid when it names one of the four moves. @throws GigpoError `config` */
export function createGridAgent({ view = 'relative' }: GridAgentOptions = {}): Agent {
  if (view !== 'relative' && view !== 'board')
    throw new GigpoError('config', `the grid agent has no view ${JSON.stringify(view)}`, {
      remedy: 'choose relative or board',
    })
  const shown = view === 'relative' ? relative : (text: string): string => `<board> ${text.replaceAll('\n', ' / ')}`
  return {
    prompt: ({ observation, history }: AgentView) => {
      const last = history.at(-1)
      const stuck = last !== undefined && last.observation === observation.text
      const before = last === undefined ? '' : ` <last> ${readMove(last.action) ?? 'other'}${stuck ? ' stuck' : ''}`
      return { kind: 'text', text: `${shown(observation.text)}${before} <act>` }
    },
    parse: (completion) => {
      const move = readMove(completion)
      return move === undefined ? { text: completion.trim(), valid: false } : { text: move, valid: true }
    },
    format: (action) => action,
  }
}

const WALKER = 'P@+'
/** Boxes, targets and goals; more than eight are not told. */
const THINGS = '$*.+G'

function relative(text: string): string {
  const board = readBoard(text)
  const walker = board?.cells.findIndex((cell) => WALKER.includes(cell)) ?? -1
  if (board === undefined || walker < 0) return '<near>'
  const { cells, width } = board
  const height = cells.length / width
  const sides = (cell: number): string =>
    MOVES.map((move) => {
      const next = neighbour(cell, move, width, height)
      return `${move} ${next === undefined ? '#' : cells[next]!}`
    }).join(' ')
  const place = (cell: number): string => {
    const dx = (cell % width) - (walker % width)
    const dy = Math.floor(cell / width) - Math.floor(walker / width)
    return `${dx < 0 ? 'l' : 'r'}${Math.abs(dx)} ${dy < 0 ? 'u' : 'd'}${Math.abs(dy)}`
  }
  // On ice '.' is plain floor and the goal is the only thing.
  const things = cells.includes('G') ? 'G' : THINGS
  const seen = cells.flatMap((cell, i) => (things.includes(cell) ? [`<see> ${cell} ${place(i)} ${sides(i)}`] : []))
  return [`<near> ${sides(walker)}`, ...seen.slice(0, 8)].join(' ')
}
