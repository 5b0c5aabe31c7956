// `gigpo study-run`: one run of a study, in a process that `gigpo compare` starts and talks to; not for people. Runs of a
// study get processes of their own, so that they can run side by side, their memory can be told apart, and one that fails
// takes no other with it. When the connection breaks, the run stops at once: its directory survives that.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { GigpoError, messageOf } from '@gigpo/core'
import { resolveConfig, type TrainEvent } from '@gigpo/trainer'
import type { Command } from 'commander'
import { trainNew, trainResumed } from '../../setup/run-training.ts'
import type { RunMessage, RunOrder } from '../../study/messages.ts'
import { interruptSignal } from '../interrupt.ts'

export function register(program: Command): void {
  program.command('study-run', { hidden: true }).action(async () => {
    if (process.send === undefined) {
      throw new GigpoError('usage', 'study-run is started by gigpo compare', { remedy: 'gigpo compare STUDY.yaml' })
    }
    const signal = interruptSignal()
    process.on('disconnect', () => process.exit(130))
    const order = await new Promise<RunOrder>((resolve) =>
      process.once('message', (message) => resolve(message as RunOrder)),
    )
    try {
      await work(order, signal)
      await tell({ kind: 'done' })
    } catch (error) {
      const known = GigpoError.isInstance(error) ? error : new GigpoError('engine', messageOf(error), { cause: error })
      await tell({ kind: 'failed', error: known.toJSON() })
      throw error
    } finally {
      process.removeAllListeners('disconnect')
      process.disconnect?.()
    }
  })
}

function work({ directory, config, startOf }: RunOrder, signal: AbortSignal): Promise<unknown> {
  const options = { signal, silent: true, onEvent: report }
  if (existsSync(join(directory, 'config.yaml'))) return trainResumed(directory, [], options)
  return trainNew(directory, resolveConfig(JSON.stringify(config), { where: directory }), { ...options, startOf })
}

function report(event: TrainEvent): void {
  if (event.kind === 'iteration-end') {
    const { iteration, 'success/rate': success, 'total/environment_steps': environmentSteps } = event.metrics
    const rate = typeof success === 'number' ? `  success ${(100 * success).toFixed(1)} %` : ''
    void tell({ kind: 'trained', environmentSteps: environmentSteps ?? 0, text: `iteration ${iteration}${rate}` })
  } else if (event.kind === 'checkpoint-end' && event.iteration === 0) {
    void tell({ kind: 'started' })
  } else if (event.kind === 'phase' && (event.phase === 'supervised' || event.phase === 'evaluation')) {
    const what = event.phase === 'supervised' ? 'supervised start' : `evaluating ${event.label ?? ''}`
    void tell({ kind: 'doing', text: `${what} ${event.done}/${event.total}` })
  }
}

/** Resolves when it is on its way; never rejects, for the study may be gone. */
function tell(message: RunMessage): Promise<void> {
  return new Promise((resolve) => {
    if (process.connected) process.send?.(message, undefined, undefined, () => resolve())
    else resolve()
  })
}
