// An event goes into the run's record and to whoever watches.
import type { RunEvent } from '../run-directory/index.ts'
import type { LoopContext } from './options.ts'

export function report({ run, emit }: Pick<LoopContext, 'run' | 'emit'>, event: RunEvent): void {
  run.event(event)
  emit({ kind: 'alarm', event })
}
