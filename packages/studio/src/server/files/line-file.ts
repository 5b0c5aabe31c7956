// A file of JSON lines that another process appends to. Each refresh parses only what was added; a file that was replaced
// (a run that was resumed goes back) is read from the beginning. A line that is no JSON, or not what is expected, is kept as
// damage and skipped.
import { GigpoError, messageOf } from '@gigpo/core'
import type { Damage } from '../../api/contract.ts'
import { type Fence, type FileState, type OpenFile, sameState } from './fence.ts'

export interface LineReader {
  /** Takes the value of a line; the reason why it cannot is damage. */
  readonly line: (value: unknown) => string | undefined
  /** Everything taken so far is void. */
  readonly reset: () => void
}

export interface LineFile {
  /** Whether anything has changed. */
  refresh(): boolean
  readonly damages: readonly Damage[]
  readonly state: FileState | undefined
}

/** Bytes before the end of what was read that must be unchanged for the file to count as appended to. */
const SEAM = 256
const LONGEST_FILE = 2 ** 30
const CHUNK = 4 * 2 ** 20
/** Damages kept; a file that is damaged throughout need not be listed line by line. */
const MOST_DAMAGES = 200

/** `name` is the file's path in damages. */
export function createLineFile(fence: Fence, path: string, name: string, reader: LineReader): LineFile {
  let state: FileState | undefined
  let damages: Damage[] = []
  let offset = 0
  let line = 0
  let seam: Buffer = Buffer.alloc(0)

  const damaged = (reason: string, at?: number): void => {
    if (damages.length < MOST_DAMAGES) damages.push({ file: name, ...(at === undefined ? {} : { line: at }), reason })
  }
  const forget = (): void => {
    damages = []
    offset = 0
    line = 0
    seam = Buffer.alloc(0)
    reader.reset()
  }
  const take = (bytes: Buffer, at: number): void => {
    const text = bytes.toString('utf8')
    if (text.trim() === '') return
    const reason = attempt(() => reader.line(JSON.parse(text)))
    if (reason !== undefined) damaged(reason, at)
  }
  const readOn = (file: OpenFile): void => {
    // The last line may lack its newline; it is taken now and again once more of it is there.
    damages = damages.filter((damage) => damage.line === undefined || damage.line <= line)
    let rest: Buffer = Buffer.alloc(0)
    for (let at = offset; at < file.size; ) {
      const chunk = file.read(at, Math.min(CHUNK, file.size - at))
      if (chunk.length === 0) break
      at += chunk.length
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
      let start = 0
      for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
        take(bytes.subarray(start, end), ++line)
        start = end + 1
      }
      offset += start
      rest = bytes.subarray(start)
    }
    seam = file.read(Math.max(0, offset - SEAM), Math.min(SEAM, offset))
    if (rest.length > 0) takeUnfinished(rest)
  }
  let unfinished = false
  const takeUnfinished = (rest: Buffer): void => {
    const before = damages.length
    take(rest, line + 1)
    unfinished = damages.length === before
    if (!unfinished) {
      damages.length = before
      damaged('the last line is only half there', line + 1)
    }
  }

  return {
    refresh: () => {
      const now = fence.state(path)
      if (sameState(state, now)) return false
      state = now
      const failure = attempt(() => {
        const file = fence.open(path)
        if (file === undefined) {
          forget()
          return undefined
        }
        try {
          if (file.size > LONGEST_FILE) throw new GigpoError('data', `${file.size} bytes are too many to read`)
          const grown = file.size >= offset && file.read(Math.max(0, offset - SEAM), seam.length).equals(seam)
          if (!grown || unfinished) forget()
          unfinished = false
          readOn(file)
        } finally {
          file.close()
        }
        return undefined
      })
      if (failure !== undefined) {
        forget()
        damaged(failure)
      }
      return true
    },
    get damages() {
      return damages
    },
    get state() {
      return state
    },
  }
}

function attempt(work: () => string | undefined): string | undefined {
  try {
    return work()
  } catch (error) {
    return error instanceof SyntaxError ? 'this is not JSON' : messageOf(error)
  }
}
