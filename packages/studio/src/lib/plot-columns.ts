// Lines as the columns that a plot draws: all on one x, and for each line its band, its raw values where it is smoothed, and
// itself. Drawing needs nothing else, so everything about a chart that can be wrong is here and tested.
import { alignColumns, type Line } from './series.ts'

export interface PlotOptions {
  /** Leaves out what a logarithm has no place for. */
  readonly log?: boolean
  /** Piles the lines on each other, each filled down to the one before. Gaps count as 0. */
  readonly stacked?: boolean
}

interface PlotColumn {
  /** Index of the line. */
  readonly line: number
  readonly role: 'low' | 'high' | 'raw' | 'main'
}

export interface PlotColumns {
  readonly x: number[]
  readonly columns: readonly PlotColumn[]
  /** One for each of `columns`; undefined where a line has no point at this x, null where its value is a gap. */
  readonly data: (number | null | undefined)[][]
}

type Values = readonly (number | null)[]

export function plotColumns(lines: readonly Line[], options: PlotOptions = {}): PlotColumns {
  const { log = false, stacked = false } = options
  const columns: PlotColumn[] = []
  const parts: { x: readonly number[]; y: Values }[] = []
  const add = (line: number, role: PlotColumn['role'], x: readonly number[], y: Values): void => {
    columns.push({ line, role })
    parts.push({ x, y: log ? y.map((value) => (value !== null && value > 0 ? value : null)) : y })
  }
  let pile: number[] = []
  for (const [index, line] of lines.entries()) {
    if (stacked) {
      const below = line.x.map((_, at) => pile[at] ?? 0)
      pile = line.y.map((value, at) => (below[at] ?? 0) + (value ?? 0))
      add(index, 'low', line.x, below)
      add(index, 'main', line.x, pile)
      continue
    }
    if (line.low !== undefined && line.high !== undefined) {
      add(index, 'low', line.x, line.low)
      add(index, 'high', line.x, line.high)
    }
    if (line.raw !== undefined) add(index, 'raw', line.x, line.raw)
    add(index, 'main', line.x, line.y)
  }
  const { x, columns: data } = alignColumns(parts)
  return { x, columns, data }
}

/** The value of a column at a place, or the last one before it; null where there is none. */
export function valueAt(column: readonly (number | null | undefined)[], place: number): number | null {
  for (let index = Math.min(place, column.length - 1); index >= 0; index--) {
    const value = column[index]
    if (value !== undefined && value !== null) return value
  }
  return null
}
