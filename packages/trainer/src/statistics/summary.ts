// Plain summaries of a list of numbers. None of them accepts an empty list: a missing number is for the caller to show.

/** @throws RangeError on an empty list. */
export function mean(values: readonly number[]): number {
  assertFilled(values)
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Sample standard deviation (divisor n - 1); 0 for one value. @throws RangeError on an empty list. */
export function standardDeviation(values: readonly number[]): number {
  const centre = mean(values)
  if (values.length === 1) return 0
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1))
}

/** Linear interpolation between order statistics (numpy's default), 0 ≤ fraction ≤ 1. @throws RangeError. */
export function percentile(values: readonly number[], fraction: number): number {
  assertFilled(values)
  if (!(fraction >= 0 && fraction <= 1)) throw new RangeError(`expected a fraction from 0 to 1, received ${fraction}`)
  return percentileOfSorted(Float64Array.from(values).sort(), fraction)
}

export function percentileOfSorted(sorted: ArrayLike<number>, fraction: number): number {
  const place = fraction * (sorted.length - 1)
  const low = Math.floor(place)
  const below = sorted[low]!
  const above = sorted[Math.min(low + 1, sorted.length - 1)]!
  return below + (above - below) * (place - low)
}

/**
 * Mean of the middle half (Agarwal et al., "Deep RL at the edge of the statistical precipice", 2021): the values outside
 * the quartiles are left out, those on the border of the middle half count by the part inside it.
 * @throws RangeError on an empty list.
 */
export function interquartileMean(values: readonly number[]): number {
  assertFilled(values)
  const sorted = Float64Array.from(values).sort()
  const [low, high] = [sorted.length / 4, (3 * sorted.length) / 4]
  let sum = 0
  for (const [index, value] of sorted.entries())
    sum += value * Math.max(0, Math.min(index + 1, high) - Math.max(index, low))
  return sum / (high - low)
}

function assertFilled(values: readonly number[]): void {
  if (values.length === 0) throw new RangeError('expected at least one value, received none')
}
