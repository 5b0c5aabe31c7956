// Mean and standard deviation within labelled groups, and the one normalisation all group estimators share:
// (x − mean) / F. Everything is float64 and two-pass: with float32 a group of equal returns divided by the epsilon yields
// noise of order one. Values are shifted by their group's first member, so a group of equal values gives exactly 0.

/** Added to σ before dividing, and the σ below which `stdGuard: 'zero'` calls a group constant. */
const EPSILON = 1e-6

/** F of the GiGPO paper: the standard deviation (`mean_std`) or 1 (`mean`, the leave-one-out estimator up to N/(N−1)). */
export type Norm = 'mean_std' | 'mean'

export interface NormRules {
  readonly norm: Norm
  /** With `mean_std`, a group whose σ ≤ 1e-6 gets 0 (`zero`) or is divided by σ + 1e-6 all the same (`none`). */
  readonly stdGuard: 'zero' | 'none'
  /** A group whose statistic has one entry gets 0, or its raw value as if mean were 0 and σ 1 (`raw`). */
  readonly singleton: 'zero' | 'raw'
}

/** One entry a label. `std` has ddof 1 and is 0 for fewer than two entries. */
export interface GroupStatistics {
  readonly count: Int32Array
  readonly mean: Float64Array
  readonly std: Float64Array
}

/** Statistics of `values` by `label` (0 … labelCount − 1); labels without entries have count 0. Linear time. */
export function groupStatistics(values: Float64Array, label: Int32Array, labelCount: number): GroupStatistics {
  const count = new Int32Array(labelCount)
  const first = new Float64Array(labelCount)
  const mean = new Float64Array(labelCount)
  const std = new Float64Array(labelCount)
  for (let i = 0; i < values.length; i++) {
    const g = label[i]!
    if (count[g]!++ === 0) first[g] = values[i]!
    mean[g]! += values[i]! - first[g]!
  }
  for (let g = 0; g < labelCount; g++) if (count[g]! > 0) mean[g] = first[g]! + mean[g]! / count[g]!
  for (let i = 0; i < values.length; i++) {
    const g = label[i]!
    std[g]! += (values[i]! - mean[g]!) ** 2
  }
  for (let g = 0; g < labelCount; g++) std[g] = count[g]! > 1 ? Math.sqrt(std[g]! / (count[g]! - 1)) : 0
  return { count, mean, std }
}

/** (x − mean) / F of each value against the statistics of its label. */
export function relative(
  values: Float64Array,
  label: Int32Array,
  statistics: GroupStatistics,
  rules: NormRules,
): Float64Array {
  const { count, mean, std } = statistics
  const scale = new Float64Array(count.length)
  const centre = new Float64Array(count.length)
  for (let g = 0; g < count.length; g++) {
    const single = count[g]! < 2
    const constant = rules.stdGuard === 'zero' && std[g]! <= EPSILON
    centre[g] = single ? 0 : mean[g]!
    if (single) scale[g] = rules.singleton === 'zero' ? 0 : rules.norm === 'mean' ? 1 : 1 / (1 + EPSILON)
    else scale[g] = rules.norm === 'mean' ? 1 : constant ? 0 : 1 / (std[g]! + EPSILON)
  }
  const out = new Float64Array(values.length)
  for (let i = 0; i < values.length; i++) {
    const s = scale[label[i]!]!
    if (s !== 0) out[i] = (values[i]! - centre[label[i]!]!) * s
  }
  return out
}
