// Counter-based random numbers by named key. A key is 64 bits; `fold` derives a child key from names and numbers
// (run seed, iteration, task, member, step), so any draw can be repeated without the draws before it and the order in
// which work finishes changes nothing. The generator is Threefry-2x32 with 20 rounds (Salmon et al., "Parallel random
// numbers: as easy as 1, 2, 3", SC 2011), checked against the authors' known-answer vectors.

/** 64 bits as two unsigned 32-bit words. Plain data: it crosses worker threads and JSON. */
export type RandomKey = readonly [hi: number, lo: number]

const ROTATIONS = [13, 15, 26, 6, 17, 29, 16, 24] as const

/** One Threefry-2x32-20 block: counter (x0, x1) under key (k0, k1), all unsigned 32-bit. Writes two words to `out`. */
export function threefry2x32(k0: number, k1: number, x0: number, x1: number, out: Uint32Array): void {
  const k2 = 0x1bd11bda ^ k0 ^ k1
  let a = (x0 + k0) | 0
  let b = (x1 + k1) | 0
  for (let group = 0; group < 5; group++) {
    const base = (group & 1) * 4
    for (let i = 0; i < 4; i++) {
      const r = ROTATIONS[base + i]!
      a = (a + b) | 0
      b = ((b << r) | (b >>> (32 - r))) ^ a
    }
    const s = group + 1
    a = (a + (s % 3 === 0 ? k0 : s % 3 === 1 ? k1 : k2)) | 0
    b = (b + ((s + 1) % 3 === 0 ? k0 : (s + 1) % 3 === 1 ? k1 : k2) + s) | 0
  }
  out[0] = a
  out[1] = b
}

const scratch = new Uint32Array(2)

function mix(key: RandomKey, x0: number, x1: number): RandomKey {
  threefry2x32(key[0], key[1], x0, x1, scratch)
  return [scratch[0]!, scratch[1]!]
}

/** The root key of a run. `seed` is any safe integer. @throws RangeError otherwise. */
export function rootKey(seed: number): RandomKey {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed must be a safe integer, received ${seed}`)
  return mix([0x67696770, 0x6f000001], seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0)
}

/** A child key: names and integers are folded in one after another. Strings and numbers never collide. */
export function fold(key: RandomKey, ...path: readonly (string | number)[]): RandomKey {
  let current = key
  for (const part of path) {
    if (typeof part === 'number') {
      if (!Number.isSafeInteger(part)) throw new RangeError(`key part must be a safe integer, received ${part}`)
      current = mix(mix(current, part >>> 0, Math.floor(part / 2 ** 32) >>> 0), 0, 1)
    } else {
      for (let i = 0; i < part.length; i += 2) {
        current = mix(current, part.charCodeAt(i), i + 1 < part.length ? part.charCodeAt(i + 1) + 1 : 0)
      }
      current = mix(current, part.length, 2)
    }
  }
  return current
}

/** A sequence of draws from one key. Its whole state is (key, counter), so it can be stored and resumed. */
export class RandomStream {
  readonly key: RandomKey
  counter: number
  readonly #block: Uint32Array = new Uint32Array(2)

  constructor(key: RandomKey, counter = 0) {
    this.key = key
    this.counter = counter
  }

  /** Unsigned 32-bit. */
  uint32(): number {
    const block = Math.floor(this.counter / 2)
    threefry2x32(this.key[0], this.key[1], block >>> 0, Math.floor(block / 2 ** 32) >>> 0, this.#block)
    return this.#block[this.counter++ % 2]!
  }

  /** Uniform in [0, 1) with 53 random bits. */
  uniform(): number {
    const high = this.uint32() >>> 5
    const low = this.uint32() >>> 6
    return (high * 67108864 + low) / 9007199254740992
  }

  /** Uniform integer in [0, n), without modulo bias. @throws RangeError unless 1 ≤ n ≤ 2^32. */
  integer(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > 2 ** 32)
      throw new RangeError(`integer(n) needs 1 ≤ n ≤ 2^32, received ${n}`)
    const limit = 2 ** 32 - (2 ** 32 % n)
    for (;;) {
      const value = this.uint32()
      if (value < limit) return value % n
    }
  }

  /** Standard normal (Box–Muller, one value a call so that the counter alone is the state). */
  normal(): number {
    const u = 1 - this.uniform()
    return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * this.uniform())
  }

  /** One element. @throws RangeError on an empty list. */
  pick<T>(items: readonly T[]): T {
    return items[this.integer(items.length)]!
  }

  /** A shuffled copy (Fisher–Yates). */
  shuffle<T>(items: readonly T[]): T[] {
    const out = items.slice()
    for (let i = out.length - 1; i > 0; i--) {
      const j = this.integer(i + 1)
      const swap = out[i]!
      out[i] = out[j]!
      out[j] = swap
    }
    return out
  }
}

/** A stream under a child key: `stream(root, 'rollout', iteration, task)`. */
export function stream(key: RandomKey, ...path: readonly (string | number)[]): RandomStream {
  return new RandomStream(fold(key, ...path))
}
