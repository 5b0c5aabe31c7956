// The exact best 50 documents of a query of any length, without scoring all that match: block-max MaxScore over ranges of
// documents (Turtle and Flood 1995; Ding and Suel 2011). In each range the terms that together cannot lift a document into
// the best are set aside; only documents with one of the other terms are scored, and of those only the promising ones are
// looked up in the terms set aside. For queries of many terms this skips more, and branches less, than WAND.
import type { TermCursor } from './term-cursor.ts'
import { TopHits } from './top-hits.ts'

const RANGE = 4096
/** Sums of floats are exact in double precision but for extreme ratios; bounds leave room for these. */
const ROOM = 1 + 1e-12

const sums = new Float64Array(RANGE)
const candidates = new Uint32Array(RANGE)

/** Best first; fewer than 50 where fewer match. */
export function bestDocuments(cursors: readonly TermCursor[], documents: number): TopHits {
  const hits = new TopHits()
  const order = cursors.slice()
  for (let from = 0; from < documents; from += RANGE) {
    const to = Math.min(from + RANGE, documents)
    let total = 0
    for (const cursor of order) {
      cursor.enterRange(from, to)
      total += cursor.rangeBound
    }
    if (total === 0 || !canEnter(total, hits.threshold)) continue
    order.sort((a, b) => a.rangeBound - b.rangeBound || b.count - a.count)
    scoreRange(order, from, to, hits)
  }
  return hits
}

const canEnter = (bound: number, threshold: number): boolean => Math.fround(bound * ROOM) > threshold

function scoreRange(order: readonly TermCursor[], from: number, to: number, hits: TopHits): void {
  // order[0..aside-1] together cannot reach the threshold.
  let aside = 0
  let rest = 0
  while (aside < order.length && !canEnter(rest + order[aside]!.rangeBound, hits.threshold)) {
    rest += order[aside++]!.rangeBound
  }
  sums.fill(0, 0, to - from)
  for (let i = aside; i < order.length; i++) if (order[i]!.rangeBound > 0) order[i]!.addRange(from, to, sums)
  let count = 0
  let threshold = hits.threshold
  for (let i = 0; i < to - from; i++) {
    if (sums[i]! > 0 && canEnter(sums[i]! + rest, threshold)) candidates[count++] = i
  }
  for (let i = aside - 1; i >= 0 && count > 0; i--) {
    const cursor = order[i]!
    if (cursor.rangeBound === 0) break
    rest -= cursor.rangeBound
    threshold = hits.threshold
    let kept = 0
    for (let c = 0; c < count; c++) {
      const at = candidates[c]!
      const sum = sums[at]! + cursor.scoreOf(from + at)
      sums[at] = sum
      if (canEnter(sum + Math.max(rest, 0), threshold)) candidates[kept++] = at
    }
    count = kept
  }
  for (let c = 0; c < count; c++) hits.offer(from + candidates[c]!, Math.fround(sums[candidates[c]!]!))
}
