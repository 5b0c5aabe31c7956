// The format of eval/<iteration>.json: for each panel and temperature every task's outcome, the success rate and its 95 %
// Wilson interval. It holds no clock, so equal policies write equal bytes.
import { GigpoError, messageOf, type StopReason } from '@gigpo/core'
import { z } from 'zod'
import { wilsonInterval } from '../statistics/wilson.ts'

export interface TaskOutcome {
  readonly id: string
  readonly type: string
  readonly success: boolean
  readonly return: number
  readonly steps: number
  readonly stop: StopReason
  /** How well the task was done, from 0 to 1, where the environment says more than whether (`info.task_score`). */
  readonly score?: number
}

/** A panel at one temperature. */
export interface PanelResult {
  readonly panel: string
  readonly temperature: number
  readonly source: string
  readonly split: string
  /** Of the task set played, so that panels can be compared across runs. */
  readonly digest: string
  readonly success: number
  /** 95 % Wilson interval of `success`. */
  readonly interval: readonly [low: number, high: number]
  readonly tasks: readonly TaskOutcome[]
}

export interface EvaluationReport {
  /** Iterations done; 0 is the start. */
  readonly iteration: number
  /** Environment steps taken in training so far. */
  readonly environmentSteps: number
  readonly panels: readonly PanelResult[]
}

const outcomeSchema = z.object({
  id: z.string(),
  type: z.string(),
  success: z.boolean(),
  return: z.number(),
  steps: z.int().min(0),
  stop: z.enum(['terminated', 'truncated', 'context-length', 'error']),
  score: z.number().exactOptional(),
})
const reportSchema: z.ZodType<EvaluationReport> = z.object({
  iteration: z.int().min(0),
  environmentSteps: z.number().min(0),
  panels: z.array(
    z.object({
      panel: z.string(),
      temperature: z.number(),
      source: z.string(),
      split: z.string(),
      digest: z.string(),
      success: z.number(),
      interval: z.tuple([z.number(), z.number()]),
      tasks: z.array(outcomeSchema),
    }),
  ),
})

/** Adds the success rate and its interval to a panel's outcomes. @throws RangeError without outcomes. */
export function summarizePanel(panel: Omit<PanelResult, 'success' | 'interval'>): PanelResult {
  const wins = panel.tasks.filter((task) => task.success).length
  const { tasks, ...facts } = panel
  return { ...facts, success: wins / tasks.length, interval: wilsonInterval(wins, tasks.length), tasks }
}

/** Mean score of a panel's tasks; undefined where the environment gives none. */
export function meanScore(tasks: readonly TaskOutcome[]): number | undefined {
  const scores = tasks.flatMap((task) => task.score ?? [])
  return scores.length < tasks.length ? undefined : scores.reduce((sum, score) => sum + score, 0) / scores.length
}

/** @throws GigpoError `data`. */
export function parseEvaluation(text: string, where: string): EvaluationReport {
  try {
    return reportSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw new GigpoError('data', `not an evaluation report: ${messageOf(cause)}`, { where, cause })
  }
}
