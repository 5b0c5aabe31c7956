// Training on the toy grid, for tests of the loop: its ingredients, and, run as a program with a directory, a process that
// starts or resumes a run there and can be killed.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { rootKey } from '@gigpo/core'
import {
  createToyAgent,
  createToyCritic,
  createToyDemonstrator,
  createToyEngine,
  createToyTaskSet,
} from '@gigpo/core/testing'
import { resolveConfig } from '../config/index.ts'
import { createRun, openRun, type Run } from '../run-directory/index.ts'
import { collectDemonstrations } from '../supervised/collect-demonstrations.ts'
import type { TrainOptions } from './options.ts'
import { type TrainReport, train } from './train.ts'

export const TOY_RECIPE = `
seed: 3
algorithm: { name: gigpo, norm: mean_std }
rollout: { tasks: 6, members: 6, maxTokens: 3 }
optimizer: { learningRate: 0.1, warmupSteps: 2, updatesPerIteration: 2 }
iterations: 6
evaluation: { every: 2, panels: [{ name: tune, temperature: [1] }], selectBest: tune }
checkpoint: { every: 1, keep: 100 }
`

/** Overrides that add a supervised start. */
export const TOY_SUPERVISED: readonly string[] = [
  'supervised={demonstrations: 30, steps: 20, batch: 16, randomActions: 0.3, detours: 0.1}',
  'supervised.optimizer.learningRate=0.05',
  'supervised.validation={episodes: 6, every: 5}',
]

/** Everything `train` needs for a run of the recipe. */
export function toyTraining(run: Run): TrainOptions {
  const { config } = run
  const taskSet = createToyTaskSet()
  return {
    run,
    taskSet,
    panels: config.evaluation.panels.map(({ name, source, temperature }) => {
      return { name, source, temperature, taskSet: createToyTaskSet({ split: name }) }
    }),
    createAgent: createToyAgent,
    engine: createToyEngine({ seed: config.seed, fluent: true, rows: 512 }),
    ...(config.loss.kl === null ? {} : { reference: createToyEngine({ seed: 99, rows: 512 }) }),
    ...(config.critic === undefined ? {} : { critic: createToyCritic({ rows: 2048 }) }),
    demonstrations: () =>
      collectDemonstrations({
        taskSet,
        createAgent: createToyAgent,
        createDemonstrator: createToyDemonstrator,
        root: rootKey(config.seed),
        ...config.supervised!,
      }),
  }
}

/** Trains a run to its end and closes it, whatever happens. */
export async function finish(run: Run, extra: Partial<TrainOptions> = {}): Promise<TrainReport> {
  try {
    return await train({ ...toyTraining(run), ...extra })
  } finally {
    run.close()
  }
}

const [, script, directory] = process.argv
if (directory !== undefined && script !== undefined && import.meta.url === pathToFileURL(script).href) {
  const config = resolveConfig(TOY_RECIPE, { overrides: TOY_SUPERVISED })
  const run = existsSync(join(directory, 'config.yaml')) ? openRun(directory) : createRun(directory, config)
  console.log('started')
  await finish(run)
}
