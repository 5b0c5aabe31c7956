import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  batchBucket,
  chunks,
  coarseBatchBucket,
  coarseLengthBucket,
  completionBucket,
  lengthBucket,
} from './buckets.ts'
import { deal, gather } from './deal.ts'

describe('buckets', () => {
  it.each([
    ['length', lengthBucket],
    ['completion', completionBucket],
    ['batch', batchBucket],
  ])('%s: holds every size, grows with it, is its own bucket', (_, bucket) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), (size) => {
        const rounded = bucket(size)
        expect(rounded).toBeGreaterThanOrEqual(size)
        expect(bucket(rounded)).toBe(rounded)
        expect(bucket(size + 1)).toBeGreaterThanOrEqual(rounded)
        expect(rounded - size).toBeLessThan(Math.max(16, size))
      }),
    )
  })

  it.each([
    ['batch', coarseBatchBucket, 4],
    ['length', coarseLengthBucket, 256],
  ])('coarse %s: the same with fewer buckets', (_, bucket, ratio) => {
    for (let size = 1; size < 3000; size++) {
      const rounded = bucket(size)
      expect(rounded).toBeGreaterThanOrEqual(size)
      expect(bucket(rounded)).toBe(rounded)
      expect(rounded / size).toBeLessThanOrEqual(ratio)
    }
  })

  it('cuts lists into chunks that join to the list', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 9 }), (list, size) => {
        const parts = chunks(list, size)
        expect(parts.flat()).toEqual(list)
        expect(parts.slice(0, -1).every((part) => part.length === size)).toBe(true)
      }),
    )
  })
})

describe('deal', () => {
  it('gives every item to one worker, within one item of balance, and gather undoes it', () => {
    const costs = fc.array(fc.integer({ min: 1, max: 100 }))
    fc.assert(
      fc.property(costs, fc.integer({ min: 1, max: 5 }), (items, workers) => {
        const hands = deal(items, workers, (cost) => cost)
        const loads = hands.map((hand) => hand.reduce((sum, place) => sum + items[place]!, 0))
        expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(Math.max(0, ...items))
        const results = hands.map((hand) => hand.map((place) => items[place]!))
        expect(gather(hands, results)).toEqual(items)
      }),
    )
  })
})
