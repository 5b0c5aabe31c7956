// How a failure reaches the user: one line with what and where, one with the remedy; a JSON object with --json; a stack
// trace only for what is not a GigpoError, because that is a bug of ours.
import { GigpoError } from '@gigpo/core'

export function printError(error: unknown, json: boolean): void {
  if (GigpoError.isInstance(error)) {
    if (json) process.stdout.write(`${JSON.stringify({ error: error.toJSON() })}\n`)
    process.stderr.write(`gigpo: ${error.describe()}\n`)
    return
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  if (json) process.stdout.write(`${JSON.stringify({ error: { code: 'internal', message: text } })}\n`)
  process.stderr.write(`gigpo: this is a bug, please report it\n${text}\n`)
}

/** 2 for wrong usage, 130 for an interrupt (as shells expect), 1 for everything else. */
export function exitCodeOf(error: GigpoError): number {
  if (error.code === 'usage' || error.code === 'config') return 2
  return error.code === 'interrupted' ? 130 : 1
}
