// Runs a training from a configuration to its end: new or resumed. Shared by `gigpo train` and `gigpo quickstart`.
import { existsSync, rmdirSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Engine, GigpoError } from '@gigpo/core'
import {
  adoptStart,
  createRun,
  openRun,
  type RolloutExecutor,
  type Run,
  type RunConfig,
  readMetrics,
  type TrainEvent,
  type TrainReport,
  train,
} from '@gigpo/trainer'
import { createNarrator, type Narrator, silentNarrator } from '../cli/narrator.ts'
import { version } from '../cli/version.ts'
import { createExecutor } from '../registry/executors.ts'
import { type Prepared, prepare } from './prepare.ts'

export interface TrainingOptions {
  readonly signal: AbortSignal
  readonly silent: boolean
  readonly onEvent?: (event: TrainEvent) => void
}

export interface NewTrainingOptions extends TrainingOptions {
  /** Directory of a run with the same supervised start, which is then copied instead of trained again. */
  readonly startOf?: string | undefined
}

/** A start that fails before its first checkpoint leaves nothing behind; one that is interrupted can be resumed. */
export async function trainNew(
  directory: string,
  config: RunConfig,
  options: NewTrainingOptions,
): Promise<TrainReport> {
  const hadParent = existsSync(dirname(directory))
  let run: Run | undefined
  try {
    return await runTraining(config, { iteration: 0, environmentSteps: 0 }, options, async (prepared) => {
      run = createRun(directory, config, { facts: { gigpo: version, ...prepared.facts } })
      if (options.startOf !== undefined) await adoptStart(run, options.startOf)
      return run
    })
  } catch (error) {
    const isInterrupt = GigpoError.isInstance(error) && error.code === 'interrupted'
    if (run !== undefined && !isInterrupt && run.latestCheckpoint() === null) {
      rmSync(directory, { recursive: true, force: true })
      if (!hadParent) rmdirSync(dirname(directory))
    }
    throw error
  }
}

/** @throws GigpoError `data` when the tasks are no longer those the run was started with. */
export function trainResumed(
  directory: string,
  overrides: readonly string[],
  options: TrainingOptions,
): Promise<TrainReport> {
  const run = openRun(directory, { overrides })
  const environmentSteps = readMetrics(directory).at(-1)?.['total/environment_steps'] ?? 0
  return runTraining(run.config, { iteration: run.iteration, environmentSteps }, options, (prepared) => {
    assertSameTasks(run, prepared)
    return run
  }).finally(() => run.close())
}

async function runTraining(
  config: RunConfig,
  begun: { readonly iteration: number; readonly environmentSteps: number },
  options: TrainingOptions,
  open: (prepared: Prepared) => Run | Promise<Run>,
): Promise<TrainReport> {
  const narrator: Narrator = options.silent
    ? silentNarrator
    : createNarrator(
        config.budget === undefined
          ? { unit: 'iteration', total: config.iterations, start: begun.iteration }
          : { unit: 'environment steps', total: config.budget.environmentSteps, start: begun.environmentSteps },
      )
  const prepared = prepare(config, { signal: options.signal, onDemonstration: narrator.demonstration })
  const run = await open(prepared)
  const engines: Pick<Engine, 'close'>[] = []
  let executor: RolloutExecutor | undefined
  const start = async (): Promise<Engine> => {
    const engine = await prepared.createEngine(run.latestCheckpoint()?.directory)
    engines.push(engine)
    return engine
  }
  try {
    const engine = await start()
    const { taskSet, panels, createAgent, demonstrations } = prepared
    const reference = config.loss.kl === null ? undefined : await start()
    const critic = await prepared.createCritic(engine, run.latestCheckpoint()?.directory)
    if (critic !== undefined) engines.push(critic)
    executor = await createExecutor(config, {
      taskSet,
      directory: run.directory,
      warn: (message) => {
        run.event({ kind: 'executor', severity: 'warning', message })
        if (!options.silent) process.stderr.write(`\n${message}\n`)
      },
    })
    const { signal } = options
    return await train({
      run,
      taskSet,
      panels,
      createAgent,
      engine,
      reference,
      critic,
      executor,
      demonstrations,
      signal,
      progress: (event) => {
        narrator.event(event)
        options.onEvent?.(event)
      },
    })
  } finally {
    narrator.finish()
    await executor?.close()
    for (const engine of engines) await engine.close()
    run.close()
  }
}

function assertSameTasks(run: Run, prepared: Prepared): void {
  for (const kind of ['tasks', 'demonstrations', 'panels'] as const) {
    const before = JSON.stringify(run.facts[kind])
    const now = JSON.stringify(prepared.facts[kind])
    if (before !== undefined && before !== now) {
      throw new GigpoError('data', `the ${kind} are not those this run was started with: ${before} then, ${now} now`, {
        where: run.directory,
        remedy: 'import the same data again, or start a new run',
      })
    }
  }
}
