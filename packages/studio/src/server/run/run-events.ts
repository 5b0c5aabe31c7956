// events.jsonl: alarms, retries, faults and the life of the run, each with a time, a kind, a severity and a message.
import type { RunEventLine } from '../../api/contract.ts'
import { isRecord, isShallow, text } from '../files/json-values.ts'
import type { LineReader } from '../files/line-file.ts'

export interface RunEvents extends LineReader {
  readonly events: readonly RunEventLine[]
  /** Warnings and errors. */
  readonly alarms: number
}

export function createRunEvents(): RunEvents {
  const events: RunEventLine[] = []
  let alarms = 0
  return {
    events,
    get alarms() {
      return alarms
    },
    line: (value) => {
      if (!isRecord(value) || !isShallow(value)) return 'this is no event'
      const { severity } = value
      if (text(value.time) === undefined || text(value.kind) === undefined || text(value.message) === undefined)
        return 'an event has a time, a kind and a message'
      if (severity !== 'info' && severity !== 'warning' && severity !== 'error')
        return 'the severity of an event is info, warning or error'
      if (severity !== 'info') alarms++
      events.push(value as RunEventLine)
      return undefined
    },
    reset: () => {
      events.length = 0
      alarms = 0
    },
  }
}
