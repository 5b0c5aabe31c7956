// From steps and their advantages to the data of each optimiser step. All rows are shuffled under a key and cut into
// `updatesPerIteration` parts; each part is aggregated by itself, so the normaliser (tokens, rows or trajectories) is the
// one of its own optimiser step, and with `step-mean` a trajectory counts in each part with the steps it has there. Rows
// whose advantage is 0 are left out of the computation only after they were counted in the normaliser.
import { aggregationWeights } from '@gigpo/algorithms'
import { type Datum, type Group, type RandomKey, type Step, stream } from '@gigpo/core'
import type { LossConfig } from '../config/index.ts'

export interface MiniBatchOptions {
  readonly loss: LossConfig
  readonly updates: number
  /** Longest completion: the normaliser of `seq-mean-token-sum-norm`. */
  readonly maxTokens: number
  readonly key: RandomKey
  /** Where the tokens of a step differ, in place of the row's own; in the order of the rows. */
  readonly tokenAdvantages?: readonly Float64Array[] | undefined
  /** Needed for KL in the loss; in the order of the rows. */
  readonly reference?: readonly (readonly number[])[] | undefined
}

export interface MiniBatch {
  readonly data: readonly Datum[]
  /** Rows left out because nothing in the loss depends on them. */
  readonly skipped: number
  /** Their tokens, prompts included. */
  readonly skippedTokens: number
}

interface Row {
  readonly step: Step
  readonly trajectory: number
  /** One a completion token. */
  readonly advantages: readonly number[]
  readonly reference: readonly number[] | undefined
}

/** Mini-batches without any row that has a gradient are left out: they would only let the optimiser coast. */
export function toMiniBatches(
  groups: readonly Group[],
  advantages: Float64Array,
  options: MiniBatchOptions,
): MiniBatch[] {
  const rows = toRows(groups, advantages, options)
  const shuffled = stream(options.key, 'mini-batches').shuffle(rows)
  const batches: MiniBatch[] = []
  for (let part = 0; part < options.updates; part++) {
    const start = Math.floor((part * shuffled.length) / options.updates)
    const end = Math.floor(((part + 1) * shuffled.length) / options.updates)
    const batch = toMiniBatch(shuffled.slice(start, end), options)
    if (batch !== undefined) batches.push(batch)
  }
  return batches
}

function toMiniBatch(rows: readonly Row[], options: MiniBatchOptions): MiniBatch | undefined {
  const { loss } = options
  const matters = (row: Row): boolean =>
    row.advantages.some((advantage) => advantage !== 0) || row.reference !== undefined || loss.entropyCoefficient !== 0
  if (!rows.some(matters)) return undefined
  const weights = aggregationWeights(
    loss.aggregation,
    { tokens: rows.map((row) => row.step.completion.length), trajectory: rows.map((row) => row.trajectory) },
    { normLength: options.maxTokens },
  )
  const data: Datum[] = []
  for (const [i, row] of rows.entries()) {
    if (loss.skipZeroAdvantage && !matters(row)) continue
    const { prompt, completion, logprobs } = row.step
    data.push({
      prompt,
      completion,
      weights: completion.map(() => weights[i]!),
      advantages: row.advantages,
      oldLogprobs: logprobs,
      ...(row.reference === undefined ? {} : { refLogprobs: row.reference }),
    })
  }
  const all = rows.reduce((sum, { step }) => sum + tokensOf(step), 0)
  return { data, skipped: rows.length - data.length, skippedTokens: all - dataTokens(data) }
}

/** What an update computes, prompts included. */
export function dataTokens(data: readonly Datum[]): number {
  return data.reduce((sum, datum) => sum + tokensOf(datum), 0)
}

function tokensOf({ prompt, completion }: Pick<Datum, 'prompt' | 'completion'>): number {
  return prompt.length + completion.length
}

function toRows(
  groups: readonly Group[],
  advantages: Float64Array,
  { tokenAdvantages, reference }: MiniBatchOptions,
): Row[] {
  const rows: Row[] = []
  let trajectory = 0
  for (const episode of groups.flatMap((group) => group.episodes)) {
    for (const step of episode.steps) {
      const row = rows.length
      const own = tokenAdvantages?.[row] ?? step.completion.map(() => advantages[row]!)
      rows.push({ step, trajectory, advantages: Array.from(own), reference: reference?.[row] })
    }
    trajectory++
  }
  return rows
}
