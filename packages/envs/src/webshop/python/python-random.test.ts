import { describe, expect, it } from 'vitest'
import { NumpyRandom } from './numpy-random.ts'
import { PythonRandom } from './python-random.ts'

/** Printed by CPython 3.11: random(), uniform(3.5, 9), sample([10, 20, 30, 40], 2), shuffle(range(10)). */
const CPYTHON: readonly [number, number, number, number[], number[]][] = [
  [0, 0.8444218515250481, 7.668749216171664, [40, 10], [1, 0, 9, 5, 6, 2, 3, 7, 8, 4]],
  [1, 0.13436424411240122, 8.16088555315478, [10, 20], [2, 4, 0, 9, 6, 5, 3, 8, 7, 1]],
  [-1, 0.13436424411240122, 8.16088555315478, [10, 20], [2, 4, 0, 9, 6, 5, 3, 8, 7, 1]],
  [233, 0.6824769139473528, 6.95576116039539, [20, 40], [9, 5, 4, 7, 2, 0, 6, 1, 3, 8]],
  [2 ** 32 - 1, 0.6353574441341173, 4.617599667492426, [30, 40], [1, 8, 7, 0, 9, 3, 2, 4, 6, 5]],
  [2 ** 32, 0.11299430095636409, 5.798058756746106, [10, 40], [4, 8, 2, 3, 6, 1, 0, 7, 5, 9]],
  [2 ** 53 - 1, 0.09425040007102303, 4.725810066902707, [20, 10], [5, 4, 8, 2, 7, 6, 3, 0, 9, 1]],
]

describe('PythonRandom', () => {
  it.each(CPYTHON)('draws what CPython draws under seed %i', (seed, uniform, between, sample, shuffled) => {
    const random = new PythonRandom(seed)
    expect(random.random()).toBe(uniform)
    expect(random.uniform(3.5, 9)).toBe(between)
    expect(random.sample([10, 20, 30, 40], 2)).toEqual(sample)
    const items = Array.from({ length: 10 }, (_, i) => i)
    random.shuffle(items)
    expect(items).toEqual(shuffled)
  })

  it('refuses seeds and samples it cannot repeat', () => {
    for (const seed of [0.5, Number.NaN, 2 ** 53]) expect(() => new PythonRandom(seed)).toThrow(RangeError)
    const random = new PythonRandom(0)
    expect(() => random.sample([1], 2)).toThrow(RangeError)
    expect(() => random.sample(new Array(22).fill(0), 1)).toThrow(RangeError)
    expect(random.sample([], 0)).toEqual([])
  })
})

describe('NumpyRandom', () => {
  it('goes on in one sequence, as numpy does', () => {
    const random = new NumpyRandom(2 ** 32 - 1)
    expect([...random.choice(1000, 5)]).toEqual([94, 405, 819, 632, 217])
    expect([...random.choice(7, 7)]).toEqual([1, 0, 2, 3, 4, 6, 5])
    expect([...random.choice(1, 1)]).toEqual([0])
    expect([...random.choice(0, 0)]).toEqual([])
  })

  it('refuses what numpy refuses', () => {
    for (const seed of [-1, 0.5, 2 ** 32]) expect(() => new NumpyRandom(seed)).toThrow(RangeError)
    for (const [n, count] of [
      [3, 4],
      [3, -1],
      [3.5, 1],
      [2 ** 31, 1],
    ] as const)
      expect(() => new NumpyRandom(0).choice(n, count)).toThrow(RangeError)
  })
})
