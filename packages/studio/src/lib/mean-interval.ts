// The mean of a few seeds and Student's 95 % interval of it. The trainer's comparison computes the same; the pages cannot import
// it, and a test of theirs holds the two together.

/** 97.5 % quantiles of Student's t for 1 to 30 degrees of freedom. */
const QUANTILES = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
]
const NORMAL = 1.959963984540054

export interface MeanInterval {
  readonly mean: number
  /** Null for a single value, which says nothing about its spread. */
  readonly interval: readonly [low: number, high: number] | null
  /** Sample standard deviation (ddof 1); null for a single value. */
  readonly deviation: number | null
  readonly count: number
}

/** Undefined on an empty list. */
export function meanInterval(values: readonly number[]): MeanInterval | undefined {
  const count = values.length
  if (count === 0) return undefined
  const mean = values.reduce((sum, value) => sum + value, 0) / count
  if (count === 1) return { mean, interval: null, deviation: null, count }
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1))
  const degrees = count - 1
  const quantile = QUANTILES[degrees - 1] ?? NORMAL + (NORMAL ** 3 + NORMAL) / (4 * degrees)
  const half = (quantile * deviation) / Math.sqrt(count)
  return { mean, interval: [mean - half, mean + half], deviation, count }
}
