// `gigpo compare STUDY.yaml`: brings a study to its end, then reports on it; both can be repeated at any time.
import { GigpoError } from '@gigpo/core'
import {
  createProgress,
  formatReport,
  lockStudy,
  runStatus,
  type StudyPlan,
  silentProgress,
  studyReport,
  textTable,
  writeReport,
} from '@gigpo/trainer'
import { prepare } from '../../setup/prepare.ts'
import { runStudy } from '../../study/run-study.ts'
import { interruptSignal } from '../interrupt.ts'
import { loadStudy } from '../recipe.ts'
import { wholeNumber } from '../whole-number.ts'

export interface StudyFlags {
  readonly jobs: string
  readonly runsDir: string
  readonly reportOnly?: boolean
  readonly dryRun?: boolean
  readonly json?: boolean
}

/** @throws GigpoError `engine` when runs failed (after the report on the others), and as runStudy. */
export async function compareStudy(name: string, flags: StudyFlags): Promise<void> {
  const jobs = wholeNumber('--jobs', flags.jobs)
  const plan = loadStudy(name, flags.runsDir)
  if (flags.dryRun) {
    process.stdout.write(flags.json ? `${JSON.stringify(plan)}\n` : planTable(plan))
    return
  }
  const failed = flags.reportOnly ? [] : await work(plan, jobs, flags.json === true)
  const report = studyReport(plan)
  const files = writeReport(plan.directory, report)
  process.stdout.write(flags.json ? `${JSON.stringify(report)}\n` : `${formatReport(report)}\n${files.join('\n')}\n`)
  if (failed.length === 0) return
  throw new GigpoError('engine', `${failed.length} runs failed: ${failed.map((run) => run.name).join(', ')}`, {
    where: plan.directory,
    remedy: `the same command tries them again; the first said: ${failed[0]!.error.describe()}`,
  })
}

async function work(plan: StudyPlan, jobs: number, isSilent: boolean): ReturnType<typeof runStudy> {
  const lock = lockStudy(plan.directory)
  try {
    checkSettings(plan)
    return await runStudy(plan, {
      jobs,
      signal: interruptSignal(),
      progress: (options) => (isSilent ? silentProgress : createProgress(options)),
    })
  } finally {
    lock.release()
  }
}

/**
 * Fails now where a later variant would fail after hours: tasks that are not there, panels that overlap. Variants that differ
 * in learning alone are not asked again, nor is the first, which starts at once.
 * @throws GigpoError as prepare.
 */
function checkSettings({ runs, study }: StudyPlan): void {
  const seen = new Set<string>()
  for (const { config } of runs.slice(0, study.variants.length)) {
    const { environment, agent, model, engine, supervised, evaluation } = config
    const settings = JSON.stringify([{ ...environment, anchor: null }, agent, model, engine, supervised, evaluation])
    if (seen.size > 0 && !seen.has(settings)) prepare(config)
    seen.add(settings)
  }
}

function planTable(plan: StudyPlan): string {
  const rows = plan.runs.map((run) => {
    const { state, environmentSteps } = runStatus(run)
    return [run.name, run.config.algorithm.name, state, String(environmentSteps)]
  })
  const { environmentSteps } = plan.study.budget
  return `${plan.directory}: ${plan.runs.length} runs of ${environmentSteps.toLocaleString('en-US')} environment steps\n\n${textTable(['run', 'algorithm', 'state', 'steps'], rows)}\n`
}
