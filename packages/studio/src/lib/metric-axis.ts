// The x axes of metric charts. The columns of the contract carry all four, so that changing the axis asks for nothing.
import type { MetricColumns } from '../api/contract.ts'
import type { Line } from './series.ts'

export type Axis = 'iteration' | 'steps' | 'tokens' | 'seconds'

export const axes: readonly { readonly name: Axis; readonly title: string }[] = [
  { name: 'iteration', title: 'Iteration' },
  { name: 'steps', title: 'Environment steps' },
  { name: 'tokens', title: 'Tokens' },
  { name: 'seconds', title: 'Wall time, s' },
]

export function parseAxis(text: string | null): Axis {
  return axes.find(({ name }) => name === text)?.name ?? 'iteration'
}

export function axisTitle(axis: Axis): string {
  return axes.find(({ name }) => name === axis)!.title
}

/** One metric over an axis; points whose x is not known are left out. Undefined where the run never wrote the metric. */
export function metricLine(columns: MetricColumns, name: string, axis: Axis, label: string = name): Line | undefined {
  const values = columns.values[name]
  if (values === undefined) return undefined
  const place = axis === 'steps' ? columns.environmentSteps : columns[axis]
  const kept = place.flatMap((x, index) => (x === null ? [] : [index]))
  const pick = <T>(column: readonly T[]): T[] => kept.map((index) => column[index]!)
  const [low, high] = [columns.low?.[name], columns.high?.[name]]
  return {
    label,
    x: pick(place as readonly number[]),
    y: pick(values),
    ...(low === undefined || high === undefined ? {} : { low: pick(low), high: pick(high) }),
  }
}

/** Where an iteration lies on an axis; null where the columns do not say. The nearest earlier point stands for a thinned one. */
export function axisAt(columns: MetricColumns, axis: Axis, iteration: number): number | null {
  if (axis === 'iteration') return iteration
  const index = columns.iteration.findLastIndex((each) => each <= iteration)
  if (index < 0) return 0
  return (axis === 'steps' ? columns.environmentSteps : columns[axis])[index] ?? null
}
