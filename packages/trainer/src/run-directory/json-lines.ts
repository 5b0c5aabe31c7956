// Reading JSONL that another process may be writing: a last line without its newline that does not parse is half-written
// and left out; a damaged line anywhere else is an error that names file and line.
import { readFileSync } from 'node:fs'
import { GigpoError, messageOf } from '@gigpo/core'
import { storage } from './files.ts'

export interface JsonLine {
  /** The line's bytes as text, without newline. */
  readonly raw: string
  /** 1-based. */
  readonly line: number
  readonly value: unknown
}

/** All complete lines; blank lines are skipped. @throws GigpoError `missing-data`, `data` or `storage`. */
export function readJsonLines(path: string): JsonLine[] {
  return parseJsonLines(readText(path), path)
}

/** As readJsonLines, for a text already read. */
export function parseJsonLines(text: string, where: string): JsonLine[] {
  const pieces = text.split('\n')
  const last = pieces.length - 1
  const lines: JsonLine[] = []
  for (const [index, raw] of pieces.entries()) {
    if (raw.trim() === '') continue
    try {
      lines.push({ raw, line: index + 1, value: JSON.parse(raw) as unknown })
    } catch (cause) {
      if (index === last) continue
      throw new GigpoError('data', `line ${index + 1} is not JSON: ${messageOf(cause)}`, { where, cause })
    }
  }
  return lines
}

/** A text file. @throws GigpoError `missing-data` when it is not there, `storage` when it cannot be read. */
export function readText(path: string): string {
  return storage(path, () => {
    try {
      return readFileSync(path, 'utf8')
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause
      throw new GigpoError('missing-data', 'there is no such file', { where: path, cause })
    }
  })
}
