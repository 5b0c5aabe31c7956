// The Mersenne Twister both CPython and numpy draw from. It exists for one reason: the original shop draws its prices,
// price caps and goal order with it, so the same task under the same number needs the same words. Everything else in this
// project draws from `RandomKey`s. Source: Matsumoto & Nishimura, "Mersenne Twister", ACM TOMACS 8(1), 1998 (mt19937ar).

const N = 624
const M = 397

export class Mt19937 {
  readonly #state: Uint32Array = new Uint32Array(N)
  #next: number = N

  private constructor() {}

  /** `init_genrand`: seeded by one unsigned 32-bit word, as numpy's `RandomState(seed)` is. */
  static fromWord(seed: number): Mt19937 {
    const generator = new Mt19937()
    const state = generator.#state
    state[0] = seed
    for (let i = 1; i < N; i++) {
      const previous = state[i - 1]! ^ (state[i - 1]! >>> 30)
      state[i] = Math.imul(1812433253, previous) + i
    }
    return generator
  }

  /** `init_by_array`: seeded by unsigned 32-bit words, as CPython's `random.seed(int)` is. */
  static fromWords(key: readonly number[]): Mt19937 {
    const generator = Mt19937.fromWord(19650218)
    const state = generator.#state
    let i = 1
    const advance = (): void => {
      if (++i < N) return
      state[0] = state[N - 1]!
      i = 1
    }
    const mixed = (factor: number): number => Math.imul(state[i - 1]! ^ (state[i - 1]! >>> 30), factor)
    for (let k = 0, j = 0; k < Math.max(N, key.length); k++) {
      state[i] = (state[i]! ^ mixed(1664525)) + key[j]! + j
      j = (j + 1) % key.length
      advance()
    }
    for (let k = 0; k < N - 1; k++) {
      state[i] = (state[i]! ^ mixed(1566083941)) - i
      advance()
    }
    state[0] = 0x80000000
    return generator
  }

  /** The next unsigned 32-bit word. */
  uint32(): number {
    if (this.#next >= N) this.#twist()
    let y = this.#state[this.#next++]!
    y ^= y >>> 11
    y ^= (y << 7) & 0x9d2c5680
    y ^= (y << 15) & 0xefc60000
    return (y ^ (y >>> 18)) >>> 0
  }

  #twist(): void {
    const state = this.#state
    for (let i = 0; i < N; i++) {
      const y = (state[i]! & 0x80000000) | (state[(i + 1) % N]! & 0x7fffffff)
      state[i] = state[(i + M) % N]! ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0)
    }
    this.#next = 0
  }
}
