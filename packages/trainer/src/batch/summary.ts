// Small statistics of metric lines. An empty list has no mean: the key is then left out of the metrics.

/** Values by metric name, as in docs/metrics.md. */
export type MetricValues = Record<string, number>

export function mean(values: readonly number[] | Float64Array): number {
  let sum = 0
  for (const value of values) sum += value
  return sum / values.length
}

/** Population standard deviation (ddof 0): it describes the batch, it estimates nothing. */
export function deviation(values: readonly number[]): number {
  const centre = mean(values)
  return Math.sqrt(mean(values.map((value) => (value - centre) ** 2)))
}

/** `prefix_mean`, `prefix_p90` (nearest rank) and `prefix_max`. */
export function spread(prefix: string, values: readonly number[]): MetricValues {
  if (values.length === 0) return {}
  const sorted = values.slice().sort((a, b) => a - b)
  return {
    [`${prefix}_mean`]: mean(values),
    [`${prefix}_p90`]: sorted[Math.ceil(0.9 * sorted.length) - 1]!,
    [`${prefix}_max`]: sorted.at(-1)!,
  }
}
