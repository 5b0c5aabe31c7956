// Smoothing as in TensorBoard: an exponential moving average whose start is corrected for having nothing before it (Kingma and
// Ba 2015, section 3), so that the first point is the first value and not a part of it.
import type { Line } from './series.ts'

/** `weight` in [0, 1) is what is kept of the past at each value; 0 changes nothing. Gaps stay gaps and do not count as values. */
export function smooth(values: readonly (number | null)[], weight: number): (number | null)[] {
  let average = 0
  let seen = 0
  return values.map((value) => {
    if (value === null || !Number.isFinite(value)) return value
    average = weight * average + (1 - weight) * value
    seen++
    return average / (1 - weight ** seen)
  })
}

/** The line smoothed, its band with it, and what it was before as `raw`. Weight 0 changes nothing. */
export function smoothLine(line: Line, weight: number): Line {
  if (weight === 0) return line
  const { low, high } = line
  const band = low === undefined || high === undefined ? {} : { low: smooth(low, weight), high: smooth(high, weight) }
  return { ...line, ...band, y: smooth(line.y, weight), raw: line.y }
}
