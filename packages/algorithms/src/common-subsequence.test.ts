import fc from 'fast-check'
import { expect, test } from 'vitest'
import { commonSubsequenceAtLeast } from './common-subsequence.ts'

/** The textbook table. */
function longestCommonSubsequence(a: readonly number[], b: readonly number[]): number {
  let row: number[] = b.map(() => 0)
  for (const x of a) {
    const next: number[] = []
    for (const [j, y] of b.entries()) next.push(x === y ? (row[j - 1] ?? 0) + 1 : Math.max(row[j]!, next[j - 1] ?? 0))
    row = next
  }
  return row.at(-1) ?? 0
}

test('agrees with the table of lengths', () => {
  const list = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 14 })
  fc.assert(
    fc.property(list, list, fc.integer({ min: 0, max: 15 }), (a, b, needed) => {
      const answer = commonSubsequenceAtLeast(Int32Array.from(a), Int32Array.from(b), needed)
      expect(answer).toBe(longestCommonSubsequence(a, b) >= needed)
    }),
    { numRuns: 1000 },
  )
})
