// Lines of a chart: pairs of x and y, bands around them, and what several seeds come to. A gap (`null`) is a value that was not
// measured; a line goes on beyond it only where the next value is.

export interface Line {
  readonly label: string
  /** Ascending. */
  readonly x: readonly number[]
  readonly y: readonly (number | null)[]
  readonly low?: readonly (number | null)[] | undefined
  readonly high?: readonly (number | null)[] | undefined
  /** Before it was smoothed. */
  readonly raw?: readonly (number | null)[] | undefined
}

/** How the points of several lines fall on one axis: `columns[i][j]` is undefined where line i has no point at `x[j]`. */
export interface Aligned {
  readonly x: number[]
  readonly columns: (number | null | undefined)[][]
}

/** Puts columns over different x on the union of them. */
export function alignColumns(
  columns: readonly { readonly x: readonly number[]; readonly y: readonly (number | null)[] }[],
): Aligned {
  const x = [...new Set(columns.flatMap((column) => column.x))].sort((a, b) => a - b)
  const place = new Map(x.map((value, index) => [value, index]))
  return {
    x,
    columns: columns.map((column) => {
      const aligned = new Array<number | null | undefined>(x.length).fill(undefined)
      for (const [index, value] of column.x.entries()) aligned[place.get(value)!] = column.y[index] ?? null
      return aligned
    }),
  }
}

/** Values at ascending places, on the straight lines between neighbours; null outside the line. */
export function resample(line: Pick<Line, 'x' | 'y'>, places: readonly number[]): (number | null)[] {
  const points = line.x.flatMap((x, index) => {
    const y = line.y[index]
    return y === null || y === undefined ? [] : [[x, y] as const]
  })
  let next = 0
  return places.map((at) => {
    while (next < points.length && points[next]![0] < at) next++
    const [before, after] = [points[next - 1], points[next]]
    if (after === undefined) return null
    if (after[0] === at) return after[1]
    if (before === undefined) return null
    return before[1] + ((at - before[0]) / (after[0] - before[0])) * (after[1] - before[1])
  })
}
