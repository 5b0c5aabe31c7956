// A quick refusal for the similarity question: matching blocks are in the same order in both texts, so their total length
// is at most that of the longest common subsequence. Myers' greedy algorithm ("An O(ND) difference algorithm", 1986)
// tells in about D² steps whether two texts are more than D insertions and deletions apart.

/** Whether the longest common subsequence of `a` and `b` has at least `needed` elements. */
export function commonSubsequenceAtLeast(a: Int32Array, b: Int32Array, needed: number): boolean {
  const limit = a.length + b.length - 2 * needed
  if (limit < 0) return false
  const middle = limit + 1
  // furthest[middle + k]: how far in `a` a path with the present number of edits gets on diagonal k = i − j.
  const furthest = new Int32Array(2 * limit + 3)
  for (let edits = 0; edits <= limit; edits++) {
    for (let k = -edits; k <= edits; k += 2) {
      const below = furthest[middle + k - 1]!
      const above = furthest[middle + k + 1]!
      let i = k === -edits || (k !== edits && below < above) ? above : below + 1
      while (i < a.length && i - k < b.length && a[i] === b[i - k]) i++
      furthest[middle + k] = i
      if (i >= a.length && i - k >= b.length) return true
    }
  }
  return false
}
