// Keys and values of the rows being decoded, one array a layer and kind, [row, kvHeads, length, headDim]. The first rows
// are the active ones, so a smaller batch is a prefix of each array and is fed without a copy. The graph returns only the
// newest entries, which are written into place here.
import type { ModelConfig } from '../model/config.ts'

export interface KeyValueCache {
  /** Entries a row can hold; the cache length of the decode graph. */
  readonly length: number
  /** Makes room for `rows` rows of `length` entries; entries of the first `used` rows survive. */
  reserve(rows: number, length: number, used: number): void
  /** Copies entries `start..promptLength-1` of row `source` of a prefill's outputs to the beginning of row `slot`. */
  fill(
    slot: number,
    outputs: Readonly<Record<string, Float32Array>>,
    source: { readonly row: number; readonly start: number; readonly promptLength: number },
  ): void
  /** Writes the newest entry of each row b at `positions[b]`. */
  append(outputs: Readonly<Record<string, Float32Array>>, positions: readonly number[]): void
  /** Copies row `from` over row `to`. */
  move(from: number, to: number): void
  /** Graph inputs for the first `batch` rows. */
  feeds(batch: number): Record<string, Float32Array>
}

export function createKeyValueCache(config: ModelConfig): KeyValueCache {
  const { layers, keyValueHeads: heads, headDim: width } = config
  const names = Array.from({ length: layers }, (_, i) => [`key.${i}`, `value.${i}`]).flat()
  let arrays = new Map<string, Float32Array>(names.map((name) => [name, new Float32Array(0)]))
  let capacity = 0
  let length = 0
  return {
    get length() {
      return length
    },
    reserve(rows, newLength, used) {
      if (rows <= capacity && newLength === length) return
      const newRows = Math.max(rows, used)
      const kept = Math.min(length, newLength) * width
      arrays = new Map(
        names.map((name) => {
          const old = arrays.get(name)!
          const fits = used === 0 && old.length >= newRows * heads * newLength * width
          const fresh = fits ? old : new Float32Array(newRows * heads * newLength * width)
          for (let block = 0; block < used * heads; block++) {
            const from = block * length * width
            fresh.set(old.subarray(from, from + kept), block * newLength * width)
          }
          return [name, fresh]
        }),
      )
      length = newLength
      capacity = Math.floor(arrays.get(names[0]!)!.length / (heads * length * width))
    },
    fill(slot, outputs, { row, start, promptLength }) {
      for (const name of names) {
        const source = outputs[name]!
        const target = arrays.get(name)!
        for (let head = 0; head < heads; head++) {
          const block = (row * heads + head) * promptLength
          const entries = source.subarray((block + start) * width, (block + promptLength) * width)
          target.set(entries, (slot * heads + head) * length * width)
        }
      }
    },
    append(outputs, positions) {
      for (const name of names) {
        const source = outputs[name]!
        const target = arrays.get(name)!
        for (let block = 0; block < positions.length * heads; block++) {
          const to = (block * length + positions[Math.floor(block / heads)]!) * width
          for (let i = 0; i < width; i++) target[to + i] = source[block * width + i]!
        }
      }
    },
    move(from, to) {
      const size = heads * length * width
      for (const array of arrays.values()) array.copyWithin(to * size, from * size, (from + 1) * size)
    },
    feeds(batch) {
      const size = batch * heads * length * width
      return Object.fromEntries(names.map((name) => [`cache.${name}`, arrays.get(name)!.subarray(0, size)]))
    },
  }
}
