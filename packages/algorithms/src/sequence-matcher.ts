// The ratio of Python's difflib.SequenceMatcher, exactly: 2·M / (|a| + |b|), where M is the total length of the longest
// matching block and, recursively, of those left and right of it (Ratcliff and Obershelp, 1988). Texts are compared by
// code point as Python does. A threshold question is answered as soon as M can no longer change the answer.
import { commonSubsequenceAtLeast } from './common-subsequence.ts'

export interface SequenceMatcherOptions {
  /** Default true, as in Python: for |b| ≥ 200, elements of b that occur more than 1 + ⌊|b| / 100⌋ times seed no match. */
  readonly autojunk?: boolean
}

/** Similarity in [0, 1]; two empty texts have 1. Not symmetric: the matching blocks depend on which text is `b`. */
export function sequenceMatcherRatio(a: string, b: string, options: SequenceMatcherOptions = {}): number {
  const x = codePoints(a)
  const y = codePoints(b)
  const length = x.length + y.length
  return length === 0 ? 1 : (2 * matchedLength(x, y, options.autojunk ?? true, 0)) / length
}

/** `sequenceMatcherRatio(a, b, options) >= threshold` of two texts as code points, mostly without computing the ratio. */
export function matchesAtLeast(
  a: Int32Array,
  b: Int32Array,
  threshold: number,
  options: SequenceMatcherOptions,
): boolean {
  const length = a.length + b.length
  if (length === 0) return threshold <= 1
  let needed = Math.max(0, Math.floor((threshold * length) / 2) - 1)
  while ((2 * needed) / length < threshold) needed++
  return commonSubsequenceAtLeast(a, b, needed) && matchedLength(a, b, options.autojunk ?? true, needed) >= needed
}

/** What a text is compared by. */
export function codePoints(text: string): Int32Array {
  return Int32Array.from(text, (character) => character.codePointAt(0)!)
}

/** M, or early (any value on the right side of `needed`) once it is certain to reach or to miss `needed` > 0. */
function matchedLength(a: Int32Array, b: Int32Array, autojunk: boolean, needed: number): number {
  const index = indexOf(a, b, autojunk)
  const pending: [aLow: number, aHigh: number, bLow: number, bHigh: number][] = [[0, a.length, 0, b.length]]
  let possible = Math.min(a.length, b.length)
  let matched = 0
  while (pending.length > 0) {
    if (needed > 0 && (matched >= needed || matched + possible < needed)) return matched
    const [aLow, aHigh, bLow, bHigh] = pending.pop()!
    possible -= Math.min(aHigh - aLow, bHigh - bLow)
    const [i, j, size] = longestMatch(a, b, index, aLow, aHigh, bLow, bHigh)
    if (size === 0) continue
    matched += size
    if (aLow < i && bLow < j) {
      pending.push([aLow, i, bLow, j])
      possible += Math.min(i - aLow, j - bLow)
    }
    if (i + size < aHigh && j + size < bHigh) {
      pending.push([i + size, aHigh, j + size, bHigh])
      possible += Math.min(aHigh - i - size, bHigh - j - size)
    }
  }
  return matched
}

/** A stamp that is no row of `a`, nor the row before row 0. */
const NEVER = -2

/** Where each element of `a` occurs in `b`, ascending; nowhere if autojunk calls it popular. */
interface OccurrenceIndex {
  readonly places: readonly (readonly number[])[]
  readonly run: [Int32Array, Int32Array]
  readonly stamp: [Int32Array, Int32Array]
}

function indexOf(a: Int32Array, b: Int32Array, autojunk: boolean): OccurrenceIndex {
  const placesOf = new Map<number, number[]>()
  for (let j = 0; j < b.length; j++) {
    const places = placesOf.get(b[j]!)
    if (places === undefined) placesOf.set(b[j]!, [j])
    else places.push(j)
  }
  if (autojunk && b.length >= 200) {
    const limit = Math.floor(b.length / 100) + 1
    for (const [element, places] of placesOf) if (places.length > limit) placesOf.delete(element)
  }
  const arrays = (): [Int32Array, Int32Array] => [new Int32Array(b.length + 1), new Int32Array(b.length + 1)]
  const stamp = arrays()
  for (const array of stamp) array.fill(NEVER)
  return { places: Array.from(a, (element) => placesOf.get(element) ?? []), run: arrays(), stamp }
}

/**
 * The longest block of a[aLow…aHigh) in b[bLow…bHigh); of equal ones the earliest in a, then in b. Runs of matches that
 * end at b[j] are kept in two alternating arrays, an entry counting only where its stamp is the row of `a` before.
 */
function longestMatch(
  a: Int32Array,
  b: Int32Array,
  index: OccurrenceIndex,
  aLow: number,
  aHigh: number,
  bLow: number,
  bHigh: number,
): readonly [i: number, j: number, size: number] {
  let bestI = aLow
  let bestJ = bLow
  let best = 0
  for (const array of index.stamp) array.fill(NEVER, bLow, bHigh + 1)
  for (let i = aLow; i < aHigh; i++) {
    const run = index.run[i & 1]!
    const stamp = index.stamp[i & 1]!
    const runBefore = index.run[1 - (i & 1)]!
    const stampBefore = index.stamp[1 - (i & 1)]!
    for (const j of index.places[i]!) {
      if (j < bLow) continue
      if (j >= bHigh) break
      // Entry j + 1 stands for a run that ends at b[j].
      const length = stampBefore[j] === i - 1 && j > bLow ? runBefore[j]! + 1 : 1
      run[j + 1] = length
      stamp[j + 1] = i
      if (length > best) {
        bestI = i - length + 1
        bestJ = j - length + 1
        best = length
      }
    }
  }
  // Popular elements seed no match but extend one.
  while (bestI > aLow && bestJ > bLow && a[bestI - 1] === b[bestJ - 1]) {
    bestI--
    bestJ--
    best++
  }
  while (bestI + best < aHigh && bestJ + best < bHigh && a[bestI + best] === b[bestJ + best]) best++
  return [bestI, bestJ, best]
}
