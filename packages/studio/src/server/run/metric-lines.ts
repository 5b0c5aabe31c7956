// metrics.jsonl and supervised.jsonl as columns: one array a name, NaN where a line does not have it. Columns keep a run of
// thousands of iterations small, and thinning them out is a walk along an array.
import { finite, isRecord, whole } from '../files/json-values.ts'
import type { LineReader } from '../files/line-file.ts'

export interface MetricLines extends LineReader {
  readonly iteration: readonly number[]
  /** In order of appearance. */
  readonly names: readonly string[]
  /** undefined: no line has that name. */
  column(name: string): readonly number[] | undefined
  /** Of the last line; undefined where it has none. */
  last(name: string): number | undefined
}

/** Names kept; ours are some 120. */
const MOST_NAMES = 2000

export function createMetricLines(): MetricLines {
  const iteration: number[] = []
  const columns = new Map<string, number[]>()
  return {
    iteration,
    line: (value) => {
      if (!isRecord(value)) return 'this is no line of metrics'
      const at = whole(value.iteration)
      if (at === undefined) return 'the iteration is missing'
      let problem: string | undefined
      const row = iteration.push(at) - 1
      for (const [name, entry] of Object.entries(value)) {
        if (name === 'iteration' || entry === null) continue
        const number = finite(entry)
        if (number === undefined) problem = `${name.slice(0, 80)} is not a number`
        else if (columns.size < MOST_NAMES || columns.has(name)) {
          const column = columns.get(name) ?? []
          columns.set(name, column)
          while (column.length < row) column.push(Number.NaN)
          column.push(number)
        } else problem = `more than ${MOST_NAMES} names`
      }
      return problem
    },
    reset: () => {
      iteration.length = 0
      columns.clear()
    },
    get names() {
      return [...columns.keys()]
    },
    column: (name) => {
      const column = columns.get(name)
      while (column !== undefined && column.length < iteration.length) column.push(Number.NaN)
      return column
    },
    last: (name) => {
      const value = columns.get(name)?.[iteration.length - 1]
      return value === undefined || Number.isNaN(value) ? undefined : value
    },
  }
}
