// The band of a learning curve: Student's interval of a mean over few seeds. A percentile bootstrap of three or five values is
// far too narrow (it cannot leave their range); this one is right for normal values and honest about how few there are.
import type { Interval } from './bootstrap.ts'
import { mean, standardDeviation } from './summary.ts'

/** 97.5 % quantiles of Student's t for 1 to 30 degrees of freedom. */
const QUANTILES = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
]
const NORMAL = 1.959963984540054

/** 97.5 % quantile; above 30 degrees of freedom by the first two terms of its expansion around the normal quantile. */
export function studentQuantile(degrees: number): number {
  return QUANTILES[degrees - 1] ?? NORMAL + (NORMAL ** 3 + NORMAL) / (4 * degrees)
}

/** 95 % interval of the mean; null for a single value, which says nothing about its spread. @throws RangeError on an empty list. */
export function studentInterval(values: readonly number[]): Interval | null {
  const centre = mean(values)
  if (values.length === 1) return null
  const half = (studentQuantile(values.length - 1) * standardDeviation(values)) / Math.sqrt(values.length)
  return [centre - half, centre + half]
}
