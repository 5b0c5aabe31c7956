// Whitening over a whole batch, which estimators without groups use for their scale: (x − mean) / √(variance + 1e-8), with
// each value counted as often as it stands for tokens, as token-level trainers do. Variance has ddof 1. Values are shifted
// by the first counted one, so that equal values give exactly 0.

/** Under the root, so that equal values are divided by 1e-4 and not by 0. */
const EPSILON = 1e-8

/**
 * One entry a value; `weights` (default 1 each) say how often it counts, and a value of weight 0 is still transformed. A
 * total weight of 1 or less has no variance: all 0.
 */
export function whitened(values: Float64Array, weights?: ArrayLike<number>): Float64Array {
  const weightOf = (i: number): number => weights?.[i] ?? 1
  const out = new Float64Array(values.length)
  let count = 0
  let first = 0
  let shifted = 0
  for (let i = 0; i < values.length; i++) {
    if (weightOf(i) === 0) continue
    if (count === 0) first = values[i]!
    count += weightOf(i)
    shifted += weightOf(i) * (values[i]! - first)
  }
  if (count <= 1) return out
  const mean = shifted / count
  let squares = 0
  for (let i = 0; i < values.length; i++) squares += weightOf(i) * (values[i]! - first - mean) ** 2
  const scale = 1 / Math.sqrt(squares / (count - 1) + EPSILON)
  for (let i = 0; i < out.length; i++) out[i] = (values[i]! - first - mean) * scale
  return out
}
