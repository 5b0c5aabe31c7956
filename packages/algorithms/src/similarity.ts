// Grouping states by likeness of their text. Ours joins every pair whose ratio reaches the threshold and takes connected
// components: symmetric and independent of order. `similarity-compat` is the reference's greedy first fit against each
// cluster's first member with difflib's autojunk, which depends on the order of rows and on which text comes first.
import { matchesAtLeast } from './sequence-matcher.ts'

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
  const representatives: string[] = []
  return texts.map((text) => {
    const found = representatives.findIndex((first) => matchesAtLeast(text, first, threshold, { autojunk: true }))
    return found === -1 ? representatives.push(text) - 1 : found
  })
}

function connectedComponents(texts: readonly string[], threshold: number): number[] {
  const parent = texts.map((_, i) => i)
  const root = (i: number): number => {
    while (parent[i] !== i) i = parent[i] = parent[parent[i]!]!
    return i
  }
  for (let i = 0; i < texts.length; i++) {
    for (let j = 0; j < i; j++) {
      const a = root(i)
      const b = root(j)
      if (a !== b && alike(texts[i]!, texts[j]!, threshold)) parent[Math.max(a, b)] = Math.min(a, b)
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

/** The ratio's matching blocks depend on which text comes first, even without autojunk: take the smaller one first. */
function alike(a: string, b: string, threshold: number): boolean {
  return a < b
    ? matchesAtLeast(a, b, threshold, { autojunk: false })
    : matchesAtLeast(b, a, threshold, { autojunk: false })
}
