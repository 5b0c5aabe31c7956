// The success rate of the calculation: one panel of one evaluation of a run, never a number somebody typed. Unless asked
// otherwise it is the latest evaluation, and a panel that did not choose the checkpoint: the tuning panel's rate is optimistic.
import { GigpoError } from '@gigpo/core'
import type { PanelSummary } from '../../api/contract.ts'

export interface MeasuredSuccess {
  readonly run: string
  readonly panel: string
  readonly temperature: number
  readonly iteration: number
  /** Tasks played. */
  readonly tasks: number
  readonly success: number
  /** 95 % Wilson interval. */
  readonly interval: readonly [low: number, high: number]
  /** Digest of the task set played. */
  readonly digest: string
  /** The panel chose the run's best checkpoint. */
  readonly tuning: boolean
}

export interface PanelChoice {
  readonly panel?: string | undefined
  readonly temperature?: number | undefined
  readonly iteration?: number | undefined
}

export interface Evaluated {
  readonly run: string
  /** Of all evaluations. */
  readonly panels: readonly PanelSummary[]
  /** The panel that chooses the best checkpoint; null: none. */
  readonly selectBest: string | null
}

/** @throws GigpoError `missing-data` without an evaluation, `usage` where the choice is not there, naming what is. */
export function measuredSuccess({ run, panels, selectBest }: Evaluated, choice: PanelChoice = {}): MeasuredSuccess {
  if (panels.length === 0) {
    throw new GigpoError('missing-data', 'this run has no evaluation, so no success rate was measured', {
      where: run,
      remedy: `Train with evaluation.panels in the recipe (docs/recipes.md); evaluations are then in ${run}/eval.`,
    })
  }
  const names = [...new Set(panels.map(({ panel }) => panel))]
  const panel = choice.panel ?? names.findLast((name) => name !== selectBest) ?? names.at(-1)!
  const ofPanel = panels.filter((summary) => summary.panel === panel)
  if (ofPanel.length === 0) refuse(run, 'panel', panel, names)
  const temperature = choice.temperature ?? ofPanel[0]!.temperature
  const played = ofPanel.filter((summary) => summary.temperature === temperature)
  if (played.length === 0) {
    refuse(run, 'temperature', temperature, [...new Set(ofPanel.map((summary) => summary.temperature))])
  }
  const iterations = played.map((summary) => summary.iteration)
  const iteration = choice.iteration ?? Math.max(...iterations)
  const found = played.find((summary) => summary.iteration === iteration)
  if (found === undefined) return refuse(run, 'iteration', iteration, iterations)
  const { tasks, success, interval, digest } = found
  return { run, panel, temperature, iteration, tasks, success, interval, digest, tuning: panel === selectBest }
}

function refuse(run: string, what: string, received: string | number, there: readonly (string | number)[]): never {
  throw new GigpoError('usage', `no evaluation with ${what} ${received}`, {
    where: run,
    remedy: `There is ${what} ${there.join(', ')}.`,
  })
}
