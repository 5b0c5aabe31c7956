// Known answers are the authors' (Random123, kat_vectors, threefry2x32 20). The rest are properties every user relies on.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fold, type RandomKey, RandomStream, rootKey, stream, threefry2x32 } from './random.ts'

function block(key: RandomKey, counter: readonly [number, number]): string[] {
  const out = new Uint32Array(2)
  threefry2x32(key[0], key[1], counter[0], counter[1], out)
  return Array.from(out, (word) => word.toString(16).padStart(8, '0'))
}

describe('threefry2x32', () => {
  it('gives the known answers', () => {
    expect(block([0, 0], [0, 0])).toEqual(['6b200159', '99ba4efe'])
    expect(block([0xffffffff, 0xffffffff], [0xffffffff, 0xffffffff])).toEqual(['1cb996fc', 'bb002be7'])
    expect(block([0x13198a2e, 0x03707344], [0x243f6a88, 0x85a308d3])).toEqual(['c4923a9c', '483df7a0'])
  })
})

describe('keys', () => {
  const part = fc.oneof(fc.string({ maxLength: 6 }), fc.integer({ min: -5, max: 2 ** 40 }))
  const path = fc.array(part, { maxLength: 4 })

  it('are equal for equal paths, different for different paths, and fold part by part', () => {
    fc.assert(
      fc.property(path, path, (a, b) => {
        const root = rootKey(1)
        const same = JSON.stringify(a) === JSON.stringify(b)
        expect(JSON.stringify(fold(root, ...a)) === JSON.stringify(fold(root, ...b))).toBe(same)
        expect(fold(fold(root, ...a), ...b)).toEqual(fold(root, ...a, ...b))
      }),
    )
  })

  it('tell text from numbers and do not collide over many neighbours', () => {
    const keys = new Set<string>()
    for (let i = 0; i < 100; i++) {
      for (let j = 0; j < 100; j++) keys.add(fold(rootKey(0), i, j).join())
      keys.add(fold(rootKey(0), String(i)).join())
      keys.add(fold(rootKey(0), i).join())
      keys.add(rootKey(i).join())
    }
    expect(keys.size).toBe(10_000 + 300)
  })

  it('refuse what is no safe integer', () => {
    expect(() => rootKey(0.5)).toThrow(RangeError)
    expect(() => fold(rootKey(0), Number.NaN)).toThrow(RangeError)
    expect(rootKey(2 ** 32)).not.toEqual(rootKey(0))
    expect(rootKey(-1)).not.toEqual(rootKey(1))
  })
})

describe('RandomStream', () => {
  it('is its key and counter: a stored state goes on', () => {
    const whole = stream(rootKey(3), 'a')
    for (let i = 0; i < 7; i++) whole.uint32()
    const resumed = new RandomStream(whole.key, whole.counter)
    expect(Array.from({ length: 5 }, () => resumed.uniform())).toEqual(Array.from({ length: 5 }, () => whole.uniform()))
  })

  it('is uniform over small integers (chi-square, 15 degrees of freedom, p > 1e-4)', () => {
    const random = stream(rootKey(1), 'uniform')
    const n = 64_000
    const counts = new Array<number>(16).fill(0)
    for (let i = 0; i < n; i++) counts[random.integer(16)]!++
    const chiSquare = counts.reduce((sum, count) => sum + (count - n / 16) ** 2 / (n / 16), 0)
    expect(chiSquare).toBeLessThan(44.3)
  })

  it('has the moments of the uniform and the normal distribution', () => {
    const random = stream(rootKey(2), 'moments')
    const n = 50_000
    const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / n
    const uniform = Array.from({ length: n }, () => random.uniform())
    const normal = Array.from({ length: n }, () => random.normal())
    expect(Math.min(...uniform.slice(0, 1000))).toBeGreaterThanOrEqual(0)
    expect(Math.abs(mean(uniform) - 0.5)).toBeLessThan(5 / Math.sqrt(12 * n))
    expect(Math.abs(mean(normal))).toBeLessThan(5 / Math.sqrt(n))
    expect(Math.abs(mean(normal.map((x) => x * x)) - 1)).toBeLessThan(5 * Math.sqrt(2 / n))
  })

  it('is uncorrelated between neighbouring keys', () => {
    const n = 20_000
    let sum = 0
    for (let i = 0; i < n; i++) {
      sum += (stream(rootKey(4), i).uniform() - 0.5) * (stream(rootKey(4), i + 1).uniform() - 0.5)
    }
    expect(Math.abs((12 * sum) / n)).toBeLessThan(5 / Math.sqrt(n))
  })

  it('shuffles to a permutation and leaves the input alone', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer(), (items, seed) => {
        const before = items.slice()
        const after = stream(rootKey(seed)).shuffle(items)
        expect(items).toEqual(before)
        expect(after.slice().sort((a, b) => a - b)).toEqual(before.sort((a, b) => a - b))
      }),
    )
    const random = stream(rootKey(0))
    const orders = new Set(Array.from({ length: 200 }, () => random.shuffle([0, 1, 2]).join('')))
    expect(orders.size).toBe(6)
  })

  it('refuses empty ranges', () => {
    expect(() => stream(rootKey(0)).integer(0)).toThrow(RangeError)
    expect(() => stream(rootKey(0)).pick([])).toThrow(RangeError)
  })
})
