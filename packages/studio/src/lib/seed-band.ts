// Several runs of one configuration as one line: the mean over seeds, and around it Student's 95 % interval or the extremes.
// Seeds are compared at equal x: where a run has no point there, its straight line between neighbours counts; where it has
// ended it does not, and the band stops where fewer than all seeds are left, because a mean over other runs is another mean. Lines
// are smoothed before, so that the interval is that of the curves that are shown.
import { meanInterval } from './mean-interval.ts'
import { type Line, resample } from './series.ts'

export type BandKind = 'interval' | 'range'

export interface SeedBand extends Line {
  readonly seeds: number
}

/** Of at least one line. A single line is its own mean, without a band. */
export function seedBand(label: string, lines: readonly Line[], kind: BandKind): SeedBand {
  const first = lines[0]
  if (lines.length === 1 && first !== undefined) return { label, x: first.x, y: first.y, raw: first.raw, seeds: 1 }
  const points = [...new Set(lines.flatMap((line) => line.x))].sort((a, b) => a - b)
  const resampled = lines.map((line) => resample(line, points))
  const before = lines.map((line) => resample({ x: line.x, y: line.raw ?? line.y }, points))
  const x: number[] = []
  const y: number[] = []
  const raw: number[] = []
  const low: (number | null)[] = []
  const high: (number | null)[] = []
  for (const [index, at] of points.entries()) {
    const values = resampled.map((column) => column[index] ?? null).filter((value) => value !== null)
    const summary = values.length === lines.length ? meanInterval(values) : undefined
    if (summary === undefined) continue
    x.push(at)
    y.push(summary.mean)
    raw.push(before.reduce((sum, column) => sum + (column[index] ?? 0), 0) / lines.length)
    low.push(kind === 'range' ? Math.min(...values) : (summary.interval?.[0] ?? null))
    high.push(kind === 'range' ? Math.max(...values) : (summary.interval?.[1] ?? null))
  }
  const smoothed = lines.some((line) => line.raw !== undefined)
  return { label, x, y, low, high, ...(smoothed ? { raw } : {}), seeds: lines.length }
}
