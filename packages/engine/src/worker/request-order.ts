// A total order of sample requests that does not depend on how they came in, and groups of equal prompts. Batches are formed
// in this order, so a permuted list of requests gives the same batches and the same completions, bit for bit.
import type { SampleRequest } from '@gigpo/core'

/** By prompt length, prompt, key, then what is asked for. */
export function compareRequests(a: SampleRequest, b: SampleRequest): number {
  return (
    compareLists(a.prompt, b.prompt) ||
    a.key[0] - b.key[0] ||
    a.key[1] - b.key[1] ||
    a.maxTokens - b.maxTokens ||
    a.temperature - b.temperature ||
    (a.topP ?? 1) - (b.topP ?? 1) ||
    (a.topK ?? 0) - (b.topK ?? 0) ||
    (a.repetitionPenalty ?? 1) - (b.repetitionPenalty ?? 1) ||
    compareLists(a.stop, b.stop)
  )
}

function compareLists(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) return a.length - b.length
  const i = a.findIndex((token, t) => token !== b[t])
  return i === -1 ? 0 : a[i]! - b[i]!
}

/** Items of a sorted list in groups of equal prompts, none larger than `most`. */
export function groupByPrompt<T extends { readonly request: SampleRequest }>(
  items: readonly T[],
  most: number = items.length,
): T[][] {
  const groups: T[][] = []
  for (const item of items) {
    const group = groups.at(-1)
    const joins = group !== undefined && group.length < most
    if (joins && compareLists(group[0]!.request.prompt, item.request.prompt) === 0) group.push(item)
    else groups.push([item])
  }
  return groups
}
