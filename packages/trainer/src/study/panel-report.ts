// What each panel says about each variant: at the start, at the end of the budget, at the best checkpoint, by type of task,
// and along the way. Every panel is played whole, so the outcomes of one panel are a table of seeds × games.
import { fold, GigpoError, type RandomKey, rootKey } from '@gigpo/core'
import { bestEvaluation, panelKey } from '../compare/run-record.ts'
import type { EvaluationReport, PanelResult } from '../run-directory/index.ts'
import {
  improvementProbability,
  interquartileScore,
  mean,
  pairedDifference,
  type ScoreTable,
  stratifiedInterval,
  studentInterval,
} from '../statistics/index.ts'
import type { StudyPlan } from './plan-study.ts'
import type {
  CurvePoint,
  PanelReport,
  PanelScore,
  PanelVariant,
  SeedMean,
  TaskScore,
  TypeScore,
} from './report-data.ts'
import type { CompleteRun, StudyRuns } from './study-runs.ts'

/** Outcomes of one panel at one moment of the runs of a variant. */
interface Outcomes {
  readonly digest: string
  readonly games: readonly string[]
  readonly seeds: readonly number[]
  readonly table: ScoreTable
  /** Task scores beside the successes; null where the environment gives none. */
  readonly graded: ScoreTable | null
}

/** All panels that complete runs were evaluated on, in order of appearance. */
export function panelReports(plan: StudyPlan, { complete }: StudyRuns): PanelReport[] {
  const first = new Map<string, PanelResult>()
  for (const run of [...complete.values()].flat()) {
    for (const result of finalOf(run)?.panels ?? []) {
      if (!first.has(panelKey(result))) first.set(panelKey(result), result)
    }
  }
  return [...first].map(([key, { panel, temperature, source, split, digest, tasks }]) => {
    const baseline = complete.get(plan.study.baseline) ?? []
    const variants = [...complete].flatMap(([name, runs]) => {
      const isBaseline = name === plan.study.baseline
      const report = variantOf(key, runs, isBaseline ? null : baseline, plan)
      return report === null ? [] : [[name, report] as const]
    })
    const isTuning = [...complete.values()].flat()[0]?.planned.config.evaluation.selectBest === panel
    const facts = { key, panel, temperature, source, split, digest, games: tasks.length, isTuning }
    return { ...facts, variants: Object.fromEntries(variants) }
  })
}

function variantOf(
  key: string,
  runs: readonly CompleteRun[],
  baseline: readonly CompleteRun[] | null,
  plan: StudyPlan,
): PanelVariant | null {
  const at = (pick: (run: CompleteRun) => EvaluationReport | null, moment: string): PanelScore | null => {
    const own = outcomesOf(key, runs, pick)
    return own === null ? null : score(own, baseline && outcomesOf(key, baseline, pick), `${key} ${moment}`)
  }
  const own = outcomesOf(key, runs, finalOf)
  const final = at(finalOf, 'final')
  if (own === null || final === null) return null
  return {
    start: at(startOf, 'start'),
    final,
    best: at(({ record }) => bestEvaluation(record), 'best'),
    types: typesOf(own, baseline && outcomesOf(key, baseline, finalOf), key),
    curve: curveOf(key, runs, plan),
  }
}

const finalOf = ({ record }: CompleteRun): EvaluationReport | null => record.evaluations.at(-1) ?? null

const startOf = ({ record }: CompleteRun): EvaluationReport | null =>
  record.evaluations.find((report) => report.iteration === 0) ?? null

/** null when no run has the panel then. @throws GigpoError `data` when runs of one variant played different games. */
function outcomesOf(
  key: string,
  runs: readonly CompleteRun[],
  pick: (run: CompleteRun) => EvaluationReport | null,
): Outcomes | null {
  const rows = runs.flatMap((run) => {
    const result = pick(run)?.panels.find((each) => panelKey(each) === key)
    return result === undefined ? [] : [{ run, result }]
  })
  const [first] = rows
  if (first === undefined) return null
  const games = first.result.tasks.map((task) => task.id)
  for (const { run, result } of rows) {
    if (result.digest !== first.result.digest || result.tasks.map((task) => task.id).join('\n') !== games.join('\n')) {
      throw new GigpoError('data', `panel ${key} holds other games than that of ${first.run.planned.name}`, {
        where: run.planned.directory,
        remedy: 'import the data both were made with, or run this one again',
      })
    }
  }
  const strata = first.result.tasks.map((task) => task.type)
  const isGraded = rows.every(({ result }) => result.tasks.every((task) => task.score !== undefined))
  return {
    digest: first.result.digest,
    games,
    seeds: rows.map(({ run }) => run.planned.seed),
    table: { scores: rows.map(({ result }) => result.tasks.map((task) => Number(task.success))), strata },
    graded: isGraded ? { scores: rows.map(({ result }) => result.tasks.map((task) => task.score!)), strata } : null,
  }
}

function score(own: Outcomes, baseline: Outcomes | null, label: string): PanelScore {
  const key = fold(rootKey(0), 'study', label)
  const values = own.table.scores.map(mean)
  const pair = baseline === null ? null : pairOf(own, baseline)
  return {
    seeds: own.seeds,
    values,
    mean: { value: mean(values), interval: stratifiedInterval(own.table, mean, { key }) },
    interquartile: interquartileScore(own.table, { key }),
    difference: pair === null ? null : pairedDifference(pair.baseline.table, pair.own.table, { key }),
    taskScore: taskScore(own, pair, key),
    improvement: baseline === null || pair === null ? null : improvementProbability(baseline.table, own.table, { key }),
  }
}

function taskScore({ graded }: Outcomes, pair: Pair | null, key: RandomKey): TaskScore | null {
  if (graded === null) return null
  const [before, after] = [pair?.baseline.graded ?? null, pair?.own.graded ?? null]
  return {
    mean: { value: mean(graded.scores.map(mean)), interval: stratifiedInterval(graded, mean, { key }) },
    difference: before === null || after === null ? null : pairedDifference(before, after, { key }),
  }
}

interface Pair {
  readonly own: Outcomes
  readonly baseline: Outcomes
}

/** The seeds both have; null on other games and without a common seed. */
function pairOf(own: Outcomes, baseline: Outcomes): Pair | null {
  if (own.digest !== baseline.digest || own.games.join('\n') !== baseline.games.join('\n')) return null
  const shared = own.seeds.filter((seed) => baseline.seeds.includes(seed))
  if (shared.length === 0) return null
  const pick = (outcomes: Outcomes): Outcomes => {
    const rows = ({ scores, strata }: ScoreTable): ScoreTable => {
      return { scores: shared.map((seed) => scores[outcomes.seeds.indexOf(seed)]!), strata }
    }
    const { table, graded } = outcomes
    return { ...outcomes, seeds: shared, table: rows(table), graded: graded && rows(graded) }
  }
  return { own: pick(own), baseline: pick(baseline) }
}

function typesOf(own: Outcomes, baseline: Outcomes | null, label: string): Record<string, TypeScore> {
  const types = [...new Set(own.table.strata)].sort()
  return Object.fromEntries(
    types.map((type) => {
      const part = only(own, type)
      const { mean: estimate, difference } = score(part, baseline && only(baseline, type), `${label} ${type}`)
      return [type, { games: part.games.length, mean: estimate, difference }]
    }),
  )
}

function only(outcomes: Outcomes, type: string): Outcomes {
  const columns = outcomes.table.strata.flatMap((stratum, game) => (stratum === type ? [game] : []))
  const table = {
    scores: outcomes.table.scores.map((row) => columns.map((game) => row[game]!)),
    strata: columns.map(() => type),
  }
  return { ...outcomes, games: columns.map((game) => outcomes.games[game]!), table, graded: null }
}

/** The start, and the first evaluation that reached each share of the budget. */
function curveOf(key: string, runs: readonly CompleteRun[], { study }: StudyPlan): CurvePoint[] {
  const { environmentSteps, evaluations } = study.budget
  return Array.from({ length: evaluations + 1 }, (_, share) => (share * environmentSteps) / evaluations).flatMap(
    (due) => {
      const outcomes = outcomesOf(key, runs, ({ record }) => {
        if (due === 0) return record.evaluations.find((report) => report.iteration === 0) ?? null
        return record.evaluations.find((report) => report.environmentSteps >= due) ?? null
      })
      return outcomes === null ? [] : [{ environmentSteps: due, ...seedMean(outcomes.table.scores.map(mean), true) }]
    },
  )
}

/** `isRate`: the interval is cut to [0, 1]. */
export function seedMean(values: readonly number[], isRate = false): SeedMean {
  const interval = studentInterval(values)
  const inside = (value: number): number => (isRate ? Math.min(1, Math.max(0, value)) : value)
  return { mean: mean(values), interval: interval && [inside(interval[0]), inside(interval[1])], values }
}
