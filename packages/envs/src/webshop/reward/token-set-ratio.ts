// thefuzz's `token_set_ratio`: how alike two texts are as sets of words, 0 to 100. The shop's reward counts an attribute or an
// option as found above 85. Port of thefuzz 0.19 with the python-Levenshtein ratio, 2 · LCS / (length + length).

/** The words a text is compared by: sorted, each once. Text outside ASCII up to U+00FF is dropped, as the original does. */
export function comparedWords(text: string): string[] {
  const cleaned = text.replace(/[\x80-\xff]/g, '').replace(/[^\p{L}\p{N}_]/gu, ' ')
  const words = cleaned
    .toLowerCase()
    .split(' ')
    .filter((word) => word !== '')
  return [...new Set(words)].sort()
}

/** Whole number, 0 to 100. */
export function tokenSetRatio(a: string, b: string): number {
  return wordSetRatio(comparedWords(a), comparedWords(b))
}

/**
 * The same for texts already taken apart by `comparedWords`. A result at or below `floor` may come out lower than it is, which
 * spares comparing letters where even the lengths rule out more.
 */
export function wordSetRatio(a: readonly string[], b: readonly string[], floor = -1): number {
  if (a.length === 0 || b.length === 0) return 0
  const common = a.filter((word) => b.includes(word))
  if (common.length === a.length || common.length === b.length) return 100
  const restA = Array.from(a.filter((word) => !common.includes(word)).join(' '))
  const restB = Array.from(b.filter((word) => !common.includes(word)).join(' '))
  const shared = common.length === 0 ? 0 : Array.from(common.join(' ')).length
  // The shared words open both texts, so they match whole and a blank follows them.
  const head = shared === 0 ? 0 : shared + 1
  const [lengthA, lengthB] = [head + restA.length, head + restB.length]
  const sure = shared === 0 ? 0 : Math.max(ratio(shared, shared + lengthA), ratio(shared, shared + lengthB))
  const bound = ratio(Math.min(lengthA, lengthB), lengthA + lengthB)
  if (bound <= Math.max(sure, floor)) return sure
  return Math.max(sure, ratio(head + longestCommonSubsequence(restA, restB), lengthA + lengthB))
}

/** Percent of two texts' letters that match, rounded as Python rounds. */
function ratio(matching: number, letters: number): number {
  const value = 100 * ((2 * matching) / letters)
  const down = Math.floor(value)
  if (value - down !== 0.5) return Math.round(value)
  return down % 2 === 0 ? down : down + 1
}

function longestCommonSubsequence(a: readonly string[], b: readonly string[]): number {
  const row = new Uint16Array(b.length + 1)
  for (const letter of a) {
    let diagonal = 0
    for (let j = 1; j <= b.length; j++) {
      const above = row[j]!
      row[j] = letter === b[j - 1] ? diagonal + 1 : Math.max(above, row[j - 1]!)
      diagonal = above
    }
  }
  return row[b.length]!
}
