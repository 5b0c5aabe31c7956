// What a comparison needs of one run, read from its directory: configuration, training curve, evaluations.
import { basename, resolve } from 'node:path'
import type { RunConfig } from '../config/index.ts'
import {
  type EvaluationReport,
  type Metrics,
  type PanelResult,
  readEvaluations,
  readMetrics,
  readRunConfig,
} from '../run-directory/index.ts'

/** A point of the training curve. */
export interface CurvePoint {
  readonly environmentSteps: number
  readonly success: number
}

export interface RunRecord {
  readonly name: string
  readonly directory: string
  readonly config: RunConfig
  readonly iterations: number
  /** Steps taken in training. */
  readonly environmentSteps: number
  /** Seconds of all iterations, evaluations and restarts aside; null without such metrics. */
  readonly wallTime: number | null
  readonly curve: readonly CurvePoint[]
  readonly evaluations: readonly EvaluationReport[]
}

/** @throws GigpoError `missing-data` or `data` when the directory is not a whole run. */
export function readRunRecord(directory: string): RunRecord {
  const { config } = readRunConfig(directory)
  const metrics = readMetrics(directory)
  const last = metrics.at(-1)
  const times = metrics.map((line) => line['time/step'] ?? null)
  return {
    name: config.name ?? basename(resolve(directory)),
    directory,
    config,
    iterations: last?.iteration ?? 0,
    environmentSteps: last === undefined ? 0 : stepsAt(last),
    wallTime: times.length === 0 || times.includes(null) ? null : times.reduce<number>((sum, time) => sum + time!, 0),
    curve: metrics.flatMap((line) => {
      const success = line['success/rate']
      return success === undefined || success === null ? [] : [{ environmentSteps: stepsAt(line), success }]
    }),
    evaluations: readEvaluations(directory),
  }
}

const stepsAt = (line: Metrics): number => line['total/environment_steps'] ?? 0

/** Mean training success over the first `budget` environment steps, by trapezoids; null without a curve. */
export function curveArea(curve: readonly CurvePoint[], budget: number): number | null {
  const first = curve[0]
  if (first === undefined || budget <= 0) return null
  let area = 0
  let before: CurvePoint = { environmentSteps: 0, success: first.success }
  for (const point of [...curve, { environmentSteps: Number.POSITIVE_INFINITY, success: curve.at(-1)!.success }]) {
    const end = Math.min(point.environmentSteps, budget)
    const width = end - before.environmentSteps
    if (width <= 0) break
    const span = point.environmentSteps - before.environmentSteps
    const success = Number.isFinite(span)
      ? before.success + ((point.success - before.success) * width) / span
      : point.success
    area += (width * (before.success + success)) / 2
    before = { environmentSteps: end, success }
  }
  return area / budget
}

/** A panel at one temperature, as a key of tables. */
export function panelKey(result: PanelResult): string {
  return `${result.panel} T${result.temperature}`
}

/** The evaluation that the tuning panel chooses (its first temperature, the earliest of equals); null without one. */
export function bestEvaluation({ config, evaluations }: RunRecord): EvaluationReport | null {
  let best: { report: EvaluationReport; success: number } | null = null
  for (const report of evaluations) {
    const tuning = report.panels.find((result) => result.panel === config.evaluation.selectBest)
    if (tuning !== undefined && (best === null || tuning.success > best.success))
      best = { report, success: tuning.success }
  }
  return best?.report ?? null
}

/** The last evaluation within a budget of environment steps. */
export function evaluationWithin({ evaluations }: RunRecord, budget: number): EvaluationReport | null {
  return evaluations.findLast((report) => report.environmentSteps <= budget) ?? null
}
