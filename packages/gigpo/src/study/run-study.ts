// Works through a study: runs what is missing, goes on with what was cut, leaves alone what is complete, up to a number of
// runs at a time. Runs of one seed whose supervised start is the same train it once. A run that fails does not stop the
// others, unless the failure is one that all of them would meet; an interrupt stops every run at a safe point.
import { setTimeout as wait } from 'node:timers/promises'
import { GigpoError } from '@gigpo/core'
import {
  formatDuration,
  hasStart,
  type PlannedRun,
  type Progress,
  runStatus,
  type StudyPlan,
  startDigest,
} from '@gigpo/trainer'
import { type RunProcess, startRunProcess } from './run-process.ts'

export interface StudyOptions {
  /** Runs at a time. */
  readonly jobs: number
  readonly signal: AbortSignal
  readonly progress: (options: { readonly label: string; readonly total: number; readonly start: number }) => Progress
}

export interface FailedRun {
  readonly name: string
  readonly error: GigpoError
}

/** Failures of the setting, not of one run. */
const FATAL: readonly GigpoError['code'][] = ['config', 'usage', 'missing-data', 'data', 'storage']
/** A run whose process was just killed may hold its lock for a moment. */
const LOCK_TRIES = 20
const LOCK_WAIT_MS = 500

/**
 * Resolves to the runs that failed.
 * @throws GigpoError `interrupted` after the signal; `data` when a run there has another configuration; any fatal failure.
 */
export async function runStudy(plan: StudyPlan, options: StudyOptions): Promise<readonly FailedRun[]> {
  const budget = plan.study.budget.environmentSteps
  const statuses = plan.runs.map((run) => ({ run, ...runStatus(run) }))
  const steps = new Map(statuses.map(({ run, environmentSteps }) => [run.name, Math.min(budget, environmentSteps)]))
  const taken = (): number => [...steps.values()].reduce((sum, each) => sum + each, 0)
  const pending = statuses.filter(({ state }) => state !== 'complete').map(({ run }) => run)
  if (pending.length === 0) return []
  const progress = options.progress({ label: 'environment steps', total: budget * plan.runs.length, start: taken() })
  const running = new Map<PlannedRun, RunProcess>()
  const doing = new Map<PlannedRun, string>()
  const failed: FailedRun[] = []
  let complete = plan.runs.length - pending.length
  let fatal: GigpoError | undefined

  const draw = (): void => {
    const now = [...doing].map(([run, text]) => `${run.name} ${text}`).join('  ')
    progress.update(taken(), `${complete}/${plan.runs.length} runs  ${now}`)
  }
  const isStopped = (): boolean => options.signal.aborted || fatal !== undefined
  const stopAll = (): void => {
    for (const process of running.values()) process.stop()
  }
  const workOn = async (run: PlannedRun, changed: () => void): Promise<void> => {
    const began = performance.now()
    let error: GigpoError | null = null
    for (let attempt = 0; attempt < LOCK_TRIES && !isStopped(); attempt++) {
      if (attempt > 0) await wait(LOCK_WAIT_MS)
      const startOf = startFor(run, plan)
      const order = { directory: run.directory, config: run.config, ...(startOf === undefined ? {} : { startOf }) }
      const process = startRunProcess(order, (message) => {
        if (message.kind === 'started') changed()
        else if (message.kind === 'doing' || message.kind === 'trained') doing.set(run, message.text)
        if (message.kind === 'trained') steps.set(run.name, Math.min(budget, message.environmentSteps))
        draw()
      })
      running.set(run, process)
      if (isStopped()) process.stop()
      error = await process.ended
      running.delete(run)
      if (error?.code !== 'locked') break
    }
    doing.delete(run)
    if (isStopped()) return
    if (error === null) {
      complete++
      progress.note(`${run.name}: complete after ${formatDuration((performance.now() - began) / 1000)}`)
    } else if (FATAL.includes(error.code)) {
      fatal = error
      stopAll()
    } else {
      failed.push({ name: run.name, error })
      progress.note(`${run.name}: failed: ${error.describe()}`)
    }
  }

  options.signal.addEventListener('abort', stopAll)
  try {
    await workThrough(pending, plan, { jobs: options.jobs, isStopped, workOn })
  } finally {
    options.signal.removeEventListener('abort', stopAll)
    progress.finish(`${complete}/${plan.runs.length} runs`)
  }
  if (fatal !== undefined) throw fatal
  if (options.signal.aborted) {
    throw new GigpoError('interrupted', `stopped on request: ${complete} of ${plan.runs.length} runs are complete`, {
      where: plan.directory,
      remedy: 'the same command goes on from there',
    })
  }
  return failed
}

interface Scheduling {
  readonly jobs: number
  readonly isStopped: () => boolean
  /** Never rejects. `changed` tells that a waiting run may have become ready. */
  readonly workOn: (run: PlannedRun, changed: () => void) => Promise<void>
}

/** Keeps `jobs` runs going, in order, but none whose start another one is just training. */
function workThrough(pending: readonly PlannedRun[], plan: StudyPlan, options: Scheduling): Promise<void> {
  const waiting = [...pending]
  const active = new Set<PlannedRun>()
  return new Promise((resolve, reject) => {
    const fill = (): void => {
      while (!options.isStopped() && active.size < options.jobs) {
        const index = waiting.findIndex((run) => isReady(run, active, plan))
        if (index < 0) break
        const run = waiting.splice(index, 1)[0]!
        active.add(run)
        options.workOn(run, fill).then(() => {
          active.delete(run)
          fill()
        }, reject)
      }
      if (active.size === 0) resolve()
    }
    fill()
  })
}

function isReady(run: PlannedRun, active: ReadonlySet<PlannedRun>, plan: StudyPlan): boolean {
  const digest = startDigest(run.config)
  if (digest === null || hasStart(run.directory) || startFor(run, plan) !== undefined) return true
  return ![...active].some((other) => startDigest(other.config) === digest)
}

/** A run of the study whose start may be copied; undefined where there is none yet, or nothing to copy. */
function startFor(run: PlannedRun, plan: StudyPlan): string | undefined {
  const digest = startDigest(run.config)
  if (digest === null) return undefined
  return plan.runs.find((other) => other !== run && startDigest(other.config) === digest && hasStart(other.directory))
    ?.directory
}
