// Data of one pass in as many requests as the server's limits ask for.
export interface ChunkLimits {
  readonly rows: number
  readonly bytes: number
}

/** Consecutive [start, end) within the limits; an item that is larger than the limit goes alone. */
export function chunksOf(sizes: readonly number[], { rows, bytes }: ChunkLimits): [start: number, end: number][] {
  const chunks: [number, number][] = []
  let start = 0
  let total = 0
  for (const [i, size] of sizes.entries()) {
    if (i > start && (i - start >= rows || total + size > bytes)) {
      chunks.push([start, i])
      start = i
      total = 0
    }
    total += size
  }
  if (sizes.length > start) chunks.push([start, sizes.length])
  return chunks
}
