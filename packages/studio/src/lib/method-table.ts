// The paper's comparison of PPO, GRPO and GiGPO, as measured here: what a method needs beside the policy, and what it gets for
// it. Every cell comes from files of runs and names them; one that has no number says why.
import type { MetricColumns, PanelOutcomes } from '../api/contract.ts'
import { type Config, flattenConfig } from './config-differences.ts'
import { formatNumber, formatShare } from './format.ts'
import { type MeanInterval, meanInterval } from './mean-interval.ts'
import { latestOutcomes } from './task-outcomes.ts'

export interface MeasuredRun {
  readonly id: string
  readonly config: Config
  /** At least the columns of `methodMetrics`. */
  readonly columns: MetricColumns
  readonly evaluations: readonly PanelOutcomes[]
}

interface MethodCell {
  /** Empty where there is no number. */
  readonly text: string
  /** What the number is of; where there is none, why. */
  readonly note: string
}

export interface MethodRow {
  readonly title: string
  /** Where the numbers come from. */
  readonly source: string
  readonly cell: (runs: readonly MeasuredRun[]) => MethodCell
}

export const methodMetrics: readonly string[] = [
  'adv/frac_signal',
  'adv/step_std',
  'adv/total_std',
  'critic/explained_variance',
  'greedy/return_mean',
  'group/batches',
  'perf/memory_mb',
  'time/critic',
  'time/step',
]

/** The rows for one panel (`name @ temperature`), which success and its spread are measured on. */
export function methodRows(panel: string | null): MethodRow[] {
  const successes = (runs: readonly MeasuredRun[]): number[] =>
    runs.flatMap((run) => (panel === null ? [] : (latestOutcomes(run.evaluations, panel)?.success ?? [])))
  const notPlayed = panel === null ? 'no panel was played' : `no run has played ${panel}`
  return [
    {
      title: 'Critic, parameters',
      source: 'recorded.facts.critic.parameters',
      cell: (runs) => criticFact(runs, 'parameters', (n) => formatNumber(n, 9)),
    },
    {
      title: 'Critic, memory',
      source: 'recorded.facts.critic.bytes',
      cell: (runs) => criticFact(runs, 'bytes', (n) => `${formatNumber(n / 2 ** 20, 3)} MiB`),
    },
    {
      title: 'Memory of the process, largest',
      source: 'perf/memory_mb',
      cell: (runs) =>
        overSeeds(
          runs,
          (run) => largest(run, 'perf/memory_mb'),
          (n) => `${formatNumber(n, 4)} MiB`,
          'no run has told its memory',
        ),
    },
    { title: 'Extra rollouts', source: 'group/batches, greedy/return_mean', cell: extraRollouts },
    {
      title: 'Success on the panel',
      source: panel ?? 'eval',
      cell: (runs) => summarized(meanInterval(successes(runs)), formatShare, notPlayed),
    },
    {
      title: 'Spread over seeds (standard deviation)',
      source: panel ?? 'eval',
      cell: (runs) => {
        const summary = meanInterval(successes(runs))
        if (summary === undefined) return { text: '', note: notPlayed }
        if (summary.deviation === null) return { text: '', note: 'one seed has no spread' }
        return { text: `${formatNumber(100 * summary.deviation, 2)} points`, note: `over ${summary.count} seeds` }
      },
    },
    {
      title: 'Steps that got a learning signal',
      source: 'adv/frac_signal',
      cell: (runs) => overSeeds(runs, (run) => average(run, 'adv/frac_signal'), formatShare, 'no run has told it'),
    },
    { title: 'Granularity of credit', source: 'adv/step_std, algorithm.level', cell: granularity },
    {
      title: 'Seconds an iteration',
      source: 'time/step',
      cell: (runs) =>
        overSeeds(
          runs,
          (run) => average(run, 'time/step'),
          (n) => `${formatNumber(n, 3)} s`,
          'no iteration is done',
        ),
    },
    {
      title: 'of which the critic',
      source: 'time/critic',
      cell: (runs) =>
        hasCritic(runs)
          ? overSeeds(
              runs,
              (run) => average(run, 'time/critic'),
              (n) => `${formatNumber(n, 3)} s`,
              'no iteration is done',
            )
          : { text: '0 s', note: 'there is no critic' },
    },
  ]
}

function criticFact(runs: readonly MeasuredRun[], fact: string, format: (value: number) => string): MethodCell {
  if (!hasCritic(runs)) return { text: '0', note: 'there is no critic' }
  const values = runs.flatMap((run) => {
    const value = Number(flattenRecorded(run).get(`facts.critic.${fact}`))
    return Number.isFinite(value) ? [value] : []
  })
  const [first] = values
  if (first === undefined) return { text: '', note: `no run has recorded the critic’s ${fact}` }
  if (values.some((value) => value !== first))
    return { text: `${format(Math.min(...values))} to ${format(Math.max(...values))}`, note: 'differs between runs' }
  return { text: format(first), note: fact === 'bytes' ? 'weights and optimiser' : 'beside those of the policy' }
}

function extraRollouts(runs: readonly MeasuredRun[]): MethodCell {
  if (runs.some((run) => run.columns.values['greedy/return_mean']?.some((value) => value !== null)))
    return { text: '1 a group', note: 'a greedy episode, in nothing but the baseline' }
  const batches = meanInterval(runs.flatMap((run) => average(run, 'group/batches') ?? []))
  if (batches === undefined) return { text: '', note: 'no iteration is done' }
  if (batches.mean === 1) return { text: 'none', note: 'one batch an iteration, nothing beside it' }
  return {
    text: `${formatNumber(100 * (batches.mean - 1), 3)} %`,
    note: `${formatNumber(batches.mean, 3)} batches an iteration by dynamic sampling`,
  }
}

function granularity(runs: readonly MeasuredRun[]): MethodCell {
  if (runs.every((run) => flattenConfig(run.config).get('algorithm.level') === 'token'))
    return { text: 'token', note: 'algorithm.level is token' }
  const spreads = runs.flatMap((run) => run.columns.values['adv/step_std'] ?? []).filter((value) => value !== null)
  const summary = meanInterval(spreads)
  if (summary === undefined) return { text: '', note: 'no iteration is done' }
  if (spreads.every((value) => value === 0)) return { text: 'episode', note: 'all steps of an episode get the same' }
  return { text: 'step', note: `spread of the step part ${formatNumber(summary.mean, 3)}` }
}

function overSeeds(
  runs: readonly MeasuredRun[],
  value: (run: MeasuredRun) => number | undefined,
  format: (value: number) => string,
  why: string,
): MethodCell {
  return summarized(meanInterval(runs.flatMap((run) => value(run) ?? [])), format, why)
}

function summarized(summary: MeanInterval | undefined, format: (value: number) => string, why: string): MethodCell {
  if (summary === undefined) return { text: '', note: why }
  if (summary.interval === null) return { text: format(summary.mean), note: 'one run' }
  const [low, high] = summary.interval
  return { text: format(summary.mean), note: `[${format(low)}, ${format(high)}] over ${summary.count} runs` }
}

function average(run: MeasuredRun, name: string): number | undefined {
  return meanInterval((run.columns.values[name] ?? []).filter((value) => value !== null))?.mean
}

function largest(run: MeasuredRun, name: string): number | undefined {
  const values = (run.columns.high?.[name] ?? run.columns.values[name] ?? []).filter((value) => value !== null)
  return values.length === 0 ? undefined : Math.max(...values)
}

function hasCritic(runs: readonly MeasuredRun[]): boolean {
  return runs.some((run) => flattenRecorded(run).has('facts.critic.parameters') || (run.config.critic ?? null) !== null)
}

function flattenRecorded(run: MeasuredRun): Map<string, string> {
  return flattenConfig((run.config.recorded ?? {}) as Config)
}
