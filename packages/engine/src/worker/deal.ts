// How work is shared out over workers: by a rule that sees only the inputs, so a run repeats whatever finishes first.
// Longest processing time first (Graham 1969): the dearest item goes to the worker with the least so far.

/** Places of the items for each worker, dearest first; ties go by place, then by worker. */
export function deal<T>(items: readonly T[], workers: number, cost: (item: T) => number): number[][] {
  const costs = items.map(cost)
  const places = [...items.keys()].sort((a, b) => costs[b]! - costs[a]! || a - b)
  const hands: number[][] = Array.from({ length: workers }, () => [])
  const loads = hands.map(() => 0)
  for (const place of places) {
    const worker = loads.indexOf(Math.min(...loads))
    hands[worker]!.push(place)
    loads[worker]! += costs[place]!
  }
  return hands
}

/** Puts results that each worker returned for its places back into the order of the items. */
export function gather<R>(hands: readonly (readonly number[])[], results: readonly (readonly R[])[]): R[] {
  const out: R[] = []
  hands.forEach((places, worker) => {
    places.forEach((place, i) => {
      out[place] = results[worker]![i]!
    })
  })
  return out
}

/** Deals rows by their tokens, each worker's in the order of the data: its micro-batches sort them by length anyway. */
export function dealRows(
  rows: readonly { readonly prompt: readonly number[]; readonly completion: readonly number[] }[],
  workers: number,
): number[][] {
  const hands = deal(rows, workers, ({ prompt, completion }) => prompt.length + completion.length)
  return hands.map((hand) => hand.sort((a, b) => a - b))
}
