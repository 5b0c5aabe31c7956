// What changes when the same episodes are scored by another algorithm, norm, γ or ω: for each step the difference, whether
// its sign turned, and how far it moved in the order of all steps from worst to best, which is what training feels.

export interface StepChange {
  readonly row: number
  readonly before: number
  readonly after: number
  readonly difference: number
  /** From + to − or from − to +. */
  readonly flipped: boolean
  /** Place from the worst, 1, to the best; equal values share their mean place. */
  readonly rankBefore: number
  readonly rankAfter: number
}

export interface CreditChange {
  /** In the order of the rows given. */
  readonly steps: readonly StepChange[]
  readonly flips: number
  /** Steps that had no credit and now have some, and the other way round. */
  readonly spoke: number
  readonly fellSilent: number
  /** √ of the mean squared difference. */
  readonly rms: number
  /** Spearman's: 1 where the order is the same, −1 where it is reversed; null where one side has no order. */
  readonly rankCorrelation: number | null
}

/** Smaller amounts are rounding. */
const SILENT = 1e-12

/** Compares two scores of the same steps. `rows`: the steps to compare, for example those of one group. */
export function compareCredit(
  before: ArrayLike<number>,
  after: ArrayLike<number>,
  rows: readonly number[],
): CreditChange {
  const ranksBefore = ranks(rows.map((row) => before[row]!))
  const ranksAfter = ranks(rows.map((row) => after[row]!))
  const steps = rows.map((row, i) => {
    const [old, now] = [before[row]!, after[row]!]
    return {
      ...{ row, before: old, after: now, difference: now - old },
      flipped: Math.sign(settled(old)) * Math.sign(settled(now)) === -1,
      ...{ rankBefore: ranksBefore[i]!, rankAfter: ranksAfter[i]! },
    }
  })
  const count = (test: (step: StepChange) => boolean): number => steps.filter(test).length
  const squares = steps.reduce((sum, { difference }) => sum + difference * difference, 0)
  return {
    steps,
    flips: count(({ flipped }) => flipped),
    spoke: count((step) => settled(step.before) === 0 && settled(step.after) !== 0),
    fellSilent: count((step) => settled(step.before) !== 0 && settled(step.after) === 0),
    rms: Math.sqrt(squares / Math.max(1, steps.length)),
    rankCorrelation: correlation(ranksBefore, ranksAfter),
  }
}

/** The steps that changed most: first those whose sign turned, then by the size of the difference. */
export function mostChanged({ steps }: CreditChange, most: number): readonly StepChange[] {
  return steps
    .filter(({ difference }) => settled(difference) !== 0)
    .sort((a, b) => Number(b.flipped) - Number(a.flipped) || Math.abs(b.difference) - Math.abs(a.difference))
    .slice(0, most)
}

/** Places from 1; equal values (but for rounding) share the mean of theirs. */
export function ranks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!)
  const out = new Array<number>(values.length).fill(0)
  for (let start = 0; start < order.length; ) {
    let end = start + 1
    while (end < order.length && settled(values[order[end]!]! - values[order[end - 1]!]!) === 0) end++
    for (let k = start; k < end; k++) out[order[k]!] = (start + 1 + end) / 2
    start = end
  }
  return out
}

function settled(value: number): number {
  return Math.abs(value) < SILENT ? 0 : value
}

function correlation(a: readonly number[], b: readonly number[]): number | null {
  const mean = (a.length + 1) / 2
  let both = 0
  let ownA = 0
  let ownB = 0
  for (const [i, value] of a.entries()) {
    both += (value - mean) * (b[i]! - mean)
    ownA += (value - mean) ** 2
    ownB += (b[i]! - mean) ** 2
  }
  return ownA === 0 || ownB === 0 ? null : both / Math.sqrt(ownA * ownB)
}
