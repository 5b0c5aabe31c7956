// One line of events.jsonl: alarms, retries, faults and the life of the run. Events carry a wall-clock time, so this file is
// the one that two equal runs do not share.
import { GigpoError } from '@gigpo/core'
import { z } from 'zod'
import type { JsonLine } from './json-lines.ts'

export interface RunEvent {
  /** Noun and verb, for example `entropy-collapsed`. */
  readonly kind: string
  readonly severity: 'info' | 'warning' | 'error'
  readonly message: string
  /** The iteration the event belongs to, and is rolled back with. */
  readonly iteration?: number
  readonly [detail: string]: unknown
}

export interface StoredRunEvent extends RunEvent {
  /** ISO 8601. */
  readonly time: string
}

export function runEventLine(event: RunEvent, time: Date): string {
  return JSON.stringify({ time: time.toISOString(), ...event })
}

const schema = z.looseObject({
  time: z.string(),
  kind: z.string(),
  severity: z.enum(['info', 'warning', 'error']),
  message: z.string(),
  iteration: z.int().min(0).optional(),
})

/** @throws GigpoError `data`. */
export function parseRunEvent({ value, line }: JsonLine, where: string): StoredRunEvent {
  const result = schema.safeParse(value)
  if (result.success) return result.data as StoredRunEvent
  throw new GigpoError('data', `line ${line} is not an event: ${result.error.issues[0]?.message}`, { where })
}
