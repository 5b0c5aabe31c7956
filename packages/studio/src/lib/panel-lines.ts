// Evaluations over training: one line for each panel and temperature, with its 95 % interval.
import type { MetricColumns, PanelOutcomes } from '../api/contract.ts'
import { type Axis, axisAt } from './metric-axis.ts'
import { panelLabel } from './run-table.ts'
import type { Line } from './series.ts'

/** `columns` tells where an iteration lies on axes that evaluations do not carry themselves. */
export function panelLines(
  evaluations: readonly PanelOutcomes[],
  columns: MetricColumns | undefined,
  axis: Axis,
): Line[] {
  const byPanel = new Map<string, PanelOutcomes[]>()
  for (const evaluation of evaluations) {
    const label = panelLabel(evaluation)
    byPanel.set(label, [...(byPanel.get(label) ?? []), evaluation])
  }
  const place = ({ iteration, environmentSteps }: PanelOutcomes): number | null => {
    if (axis === 'iteration') return iteration
    if (axis === 'steps') return environmentSteps
    return columns === undefined ? null : axisAt(columns, axis, iteration)
  }
  return [...byPanel].map(([label, played]) => {
    const kept = played.flatMap((each) => {
      const x = place(each)
      return x === null ? [] : [{ ...each, x }]
    })
    return {
      label,
      x: kept.map((each) => each.x),
      y: kept.map((each) => each.success),
      low: kept.map((each) => each.interval[0]),
      high: kept.map((each) => each.interval[1]),
    }
  })
}
