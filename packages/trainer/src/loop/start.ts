// How a run begins: from its latest checkpoint, or else with the supervised start, after which checkpoint 0 is written.
// Both ways then load that checkpoint, so a fresh run and a resumed one go on from the same bytes; RL starts with a fresh
// optimisers, hence the weights alone of checkpoint 0. Checkpoint 0 is also the reference policy of KL terms.
import { join } from 'node:path'
import { GigpoError } from '@gigpo/core'
import { removeTree } from '../run-directory/files.ts'
import { startKey, superviseEngine } from '../supervised/supervise-engine.ts'
import { initialGuard } from './guard.ts'
import { loadModels, saveStart } from './models.ts'
import type { LoopContext } from './options.ts'
import { initialState, type LoopState, parseState } from './state.ts'

export interface Started {
  readonly state: LoopState
  /** The checkpoint that was loaded. */
  readonly checkpoint: string
}

export async function startOrResume(context: LoopContext): Promise<Started> {
  const { run, reference, critic } = context
  if (run.latestCheckpoint() === null) {
    await supervise(context)
    await run.checkpoint(0, (directory) => saveStart(context, directory), initialState)
    context.emit({ kind: 'checkpoint-end', iteration: 0 })
  }
  const checkpoint = run.latestCheckpoint()!
  await loadModels(context, checkpoint.directory, checkpoint.iteration === 0)
  if (critic !== undefined) run.addFacts({ critic: critic.describe() })
  if (context.config.loss.kl !== null) {
    await reference!.load(join(run.directory, 'checkpoints', '0'), { weightsOnly: true })
  }
  const state = parseState(checkpoint.state, checkpoint.directory)
  return {
    state: context.config.guard === undefined ? state : { ...state, guard: state.guard ?? initialGuard },
    checkpoint: checkpoint.directory,
  }
}

async function supervise(context: LoopContext): Promise<void> {
  const { run, config, engine, root, emit } = context
  if (config.supervised === null) return
  if (context.demonstrations === undefined) {
    throw new GigpoError('usage', 'the configuration has a supervised start, but no demonstrations were given', {
      remedy: 'pass `demonstrations`, or set supervised to null',
    })
  }
  const scratch = join(run.directory, '.tmp-supervised')
  let saved = 0
  try {
    removeTree(scratch)
    const report = await superviseEngine({
      engine,
      demonstrations: await context.demonstrations(),
      config: config.supervised,
      root: startKey(root),
      bestDirectory: () => join(scratch, String(saved++)),
      signal: context.signal,
      onStep: (metrics) => {
        const { steps } = config.supervised!
        const isLogged = metrics.iteration % 10 === 0 || 'loss/validation' in metrics
        if (isLogged) run.appendSupervised(metrics)
        emit({ kind: 'supervised-step', metrics })
        emit({ kind: 'phase', phase: 'supervised', iteration: 0, done: metrics.iteration, total: steps })
      },
    })
    run.event({
      kind: 'supervised-end',
      severity: 'info',
      message: 'the supervised start is done',
      iteration: 0,
      ...report,
    })
  } finally {
    removeTree(scratch)
  }
}
