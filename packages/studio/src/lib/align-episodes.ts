// N episodes of one task side by side, level where they pass the same state. One episode after the other is laid along what
// is there by a longest common subsequence; what only one of them passed is then packed between, so that lines with one entry
// do not push the rest apart. Each episode's own order is always kept.

export interface AlignedLine {
  /** Whether the cells of the line start in the same state; otherwise they only stand beside each other. */
  readonly shared: boolean
  /** One a sequence: the place in it, or null. */
  readonly cells: readonly (number | null)[]
}

/** Aligns sequences of state keys; equal keys are the same state. Costs the product of their lengths. */
export function alignSequences(sequences: readonly (readonly (string | number)[])[]): AlignedLine[] {
  let slots: { readonly key: string | number; readonly cells: (number | null)[] }[] = []
  for (const [own, sequence] of sequences.entries()) {
    const pairs = commonSubsequence(
      slots.map(({ key }) => key),
      sequence,
    )
    const merged: typeof slots = []
    let slot = 0
    let place = 0
    const takeUntil = (slotEnd: number, placeEnd: number): void => {
      for (; slot < slotEnd; slot++) merged.push(slots[slot]!)
      for (; place < placeEnd; place++) merged.push(newSlot(sequence, place, own, sequences.length))
    }
    for (const [matchedSlot, matchedPlace] of pairs) {
      takeUntil(matchedSlot, matchedPlace)
      slots[slot]!.cells[own] = matchedPlace
      merged.push(slots[slot]!)
      slot++
      place++
    }
    takeUntil(slots.length, sequence.length)
    slots = merged
  }
  return packed(slots.map(({ cells }) => cells))
}

function newSlot(sequence: readonly (string | number)[], place: number, own: number, columns: number) {
  const cells = new Array<number | null>(columns).fill(null)
  cells[own] = place
  return { key: sequence[place]!, cells }
}

/** Pairs of places of one longest common subsequence, ascending. */
function commonSubsequence<K>(a: readonly K[], b: readonly K[]): [number, number][] {
  const width = b.length + 1
  const longest = new Int32Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      longest[i * width + j] =
        a[i] === b[j]
          ? longest[(i + 1) * width + j + 1]! + 1
          : Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!)
  const pairs: [number, number][] = []
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) pairs.push([i++, j++])
    else if (longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!) i++
    else j++
  }
  return pairs
}

/** Lines with one cell between two shared lines are put on as few lines as they fit. */
function packed(lines: readonly (readonly (number | null)[])[]): AlignedLine[] {
  const out: AlignedLine[] = []
  let gap: (number | null)[][] = []
  const flush = (): void => {
    out.push(...gap.map((cells) => ({ shared: false, cells })))
    gap = []
  }
  let used: number[] = []
  for (const cells of lines) {
    const column = cells.findIndex((cell) => cell !== null)
    if (cells.filter((cell) => cell !== null).length > 1) {
      flush()
      used = []
      out.push({ shared: true, cells })
      continue
    }
    const line = used[column] ?? 0
    used[column] = line + 1
    if (gap[line] === undefined) gap.push(new Array<number | null>(cells.length).fill(null))
    gap[line]![column] = cells[column]!
  }
  flush()
  return out
}
