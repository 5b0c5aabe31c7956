// What the calculation needs of a run directory: every panel of every evaluation, and which panel chose the checkpoint.

import { type MeasuredSuccess, measuredSuccess, type PanelChoice } from '@gigpo/studio/value'
import { readEvaluations, readRunConfig } from '@gigpo/trainer'

/** @throws GigpoError `missing-data`, `data` or `usage`. */
export function measureRun(directory: string, choice: PanelChoice): MeasuredSuccess {
  const { config } = readRunConfig(directory)
  const panels = readEvaluations(directory).flatMap(({ iteration, panels }) =>
    panels.map(({ tasks, ...facts }) => ({ ...facts, iteration, tasks: tasks.length })),
  )
  return measuredSuccess({ run: directory, panels, selectBest: config.evaluation.selectBest }, choice)
}
