// Spearman's rank correlation, which is Pearson's of the ranks, with the mean rank for equal values.

/** Values that differ by less are called equal: sums in another order are no difference of rank. */
const RESOLUTION = 1e-9

/** Ranks 0 … n − 1; equal values share the mean of theirs. */
export function ranks(values: Float64Array): Float64Array {
  const rounded = values.map((value) => Math.round(value / RESOLUTION))
  const sorted = rounded.slice().sort()
  const rankOf = new Map<number, number>()
  for (let start = 0; start < sorted.length; ) {
    let end = start
    while (end < sorted.length && sorted[end] === sorted[start]) end++
    rankOf.set(sorted[start]!, (start + end - 1) / 2)
    start = end
  }
  return rounded.map((value) => rankOf.get(value)!)
}

/** Of two lists of ranks, in [−1, 1]; 0 where one side has no spread. */
export function spearman(x: Float64Array, y: Float64Array): number {
  const middle = (x.length - 1) / 2
  let product = 0
  let squareX = 0
  let squareY = 0
  for (let i = 0; i < x.length; i++) {
    product += (x[i]! - middle) * (y[i]! - middle)
    squareX += (x[i]! - middle) ** 2
    squareY += (y[i]! - middle) ** 2
  }
  return squareX === 0 || squareY === 0 ? 0 : product / Math.sqrt(squareX * squareY)
}
