import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chunksOf } from './chunks.ts'

describe('chunksOf', () => {
  it('covers everything in order, within the limits, and opens no chunk without need', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 100 }), { maxLength: 60 })
    const limits = fc.record({ rows: fc.integer({ min: 1, max: 10 }), bytes: fc.integer({ min: 1, max: 300 }) })
    fc.assert(
      fc.property(sizes, limits, (all, { rows, bytes }) => {
        const chunks = chunksOf(all, { rows, bytes })
        expect(chunks.flatMap(([start, end]) => all.slice(start, end))).toEqual(all)
        const total = ([start, end]: readonly [number, number]) => all.slice(start, end).reduce((a, b) => a + b, 0)
        for (const [i, chunk] of chunks.entries()) {
          const count = chunk[1] - chunk[0]
          expect(count).toBeGreaterThanOrEqual(1)
          expect(count === 1 || (count <= rows && total(chunk) <= bytes)).toBe(true)
          const next = chunks[i + 1]
          if (next !== undefined) expect(count + 1 > rows || total(chunk) + all[next[0]]! > bytes).toBe(true)
        }
      }),
    )
  })

  it('cuts at the hosted service’s 1,024 rows', () => {
    const limits = { rows: 1024, bytes: 5e6 }
    expect(chunksOf(Array(2500).fill(100), limits)).toEqual([
      [0, 1024],
      [1024, 2048],
      [2048, 2500],
    ])
    expect(chunksOf(Array(3).fill(3e6), limits)).toHaveLength(3)
  })
})
