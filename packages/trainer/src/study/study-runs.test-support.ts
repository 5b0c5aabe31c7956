// A small study written to disk as training would leave it, with outcomes that a test chooses, so that every number of its
// report can be worked out by hand.
import { createRun, type Run, summarizePanel } from '../run-directory/index.ts'
import { type PlannedRun, planStudy, type StudyPlan } from './plan-study.ts'
import { parseStudy } from './study-file.ts'

const RECIPE = `
evaluation: { panels: [{ name: tune, temperature: [1] }, { name: test, temperature: [1] }], selectBest: tune }
`

export const STUDY = `
name: small
question: Which is better?
recipe: any
budget: { environmentSteps: 1000, evaluations: 2 }
seeds: 3
baseline: grpo
variants:
  grpo: { algorithm: { name: grpo } }
  gigpo: { algorithm.norm: mean }
`

export function smallPlan(runsDirectory: string, study: string = STUDY): StudyPlan {
  return planStudy(parseStudy(study, 'small.yaml'), { text: RECIPE, where: 'any.yaml' }, runsDirectory)
}

/** Outcomes of the four games of a panel, 1 or 0: two of type `easy`, two of type `hard`. */
export type Games = readonly [number, number, number, number]

export interface Written {
  /** Outcomes on `test` after 0, 500 and 1000 steps; `tune` has the same. */
  readonly games: readonly Games[]
  /** Success of the rollouts of each of ten iterations; default 0.5. */
  readonly success?: (iteration: number) => number
  /** Iterations written of the ten, of 100 steps each. */
  readonly iterations?: number
  readonly digest?: string
  /** Lost games have a task score of 0.4. */
  readonly graded?: boolean
}

export async function writeRun(planned: PlannedRun, written: Written): Promise<void> {
  const { games, success = () => 0.5, iterations = 10, digest = 'panel', graded = false } = written
  const run: Run = createRun(planned.directory, planned.config)
  const evaluate = (iteration: number, outcomes: Games): void => {
    const tasks = outcomes.map((won, game) => ({
      id: `g${game}`,
      type: game < 2 ? 'easy' : 'hard',
      success: won === 1,
      return: won,
      steps: 1,
      ...(graded ? { score: won === 1 ? 1 : 0.4 } : {}),
      stop: 'truncated' as const,
    }))
    const facts = { temperature: 1, source: 'generated', split: 'x', digest, tasks }
    const panels = ['tune', 'test'].map((panel) => summarizePanel({ panel, ...facts }))
    run.writeEvaluation({ iteration, environmentSteps: 100 * iteration, panels })
  }
  const save = (iteration: number) => run.checkpoint(iteration, async () => {}, {})
  evaluate(0, games[0]!)
  await save(0)
  for (let iteration = 1; iteration <= iterations; iteration++) {
    run.appendMetrics({
      iteration,
      'success/rate': success(iteration),
      'total/environment_steps': 100 * iteration,
      'time/step': 2,
      'time/credit': 0.01,
      'perf/memory_mb': 100 + planned.seed,
      'adv/frac_signal': iteration <= 5 ? 0.8 : 0.4,
      'anchor/groups': planned.variant === 'grpo' ? 0 : 3,
      'anchor/mean_size': planned.variant === 'grpo' ? 0 : iteration,
      ...(planned.variant === 'grpo' ? {} : { 'anchor/rows_from_1': 0.25, 'anchor/rows_from_2': 0.75 }),
    })
    if (iteration === 5) evaluate(5, games[1]!)
    if (iteration === 10) evaluate(10, games[2]!)
  }
  run.event({ kind: 'entropy-collapsed', severity: 'warning', message: 'low', iteration: 3 })
  if (iterations > 0) await save(iterations)
  run.close()
}
