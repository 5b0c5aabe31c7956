// Graphs have static shapes, so every size is rounded up to one of few: the finer the buckets the less padding is computed,
// the coarser the fewer graphs are compiled. Rows are cut into chunks of neighbouring lengths, so almost no row pads far.

/** Smallest bucket ≥ length: multiples of 16 up to 128, of 32 up to 256, of 64 beyond. */
export function lengthBucket(length: number): number {
  const unit = length <= 128 ? 16 : length <= 256 ? 32 : 64
  return Math.max(1, Math.ceil(length / unit)) * unit
}

/** Completion lengths: multiples of 4 up to 16, of 8 up to 32, then as `lengthBucket`. */
export function completionBucket(length: number): number {
  if (length > 32) return lengthBucket(length)
  const unit = length <= 16 ? 4 : 8
  return Math.max(1, Math.ceil(length / unit)) * unit
}

/** Batch sizes 1, 2, 4, 8, then also 3/4 of the next power of two: 12, 16, 24, 32, 48, 64 … */
export function batchBucket(rows: number): number {
  const power = 2 ** Math.ceil(Math.log2(Math.max(1, rows)))
  return power >= 16 && rows <= power * 0.75 ? power * 0.75 : power
}

/** Batch sizes 1, 4, 16, 64 …: for graphs that are dear to compile or to hold. */
export function coarseBatchBucket(rows: number): number {
  return 4 ** Math.ceil(Math.log2(Math.max(1, rows)) / 2)
}

/** Multiples of 256, likewise. */
export function coarseLengthBucket(length: number): number {
  return Math.max(1, Math.ceil(length / 256)) * 256
}

/** Consecutive chunks of `size` items, the last one shorter. */
export function chunks<T>(items: readonly T[], size: number): T[][] {
  const out: T[][] = []
  for (let i = 0; i < items.length; i += size) out.push(items.slice(i, i + size))
  return out
}
