// The report of a study, from its plan and its run directories alone. Only complete runs enter; the others are listed.
import { configDifferences, configDigest } from '../config/index.ts'
import { panelReports, seedMean } from './panel-report.ts'
import type { StudyPlan } from './plan-study.ts'
import type { StudyReport, VariantReport } from './report-data.ts'
import { type CompleteRun, readStudyRuns, type StudyRuns } from './study-runs.ts'
import { alarmCounts, costReport, phaseReports, trainingReport } from './training-report.ts'

/** @throws GigpoError `data` when a run is damaged, has another configuration or played other games. */
export function studyReport(plan: StudyPlan): StudyReport {
  const runs = readStudyRuns(plan)
  const { study } = plan
  const { config } = plan.runs.find(({ variant }) => variant === study.baseline)!
  return {
    format: 1,
    study: {
      name: study.name,
      question: study.question,
      recipe: study.recipe,
      budget: study.budget.environmentSteps,
      evaluations: study.budget.evaluations,
      seeds: study.seeds,
      baseline: study.baseline,
      environment: config.environment.name,
      tuning: config.evaluation.selectBest,
      supervised: config.supervised !== null,
    },
    runs: runs.statuses.map(({ planned: { name, variant, seed }, state, environmentSteps }) => {
      return { name, variant, seed, state, environmentSteps }
    }),
    variants: [...runs.complete].map(([name, complete]) => variantReport(plan, name, complete, runs)),
    panels: panelReports(plan, runs),
    cost: Object.fromEntries([...runs.complete].map(([name, complete]) => [name, costReport(complete)])),
  }
}

function variantReport(
  { study, runs }: StudyPlan,
  name: string,
  complete: readonly CompleteRun[],
  all: StudyRuns,
): VariantReport {
  const configOf = (variant: string) => runs.find((run) => run.variant === variant)!.config
  const config = configOf(name)
  const budget = study.budget.environmentSteps
  const over = (read: (run: CompleteRun) => number) => (complete.length === 0 ? null : seedMean(complete.map(read)))
  const baseline = name === study.baseline ? null : (all.complete.get(study.baseline) ?? [])
  return {
    name,
    algorithm: config.algorithm.name,
    digest: configDigest(config, ['seed']),
    differences: configDifferences(configOf(study.baseline), config).filter(({ path }) => path !== 'name'),
    seeds: complete.map(({ planned }) => planned.seed),
    iterations: over(({ record }) => record.iterations),
    environmentSteps: over(({ record }) => record.environmentSteps),
    training: trainingReport(complete, baseline, budget),
    phases: complete.length === 0 ? [] : phaseReports(complete, budget),
    alarms: alarmCounts(complete),
  }
}
