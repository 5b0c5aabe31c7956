// One line of events.jsonl: alarms, retries, faults and the life of the run. Events carry a wall-clock time, so this file is
// the one that two equal runs do not share.

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
