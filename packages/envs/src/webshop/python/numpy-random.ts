// numpy's legacy `RandomState(seed).choice(n, count, replace=False)`: with it the verl-agent protocol picks the goals of each
// reset, so a run can be compared task by task. Source: numpy/random/mtrand.pyx and distributions.c (`random_interval`).
import { Mt19937 } from './mt19937.ts'

export class NumpyRandom {
  readonly #words: Mt19937

  /** @throws RangeError unless 0 ≤ seed < 2^32. */
  constructor(seed: number) {
    if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32)
      throw new RangeError(`seed must be an integer from 0 to 2^32 - 1, received ${seed}`)
    this.#words = Mt19937.fromWord(seed)
  }

  /** `count` different positions below `n`, in drawn order. Each call goes on in the same sequence. @throws RangeError unless 0 ≤ count ≤ n < 2^31. */
  choice(n: number, count: number): Int32Array {
    if (!(Number.isInteger(n) && Number.isInteger(count) && count >= 0 && count <= n && n < 2 ** 31))
      throw new RangeError(`choice needs 0 ≤ count ≤ n, received ${count} of ${n}`)
    const order = Int32Array.from({ length: n }, (_, i) => i)
    for (let i = n - 1; i > 0; i--) {
      const j = this.#upTo(i)
      const swap = order[i]!
      order[i] = order[j]!
      order[j] = swap
    }
    return order.slice(0, count)
  }

  /** Uniform integer in [0, max]: the low bits of a word until they are small enough. */
  #upTo(max: number): number {
    const mask = 2 ** (32 - Math.clz32(max)) - 1
    for (;;) {
      const value = (this.#words.uint32() & mask) >>> 0
      if (value <= max) return value
    }
  }
}
