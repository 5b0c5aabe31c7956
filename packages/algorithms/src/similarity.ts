// Grouping states by likeness of their text. `similarity` joins every pair whose ratio reaches the threshold and takes
// connected components, so a chain of small changes can join texts that differ much. `similarity-complete` lets a text
// join only where it is like every member: texts in sorted order, first cluster that takes it. Both are symmetric and
// independent of order. `similarity-compat` is the reference's greedy first fit against each cluster's first member with
// difflib's autojunk, which depends on the order of rows and on which text comes first.
import { codePoints, matchesAtLeast } from './sequence-matcher.ts'

export interface SimilarityRules {
  readonly grouping: 'exact' | 'similarity' | 'similarity-complete' | 'similarity-compat'
  /** Smallest ratio that joins two states, in (0, 1]. */
  readonly similarityThreshold: number
}

/** A cluster number for each of the distinct texts, by first appearance. */
export function similarityLabels(texts: readonly string[], rules: SimilarityRules): number[] {
  if (rules.grouping === 'similarity-compat') return greedyFirstFit(texts, rules.similarityThreshold)
  const alike = symmetricLikeness(texts, rules.similarityThreshold)
  return byFirstAppearance(
    rules.grouping === 'similarity-complete' ? completeLinks(texts, alike) : connectedComponents(texts, alike),
  )
}

function greedyFirstFit(texts: readonly string[], threshold: number): number[] {
  const representatives: Int32Array[] = []
  return texts.map((text) => {
    const points = codePoints(text)
    const found = representatives.findIndex((first) => matchesAtLeast(points, first, threshold, { autojunk: true }))
    return found === -1 ? representatives.push(points) - 1 : found
  })
}

type Alike = (i: number, j: number) => boolean

function symmetricLikeness(texts: readonly string[], threshold: number): Alike {
  const points = texts.map(codePoints)
  // The matching blocks depend on which text comes first, even without autojunk: the smaller one does.
  return (i, j) => {
    const [first, second] = texts[i]! < texts[j]! ? [i, j] : [j, i]
    return matchesAtLeast(points[first]!, points[second]!, threshold, { autojunk: false })
  }
}

function connectedComponents(texts: readonly string[], alike: Alike): number[] {
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
  return texts.map((_, i) => root(i))
}

function completeLinks(texts: readonly string[], alike: Alike): number[] {
  const sorted = texts.map((_, i) => i).sort((i, j) => (texts[i]! < texts[j]! ? -1 : 1))
  const clusters: number[][] = []
  const out = new Array<number>(texts.length).fill(0)
  for (const i of sorted) {
    const found = clusters.findIndex((members) => members.every((member) => alike(i, member)))
    if (found === -1) out[i] = clusters.push([i]) - 1
    else {
      clusters[found]!.push(i)
      out[i] = found
    }
  }
  return out
}

function byFirstAppearance(labels: readonly number[]): number[] {
  const numbers = new Map<number, number>()
  return labels.map((label) => {
    const number = numbers.get(label) ?? numbers.size
    numbers.set(label, number)
    return number
  })
}
