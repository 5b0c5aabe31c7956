// Tells a person what a training run is doing, from its events: one live line on standard error, a lasting line for each
// evaluation. With --json it is silent and the run's own files are the record.
import {
  createProgress,
  type EvaluationReport,
  type Metrics,
  meanScore,
  type Progress,
  type TrainEvent,
} from '@gigpo/trainer'

export interface Narrator {
  readonly event: (event: TrainEvent) => void
  readonly demonstration: (done: number, total: number) => void
  finish(): void
}

export const silentNarrator: Narrator = { event: () => {}, demonstration: () => {}, finish: () => {} }

const percent = (rate: number): string => `${(100 * rate).toFixed(1)} %`

/** `panel 41.0 % [33.2, 49.3]` for each panel and temperature. */
export function evaluationLines({ panels }: EvaluationReport): string[] {
  return panels.map(({ panel, temperature, success, interval, tasks }) => {
    const [low, high] = interval.map((x) => (100 * x).toFixed(1))
    const score = meanScore(tasks)
    const scored = score === undefined ? '' : `, mean score ${(100 * score).toFixed(1)}`
    return `${panel} at temperature ${temperature}: ${percent(success)} of ${tasks.length} tasks [${low}, ${high}]${scored}`
  })
}

export interface NarratorOptions {
  /** What the length of the training is counted in. */
  readonly unit: 'iteration' | 'environment steps'
  readonly total: number
  /** Done before this process. */
  readonly start: number
}

export function createNarrator({ unit, total: length, start }: NarratorOptions): Narrator {
  let line: { readonly key: string; readonly progress: Progress } | undefined
  const on = (key: string, total: number, start = 0): Progress => {
    if (line?.key === key) return line.progress
    line?.progress.finish()
    line = { key, progress: createProgress({ label: key, total, start }) }
    return line.progress
  }
  let last = ''
  let trained = start
  const training = (): Progress => on(unit, length, start)
  return {
    demonstration: (done, total) => on('demonstrations', total).update(done),
    event: (event) => {
      if (event.kind === 'phase') {
        const { phase, done, total, label } = event
        if (phase === 'evaluation') on(`evaluating ${label ?? ''}`, total).update(done)
        else if (phase === 'supervised') on('supervised start', total).update(done, last)
        else training().update(trained, `${phase} ${done}/${total}  ${last}`)
      } else if (event.kind === 'supervised-step') {
        last = `loss ${number(event.metrics, 'loss/train', 3)}`
      } else if (event.kind === 'iteration-end') {
        last = summary(event.metrics)
        trained = event.metrics[unit === 'iteration' ? 'iteration' : 'total/environment_steps'] ?? trained
        training().update(trained, last)
      } else if (event.kind === 'alarm') {
        line?.progress.finish()
        line = undefined
        process.stderr.write(`iteration ${event.event.iteration}: ${event.event.kind}: ${event.event.message}\n`)
      } else if (event.kind === 'evaluation-end') {
        line?.progress.finish()
        line = undefined
        last = ''
        for (const text of evaluationLines(event.report))
          process.stderr.write(`iteration ${event.report.iteration}: ${text}\n`)
      }
    },
    finish: () => line?.progress.finish(),
  }
}

const number = (metrics: Metrics, name: string, digits: number): string => {
  const value = metrics[name]
  return typeof value === 'number' ? value.toFixed(digits) : '-'
}

function summary(metrics: Metrics): string {
  const success = metrics['success/rate']
  const rate = typeof success === 'number' ? percent(success) : '-'
  const score = metrics['score/mean'] === undefined ? '' : `  score ${number(metrics, 'score/mean', 2)}`
  return `success ${rate}${score}  valid ${number(metrics, 'action/valid_rate', 2)}  entropy ${number(metrics, 'policy/entropy', 2)}`
}
