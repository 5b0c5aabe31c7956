// How runs of a variant went: success of their rollouts over environment steps, how much of each batch taught something, how
// large the step groups were, and what it cost.
import { curveArea } from '../compare/run-record.ts'
import type { Metrics } from '../run-directory/index.ts'
import { mean } from '../statistics/index.ts'
import { seedMean } from './panel-report.ts'
import type { CostReport, PhaseReport, TrainingReport } from './report-data.ts'
import type { CompleteRun } from './study-runs.ts'

const SLICES = 20
const PHASES = 4
const GROUP_SIZE = 'anchor/rows_from_'

/** `baseline` null: this is the baseline. null without a training curve. */
export function trainingReport(
  runs: readonly CompleteRun[],
  baseline: readonly CompleteRun[] | null,
  budget: number,
): TrainingReport | null {
  const areas = areaBySeed(runs, budget)
  if (areas.size === 0) return null
  const before = baseline === null ? new Map<number, number>() : areaBySeed(baseline, budget)
  const pairs = [...areas].flatMap(([seed, area]) => (before.has(seed) ? [area - before.get(seed)!] : []))
  const edges = Array.from({ length: SLICES }, (_, slice) => [
    (slice * budget) / SLICES,
    ((slice + 1) * budget) / SLICES,
  ])
  return {
    curve: edges.map(([from, to]) => {
      const values = runs.flatMap(({ record }) => sliceMean(record.curve, from!, to!) ?? [])
      return { environmentSteps: (from! + to!) / 2, ...seedMean(values, true) }
    }),
    area: seedMean([...areas.values()], true),
    areaDifference: pairs.length === 0 ? null : seedMean(pairs),
  }
}

function areaBySeed(runs: readonly CompleteRun[], budget: number): Map<number, number> {
  return new Map(
    runs.flatMap(({ planned, record }) => {
      const area = curveArea(record.curve, budget)
      return area === null ? [] : [[planned.seed, area] as const]
    }),
  )
}

function sliceMean(curve: CompleteRun['record']['curve'], from: number, to: number): number | null {
  const upTo = curveArea(curve, to)
  if (upTo === null) return null
  return (upTo * to - (curveArea(curve, from) ?? 0) * from) / (to - from)
}

/** Quarters of the budget. Iterations of a seed are averaged first, so that long runs do not count more. */
export function phaseReports(runs: readonly CompleteRun[], budget: number): PhaseReport[] {
  return Array.from({ length: PHASES }, (_, phase) => {
    const [from, to] = [phase / PHASES, (phase + 1) / PHASES]
    const isLast = phase === PHASES - 1
    const inside = runs.map(({ metrics }) =>
      metrics.filter((line) => {
        const share = (line['total/environment_steps'] ?? 0) / budget
        return share > from && (share <= to || isLast)
      }),
    )
    const average = (name: string): number | null => averageOf(inside, (line) => line[name])
    // Methods without step groups record none of size 0.
    const ofGroups = (name: string): number | null =>
      averageOf(inside, (line) => (line['anchor/groups'] === 0 ? null : line[name]))
    return {
      from,
      to,
      signalRows: average('adv/frac_signal'),
      trainedRows: averageOf(inside, trainedShare),
      mixedGroups: average('group/frac_mixed'),
      meanGroupSize: ofGroups('anchor/mean_size'),
      singletonGroups: ofGroups('anchor/frac_singleton'),
      rowsByGroupSize: rowsByGroupSize(inside),
      entropy: average('policy/entropy'),
      validActions: average('action/valid_rate'),
    }
  })
}

function trainedShare(line: Metrics): number | null {
  const [trained, skipped] = [line['policy/rows_trained'], line['policy/rows_skipped']]
  if (typeof trained !== 'number' || typeof skipped !== 'number' || trained + skipped === 0) return null
  return trained / (trained + skipped)
}

function rowsByGroupSize(lines: readonly (readonly Metrics[])[]): Record<string, number> | null {
  const names = new Set(lines.flat().flatMap((line) => Object.keys(line).filter((name) => name.startsWith(GROUP_SIZE))))
  const bounds = [...names].map((name) => Number(name.slice(GROUP_SIZE.length))).sort((a, b) => a - b)
  if (bounds.length === 0) return null
  return Object.fromEntries(
    bounds.map((bound) => [bound, averageOf(lines, (line) => line[`${GROUP_SIZE}${bound}`]) ?? 0]),
  )
}

export function costReport(runs: readonly CompleteRun[]): CostReport {
  const all = runs.map(({ metrics }) => metrics)
  const average = (name: string): number | null => averageOf(all, (line) => line[name])
  const memory = all.flat().flatMap((line) => line['perf/memory_mb'] ?? [])
  const bytes = runs.flatMap(({ facts }) => criticBytes(facts.critic) ?? [])
  const times = runs.flatMap(({ record }) => record.wallTime ?? [])
  return {
    iterationSeconds: average('time/step'),
    rolloutSeconds: average('time/rollout'),
    trainSeconds: average('time/train'),
    creditSeconds: average('time/credit'),
    criticSeconds: average('time/critic'),
    creditShare: averageOf(all, ({ 'time/credit': credit, 'time/critic': critic, 'time/step': step }) =>
      credit && step ? (credit + (critic ?? 0)) / step : null,
    ),
    runSeconds: times.length === 0 ? null : mean(times),
    criticMb: bytes.length === 0 ? null : Math.max(...bytes) / 2 ** 20,
    memoryMb: memory.length === 0 ? null : Math.max(...memory),
  }
}

function criticBytes(fact: unknown): number | null {
  const { bytes } = (fact ?? {}) as { readonly bytes?: unknown }
  return typeof bytes === 'number' ? bytes : null
}

/** How many runs raised each warning or error at least once. */
export function alarmCounts(runs: readonly CompleteRun[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { events } of runs) {
    const kinds = new Set(events.filter(({ severity }) => severity !== 'info').map(({ kind }) => kind))
    for (const kind of kinds) counts[kind] = (counts[kind] ?? 0) + 1
  }
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)))
}

function averageOf(
  runs: readonly (readonly Metrics[])[],
  read: (line: Metrics) => number | null | undefined,
): number | null {
  const means = runs.flatMap((lines) => {
    const values = lines.flatMap((line) => read(line) ?? [])
    return values.length === 0 ? [] : [mean(values)]
  })
  return means.length === 0 ? null : mean(means)
}
