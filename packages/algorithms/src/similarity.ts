// Grouping states by likeness of their text. Ours joins every pair whose ratio reaches the threshold and takes connected
// components: symmetric and independent of order. `similarity-compat` is the reference's greedy first fit against each
// cluster's first member with difflib's autojunk, which depends on the order of rows and on which text comes first.
import { codePoints, matchesAtLeast } from './sequence-matcher.ts'

export interface SimilarityRules {
  readonly grouping: 'exact' | 'similarity' | 'similarity-compat'
  /** Smallest ratio that joins two states, in (0, 1]. */
  readonly similarityThreshold: number
}

/** A cluster number for each of the distinct texts, by first appearance. */
export function similarityLabels(texts: readonly string[], rules: SimilarityRules): number[] {
  return rules.grouping === 'similarity-compat'
    ? greedyFirstFit(texts, rules.similarityThreshold)
    : connectedComponents(texts, rules.similarityThreshold)
}

function greedyFirstFit(texts: readonly string[], threshold: number): number[] {
  const representatives: Int32Array[] = []
  return texts.map((text) => {
    const points = codePoints(text)
    const found = representatives.findIndex((first) => matchesAtLeast(points, first, threshold, { autojunk: true }))
    return found === -1 ? representatives.push(points) - 1 : found
  })
}

function connectedComponents(texts: readonly string[], threshold: number): number[] {
  const points = texts.map(codePoints)
  // The matching blocks depend on which text comes first, even without autojunk: the smaller one does.
  const alike = (i: number, j: number): boolean => {
    const [first, second] = texts[i]! < texts[j]! ? [i, j] : [j, i]
    return matchesAtLeast(points[first]!, points[second]!, threshold, { autojunk: false })
  }
  const parent = texts.map((_, i) => i)
  const root = (i: number): number => {
    while (parent[i] !== i) i = parent[i] = parent[parent[i]!]!
    return i
  }
  for (let i = 0; i < texts.length; i++) {
    for (let j = 0; j < i; j++) {
      const a = root(i)
      const b = root(j)
      if (a !== b && alike(i, j)) parent[Math.max(a, b)] = Math.min(a, b)
    }
  }
  const numbers = new Map<number, number>()
  return texts.map((_, i) => {
    const own = root(i)
    const number = numbers.get(own) ?? numbers.size
    numbers.set(own, number)
    return number
  })
}
