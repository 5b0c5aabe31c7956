// What a chart is given: columns of at most so many points. Where lines are thinned out, a point stands for neighbouring
// lines: their mean, and beside it their extremes, so that no peak is lost.
import type { MetricColumns } from '../../api/contract.ts'
import type { MetricLines } from './metric-lines.ts'

export const MAX_POINTS = 3000

type Column = readonly (number | null)[]

/** `names` undefined: all of them. Names that no line has are left out. */
export function metricColumns(lines: MetricLines, names: readonly string[] | undefined, points: number): MetricColumns {
  const size = lines.iteration.length
  const count = Math.min(size, Math.max(1, Math.min(points, MAX_POINTS)))
  const thinned = count < size
  /** The lines of a point: [from, to). */
  const from = (point: number): number => Math.floor((point * size) / count)
  const last = (column: readonly number[]): Column =>
    Array.from({ length: count }, (_, point) => orNull(column[from(point + 1) - 1]!))
  const over = (column: readonly number[], combine: (values: readonly number[]) => number): Column =>
    Array.from({ length: count }, (_, point) => {
      const values = column.slice(from(point), from(point + 1)).filter((value) => !Number.isNaN(value))
      return values.length === 0 ? null : combine(values)
    })
  const chosen = [...new Set(names ?? lines.names)].flatMap((name) => {
    const column = lines.column(name)
    return column === undefined ? [] : [[name, column] as const]
  })
  const each = (make: (column: readonly number[]) => Column): Record<string, Column> =>
    Object.fromEntries(chosen.map(([name, column]) => [name, make(column)]))
  return {
    iteration: last(lines.iteration) as readonly number[],
    environmentSteps: last(lines.column('total/environment_steps') ?? absent(size)),
    tokens: last(tokensSoFar(lines)),
    seconds: last(sumSoFar(lines.column('time/step') ?? absent(size))),
    values: each((column) => over(column, mean)),
    ...(thinned ? { low: each((column) => over(column, (v) => Math.min(...v))) } : {}),
    ...(thinned ? { high: each((column) => over(column, (v) => Math.max(...v))) } : {}),
    lines: size,
  }
}

/** Tokens played since the start: the rate of an iteration times its seconds. */
function tokensSoFar(lines: MetricLines): number[] {
  const size = lines.iteration.length
  const rate = lines.column('perf/tokens_per_s') ?? absent(size)
  const seconds = lines.column('time/step') ?? absent(size)
  return sumSoFar(rate.map((perSecond, line) => Math.round(perSecond * seconds[line]!)))
}

/** Running sums; lines without the number count as nothing, and are absent until one has it. */
function sumSoFar(column: readonly number[]): number[] {
  let sum = Number.NaN
  return column.map((value) => {
    if (!Number.isNaN(value)) sum = (Number.isNaN(sum) ? 0 : sum) + value
    return sum
  })
}

function absent(size: number): number[] {
  return new Array<number>(size).fill(Number.NaN)
}

function orNull(value: number): number | null {
  return Number.isFinite(value) ? value : null
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
