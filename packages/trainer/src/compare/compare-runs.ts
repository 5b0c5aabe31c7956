// The data behind `gigpo compare RUN...`. Runs are shown one by one with their last and best evaluation, then grouped by
// configuration without the seed. Groups are compared at equal environment steps: the budget is what the shortest run has
// taken, and each run enters with its last evaluation within it (5 % more is allowed, since episodes differ in length).
import { fold, type RandomKey, rootKey } from '@gigpo/core'
import { type ConfigDifference, configDifferences, configDigest, withoutFields } from '../config/index.ts'
import type { EvaluationReport, PanelResult } from '../run-directory/index.ts'
import {
  type Interval,
  interquartileMean,
  mean,
  type PairedDifference,
  pairedDifference,
  type ScoreTable,
  standardDeviation,
  stratifiedInterval,
} from '../statistics/index.ts'
import { bestEvaluation, curveArea, evaluationWithin, panelKey, type RunRecord, readRunRecord } from './run-record.ts'

const SLACK = 1.05

export interface PanelScore {
  readonly iteration: number
  readonly environmentSteps: number
  readonly success: number
  /** 95 % Wilson interval over the panel's games. */
  readonly interval: Interval
}

export interface RunRow {
  readonly name: string
  readonly directory: string
  /** Label of the configuration it shares with other seeds: A, B, … */
  readonly group: string
  readonly algorithm: string
  readonly seed: number
  readonly iterations: number
  readonly environmentSteps: number
  /** Seconds. */
  readonly wallTime: number | null
  /** Mean training success over the common budget. */
  readonly curveArea: number | null
  /** By panel and temperature, for example `unseen T1`. */
  readonly panels: Readonly<Record<string, { readonly last: PanelScore; readonly best: PanelScore | null }>>
}

/** A panel over the seeds of one group, at the common budget. */
export interface GroupScore {
  readonly seeds: readonly number[]
  readonly games: number
  readonly mean: number
  /** Over seeds; 0 for one. */
  readonly standardDeviation: number
  /** Stratified bootstrap over seeds, and over games within their task type. */
  readonly meanInterval: Interval
  readonly interquartileMean: number
  readonly interquartileInterval: Interval
  /** Against the first group, over the seeds and games both have. */
  readonly difference: PairedDifference | null
}

export interface GroupRow {
  readonly group: string
  readonly algorithm: string
  readonly runs: readonly string[]
  /** Against the first group; `a` is the first group's value. */
  readonly differences: readonly ConfigDifference[]
  readonly curveArea: number | null
  readonly panels: Readonly<Record<string, GroupScore>>
}

export interface Comparison {
  /** Environment steps at which groups are compared. */
  readonly budget: number
  readonly runs: readonly RunRow[]
  readonly groups: readonly GroupRow[]
}

export interface CompareOptions {
  /** Settings that may differ inside a group besides the seed, as dotted paths, for example `model.path`. */
  readonly ignore?: readonly string[]
  /** Which evaluation of each run counts: the last one within the common number of steps (default), or simply the last. */
  readonly at?: 'equal-steps' | 'last'
}

/** @throws GigpoError `missing-data` or `data` for a directory that is not a whole run. */
export function compareRuns(directories: readonly string[], options: CompareOptions = {}): Comparison {
  const records = directories.map(readRunRecord)
  const budget = records.length === 0 ? 0 : Math.min(...records.map((record) => record.environmentSteps))
  const within = options.at === 'last' ? Number.POSITIVE_INFINITY : budget * SLACK
  const groups = groupBySettings(records, options.ignore ?? [])
  const first = [...groups.values()][0] ?? []
  return {
    budget,
    runs: [...groups].flatMap(([group, members]) => members.map((record) => runRow(record, group, budget))),
    groups: [...groups].map(([group, members]) => groupRow(group, members, first, { budget, within })),
  }
}

function groupBySettings(records: readonly RunRecord[], ignore: readonly string[]): Map<string, RunRecord[]> {
  const byDigest = new Map<string, RunRecord[]>()
  for (const record of records) {
    const digest = configDigest(withoutFields(record.config, ignore), ['seed'])
    byDigest.set(digest, [...(byDigest.get(digest) ?? []), record])
  }
  return new Map([...byDigest.values()].map((members, index) => [groupLabel(index), members]))
}

/** A, B, … Z, A1, B1, … */
const groupLabel = (index: number): string =>
  `${String.fromCharCode(65 + (index % 26))}${index < 26 ? '' : Math.floor(index / 26)}`

function runRow(record: RunRecord, group: string, budget: number): RunRow {
  const last = record.evaluations.at(-1)
  const best = bestEvaluation(record)
  const panels = (last?.panels ?? []).map((result) => {
    const chosen = best === null ? undefined : findPanel(best, panelKey(result))
    return [
      panelKey(result),
      { last: panelScore(last!, result), best: chosen === undefined ? null : panelScore(best!, chosen) },
    ] as const
  })
  return {
    name: record.name,
    directory: record.directory,
    group,
    algorithm: record.config.algorithm.name,
    seed: record.config.seed,
    iterations: record.iterations,
    environmentSteps: record.environmentSteps,
    wallTime: record.wallTime,
    curveArea: curveArea(record.curve, budget),
    panels: Object.fromEntries(panels),
  }
}

function panelScore({ iteration, environmentSteps }: EvaluationReport, { success, interval }: PanelResult): PanelScore {
  return { iteration, environmentSteps, success, interval }
}

function groupRow(
  group: string,
  members: readonly RunRecord[],
  first: readonly RunRecord[],
  { budget, within }: { readonly budget: number; readonly within: number },
): GroupRow {
  const own = panelTables(members, within)
  const reference = members === first ? new Map<string, PanelTable>() : panelTables(first, within)
  const areas = members.map((record) => curveArea(record.curve, budget)).filter((area) => area !== null)
  return {
    group,
    algorithm: members[0]!.config.algorithm.name,
    runs: members.map((record) => record.name),
    differences: configDifferences(first[0]!.config, members[0]!.config).filter(
      ({ path }) => path !== 'seed' && path !== 'name',
    ),
    curveArea: areas.length === 0 ? null : mean(areas),
    panels: Object.fromEntries([...own].map(([key, table]) => [key, groupScore(key, table, reference.get(key))])),
  }
}

/** Outcomes of one panel: a row a seed, a column a game. */
interface PanelTable {
  readonly digest: string
  readonly games: readonly string[]
  readonly strata: readonly string[]
  readonly rows: Map<number, readonly number[]>
}

/** Runs of a group that played other games under a panel's name are left out; so are second runs of one seed. */
function panelTables(records: readonly RunRecord[], within: number): Map<string, PanelTable> {
  const tables = new Map<string, PanelTable>()
  for (const record of records) {
    for (const result of evaluationWithin(record, within)?.panels ?? []) {
      const key = panelKey(result)
      const table = tables.get(key) ?? {
        digest: result.digest,
        games: result.tasks.map((task) => task.id),
        strata: result.tasks.map((task) => task.type),
        rows: new Map<number, readonly number[]>(),
      }
      tables.set(key, table)
      const isSamePanel =
        result.digest === table.digest && result.tasks.every((task, game) => task.id === table.games[game])
      const { seed } = record.config
      if (isSamePanel && result.tasks.length === table.games.length && !table.rows.has(seed)) {
        table.rows.set(
          seed,
          result.tasks.map((task) => Number(task.success)),
        )
      }
    }
  }
  return tables
}

function groupScore(panel: string, table: PanelTable, reference: PanelTable | undefined): GroupScore {
  const key = fold(rootKey(0), 'compare', panel)
  const seeds = [...table.rows.keys()].sort((a, b) => a - b)
  const scores = select(table, seeds)
  const rates = scores.scores.map(mean)
  return {
    seeds,
    games: table.games.length,
    mean: mean(rates),
    standardDeviation: standardDeviation(rates),
    meanInterval: stratifiedInterval(scores, mean, { key }),
    interquartileMean: interquartileMean(rates),
    interquartileInterval: stratifiedInterval(scores, interquartileMean, { key }),
    difference: reference === undefined ? null : differenceOf(reference, table, key),
  }
}

function differenceOf(reference: PanelTable, table: PanelTable, key: RandomKey): PairedDifference | null {
  const shared = [...table.rows.keys()].filter((seed) => reference.rows.has(seed)).sort((a, b) => a - b)
  const isSamePanel = table.digest === reference.digest && table.games.join('\n') === reference.games.join('\n')
  if (shared.length === 0 || !isSamePanel) return null
  return pairedDifference(select(reference, shared), select(table, shared), { key })
}

function select(table: PanelTable, seeds: readonly number[]): ScoreTable {
  return { scores: seeds.map((seed) => table.rows.get(seed)!), strata: table.strata }
}

function findPanel(report: EvaluationReport, key: string): PanelResult | undefined {
  return report.panels.find((result) => panelKey(result) === key)
}
