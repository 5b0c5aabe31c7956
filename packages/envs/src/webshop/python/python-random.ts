// CPython's `random.Random` for the calls the original shop makes: `uniform`, `sample` of a short list and `shuffle`, each
// drawing the same words in the same order (Lib/random.py and Modules/_randommodule.c, Python 3.8 to 3.12).
import { Mt19937 } from './mt19937.ts'

export class PythonRandom {
  readonly #words: Mt19937

  /** @throws RangeError unless `seed` is a safe integer. As in Python, `-seed` gives the same numbers as `seed`. */
  constructor(seed: number) {
    if (!Number.isSafeInteger(seed)) throw new RangeError(`seed must be a safe integer, received ${seed}`)
    const size = Math.abs(seed)
    const high = Math.floor(size / 2 ** 32)
    this.#words = Mt19937.fromWords(high === 0 ? [size] : [size % 2 ** 32, high])
  }

  /** Uniform in [0, 1) with 53 random bits. */
  random(): number {
    const high = this.#words.uint32() >>> 5
    const low = this.#words.uint32() >>> 6
    return (high * 67108864 + low) / 9007199254740992
  }

  uniform(low: number, high: number): number {
    return low + (high - low) * this.random()
  }

  /** `count` different elements in drawn order. @throws RangeError outside 0 ≤ count ≤ length ≤ 21 (Python's other branch). */
  sample<T>(items: readonly T[], count: number): T[] {
    if (!(count >= 0 && count <= items.length && items.length <= 21))
      throw new RangeError(`sample needs count ≤ length ≤ 21, received ${count} of ${items.length}`)
    const pool = items.slice()
    const out: T[] = []
    for (let left = pool.length; out.length < count; left--) {
      const at = this.#below(left)
      out.push(pool[at]!)
      pool[at] = pool[left - 1]!
    }
    return out
  }

  /** Shuffles in place. */
  shuffle(items: unknown[]): void {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.#below(i + 1)
      const swap = items[i]
      items[i] = items[j]
      items[j] = swap
    }
  }

  /** Uniform integer in [0, n), 1 ≤ n < 2^32: the top bits of a word until they are small enough. */
  #below(n: number): number {
    const shift = Math.clz32(n)
    for (;;) {
      const value = this.#words.uint32() >>> shift
      if (value < n) return value
    }
  }
}
