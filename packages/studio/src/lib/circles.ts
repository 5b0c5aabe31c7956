// Going round in circles: steps that lead back to a state in which the own episode has already been, against steps that lead on
// from the same states. An episode's last step leads nowhere and is left out.
import type { CreditBatch } from './rows-of-episodes.ts'

export interface Circles {
  readonly back: { readonly steps: number; readonly mean: number }
  readonly on: { readonly steps: number; readonly mean: number }
}

/** Of the states (of one task) from which there are steps of both kinds. Means are NaN where there are none. */
export function circles(batch: CreditBatch, rows: readonly number[], credit: ArrayLike<number>): Circles {
  const back = stepsBack(batch)
  const states = new Map<string, { back: number[]; on: number[] }>()
  for (const row of rows) {
    if (back[row] === undefined) continue
    const { anchor } = batch.steps[row]!
    const key = `${batch.rows.group[row]} ${anchor}`
    const state = states.get(key) ?? { back: [], on: [] }
    states.set(key, state)
    state[back[row] ? 'back' : 'on'].push(credit[row]!)
  }
  const both = [...states.values()].filter((state) => state.back.length > 0 && state.on.length > 0)
  return { back: meanOf(both.flatMap((state) => state.back)), on: meanOf(both.flatMap((state) => state.on)) }
}

/** For each row whether it led back; undefined for the last one of an episode. */
export function stepsBack({ rowsOf, steps }: CreditBatch): readonly (boolean | undefined)[] {
  const back = new Array<boolean | undefined>(steps.length).fill(undefined)
  for (const own of rowsOf) {
    const seen = new Set<string>()
    for (const [k, row] of own.slice(0, -1).entries()) {
      seen.add(steps[row]!.anchor)
      back[row] = seen.has(steps[own[k + 1]!]!.anchor)
    }
  }
  return back
}

function meanOf(values: readonly number[]): { steps: number; mean: number } {
  return { steps: values.length, mean: values.reduce((sum, value) => sum + value, 0) / values.length }
}
