// How token losses become one number. Every aggregation of the literature is a weight for each row's tokens, computed over
// the whole batch, so that an engine only sums: loss = Σ_rows Σ_tokens w_row · ℓ. Splitting a batch into micro-batches
// then changes nothing. `token-mean-per-micro` reproduces trainers where it does.
import { GigpoError } from '@gigpo/core'
import { unknownName } from './options.ts'

export type AggregationMode =
  | 'token-mean' // mean over all tokens of the batch (DAPO)
  | 'seq-mean-token-sum' // mean over rows of the row's sum
  | 'seq-mean-token-mean' // mean over rows of the row's mean (GRPO)
  | 'seq-mean-token-sum-norm' // sum over all tokens, divided by a constant length (Dr. GRPO)
  | 'step-mean' // mean over trajectories of the mean over steps of the row's mean (GiGPO, Eq. 9)
  | 'per-rollout-mean' // a row's tokens divided by its trajectory's tokens, and by the number of rows
  | 'token-mean-per-micro' // mean over each micro-batch's tokens, divided by the number of micro-batches

export const aggregationModes: readonly AggregationMode[] = [
  'token-mean',
  'seq-mean-token-sum',
  'seq-mean-token-mean',
  'seq-mean-token-sum-norm',
  'step-mean',
  'per-rollout-mean',
  'token-mean-per-micro',
]

export interface AggregationRows {
  /** Trained tokens of each row; a row with none (padding) gets weight 0 and counts nowhere. */
  readonly tokens: ArrayLike<number>
  /** Trajectory of each row, small integers from 0. */
  readonly trajectory: ArrayLike<number>
}

export interface AggregationOptions {
  /** `seq-mean-token-sum-norm`: the constant length L > 0, for example the longest allowed completion. */
  readonly normLength?: number
  /** `token-mean-per-micro`: micro-batch of each row, small integers from 0. */
  readonly microBatch?: ArrayLike<number>
  /** `token-mean-per-micro`: the constant number of micro-batches divided by; default how many there are. */
  readonly accumulation?: number
}

/**
 * The weight of every token of a row, one entry a row.
 * @throws GigpoError `config` for an unknown mode, or when the mode's own option is missing.
 */
export function aggregationWeights(
  mode: AggregationMode,
  rows: AggregationRows,
  options: AggregationOptions = {},
): Float64Array {
  const weight = weightOf(mode, rows, options)
  return Float64Array.from(rows.tokens, (tokens, row) => (tokens > 0 ? weight(tokens, row) : 0))
}

function weightOf(
  mode: AggregationMode,
  rows: AggregationRows,
  options: AggregationOptions,
): (tokens: number, row: number) => number {
  const tokenCounts = Float64Array.from(rows.tokens)
  const rowCounts = tokenCounts.map((tokens) => (tokens > 0 ? 1 : 0))
  const batchTokens = sum(tokenCounts)
  const batchRows = sum(rowCounts)
  switch (mode) {
    case 'token-mean':
      return () => 1 / batchTokens
    case 'seq-mean-token-sum':
      return () => 1 / batchRows
    case 'seq-mean-token-mean':
      return (tokens) => 1 / (batchRows * tokens)
    case 'seq-mean-token-sum-norm': {
      const { normLength } = options
      if (normLength === undefined || !(normLength > 0)) throw missing(mode, 'normLength', normLength)
      return () => 1 / normLength
    }
    case 'step-mean': {
      const steps = sumBy(rowCounts, rows.trajectory)
      const trajectories = steps.filter((count) => count > 0).length
      return (tokens, row) => 1 / (trajectories * steps[rows.trajectory[row]!]! * tokens)
    }
    case 'per-rollout-mean': {
      const rolloutTokens = sumBy(tokenCounts, rows.trajectory)
      return (_, row) => 1 / (rolloutTokens[rows.trajectory[row]!]! * batchRows)
    }
    case 'token-mean-per-micro': {
      const { microBatch } = options
      if (microBatch === undefined) throw missing(mode, 'microBatch', microBatch)
      const microTokens = sumBy(tokenCounts, microBatch)
      const accumulation = options.accumulation ?? microTokens.length
      return (_, row) => 1 / (microTokens[microBatch[row]!]! * accumulation)
    }
    default:
      throw unknownName('loss aggregation', mode, aggregationModes)
  }
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0)
}

function sumBy(values: Float64Array, label: ArrayLike<number>): Float64Array {
  let labels = 0
  for (let i = 0; i < values.length; i++) labels = Math.max(labels, label[i]! + 1)
  const out = new Float64Array(labels)
  for (let i = 0; i < values.length; i++) out[label[i]!]! += values[i]!
  return out
}

function missing(mode: AggregationMode, option: string, received: unknown): GigpoError {
  return new GigpoError('config', `loss aggregation ${mode} needs ${option}, received ${String(received)}`, {
    remedy: `set ${option}, or choose another aggregation`,
  })
}
