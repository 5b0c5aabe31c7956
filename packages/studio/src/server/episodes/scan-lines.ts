// Walks through an episode file line by line without holding it: files of an iteration can be hundreds of megabytes. The
// walk gives the processor back often, so that the server answers while it indexes.
import type { OpenFile } from '../files/fence.ts'

export interface ScannedLine {
  /** 0-based, blank lines counted. */
  readonly line: number
  readonly offset: number
  readonly length: number
  readonly bytes: Buffer
}

const CHUNK = 2 ** 20
/** A longer line is not kept in memory: it comes without its bytes. */
export const LONGEST_LINE: number = 64 * 2 ** 20

/** Every line, the last one also without a newline. */
export function* scanLines(file: OpenFile): Generator<ScannedLine> {
  let line = 0
  let start = 0
  let held: Buffer[] = []
  let length = 0
  const end = (): ScannedLine => {
    const bytes = length > LONGEST_LINE ? Buffer.alloc(0) : held.length === 1 ? held[0]! : Buffer.concat(held)
    return { line, offset: start, length, bytes }
  }
  const hold = (piece: Buffer): void => {
    length += piece.length
    if (length <= LONGEST_LINE) held.push(piece)
    else held = []
  }
  for (let at = 0; at < file.size; ) {
    const chunk = file.read(at, Math.min(CHUNK, file.size - at))
    if (chunk.length === 0) break
    let from = 0
    for (let newline = chunk.indexOf(10); newline >= 0; newline = chunk.indexOf(10, from)) {
      hold(chunk.subarray(from, newline))
      yield end()
      line++
      from = newline + 1
      start = at + from
      held = []
      length = 0
    }
    hold(chunk.subarray(from))
    at += chunk.length
  }
  if (length > 0) yield end()
}

/** Milliseconds of work before others get their turn. */
const TURN = 12

/** A function to await between pieces of long work: it lets pending requests in when the turn is over. */
export function createTurns(): () => Promise<void> | undefined {
  let began = performance.now()
  return () => {
    if (performance.now() - began < TURN) return undefined
    return new Promise((resolve) =>
      setImmediate(() => {
        began = performance.now()
        resolve()
      }),
    )
  }
}
