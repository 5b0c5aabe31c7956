// Sessions: results, errors that name the input, and memory that stays flat over runs and evictions.
import { GigpoError } from '@gigpo/core'
import { expect, test } from 'vitest'
import { add } from '../graph/operators/elementwise.ts'
import { input } from '../graph/operators/leaf.ts'
import { matmul } from '../graph/operators/matmul.ts'
import type { Graph } from '../graph/tensor.ts'
import { compile } from './session.ts'
import { createSessionCache } from './session-cache.ts'

function product(rows: number, width: number): Graph {
  const [x, w] = [input('x', [rows, width]), input('w', [width, width])]
  return {
    inputs: new Map([
      ['x', x],
      ['w', w],
    ]),
    outputs: new Map([['y', add(matmul(x, w), x)]]),
  }
}

test('runs, refuses missing and misshapen inputs, and fails after release', async () => {
  const session = await compile(product(1, 2))
  const x = Float32Array.of(1, 2)
  const { y } = await session.run({ x, w: Float32Array.of(1, 1, 0, 1) })
  expect([...y!]).toEqual([2, 5])
  await expect(session.run({ x })).rejects.toThrow(/"w" was not fed/)
  await expect(session.run({ x, w: x })).rejects.toThrow()
  await session.release()
  await expect(session.run({ x, w: Float32Array.of(1, 1, 0, 1) })).rejects.toThrow()
})

test('an unknown provider is an engine error with a remedy', async () => {
  const failure = await compile(product(1, 2), { provider: 'cuda' }).catch((error: unknown) => error)
  expect(GigpoError.isInstance(failure) && failure.code === 'engine' && failure.remedy !== undefined).toBe(true)
})

test('the cache keeps the most recently used sessions', async () => {
  const cache = createSessionCache({ capacity: 2 })
  let builds = 0
  const get = (key: number) =>
    cache.get(`${key}`, () => {
      builds++
      return product(key, 2)
    })
  const first = await get(1)
  await get(2)
  expect(await get(1)).toBe(first)
  await get(3)
  expect([cache.size, builds]).toEqual([2, 3])
  expect(await get(1)).toBe(first)
  await get(2)
  expect(builds).toBe(4)
  await cache.release()
  expect(cache.size).toBe(0)
})

test('memory stays flat over 200 runs and 50 evictions', async () => {
  const width = 512
  const w = new Float32Array(width * width)
  const cache = createSessionCache({ capacity: 2 })
  const round = async (steps: number): Promise<number> => {
    for (let i = 0; i < steps; i++) {
      const rows = 256 + (Math.floor(i / 4) % 5)
      const session = await cache.get(`${rows}`, () => product(rows, width))
      await session.run({ x: new Float32Array(rows * width), w })
    }
    return process.memoryUsage().rss
  }
  const before = await round(60)
  const after = await round(200)
  await cache.release()
  // 200 leaked outputs would hold 100 MB, 50 leaked sessions (arena, weights' packing) more.
  expect((after - before) / 2 ** 20).toBeLessThan(60)
})
