// How rows become micro-batches of bucketed shapes: neighbouring lengths go together, prompts are padded on the left and
// completions on the right. Padding rows and padding tokens have weight zero, so they add nothing to loss or gradient.
import { rowsTogether } from '../model/activation-size.ts'
import type { RowBucket } from '../model/completion-states.ts'
import type { ModelConfig } from '../model/config.ts'
import type { Feeds } from '../session/session.ts'
import { batchBucket, completionBucket, lengthBucket } from './buckets.ts'

/** Rows computed together: few enough that neighbouring lengths pad little, many enough to fill a GEMM. */
const MICRO_BATCH_ROWS = 16

export interface TokenRow {
  readonly prompt: readonly number[]
  readonly completion: readonly number[]
}

export interface RowBatch<R extends TokenRow> {
  /** Places of its rows in the data. */
  readonly places: readonly number[]
  readonly rows: readonly R[]
  readonly bucket: RowBucket
}

/** All rows by prompt bucket, then completion length, then place; as many together as the model's size allows. */
export function rowBatches<R extends TokenRow>(config: ModelConfig, data: readonly R[]): RowBatch<R>[] {
  const order = ({ prompt, completion }: R): number => lengthBucket(prompt.length) * 2 ** 24 + completion.length
  const sorted = [...data.keys()].sort((a, b) => order(data[a]!) - order(data[b]!) || a - b)
  const batches: RowBatch<R>[] = []
  for (let from = 0; from < sorted.length; ) {
    let batch = batchOf(config, data, sorted.slice(from, from + MICRO_BATCH_ROWS))
    // Longer rows leave room for fewer of them.
    while (batch.rows.length > batch.most) batch = batchOf(config, data, batch.places.slice(0, batch.most))
    batches.push(batch)
    from += batch.rows.length
  }
  return batches
}

function batchOf<R extends TokenRow>(
  config: ModelConfig,
  data: readonly R[],
  places: readonly number[],
): RowBatch<R> & { readonly most: number } {
  const rows = places.map((i) => data[i]!)
  const promptLength = lengthBucket(Math.max(...rows.map((row) => row.prompt.length)))
  const completionLength = completionBucket(Math.max(...rows.map((row) => row.completion.length)))
  const most = rowsTogether(config, promptLength + completionLength)
  // No smaller batches where there is room: they would save little and compile more graphs.
  const batch = Math.max(Math.min(4, most), batchBucket(rows.length))
  return { places, rows, most, bucket: { batch, promptLength, completionLength } }
}

/** The inputs of `completionStates`. */
export function stateFeeds({ rows, bucket }: RowBatch<TokenRow>): Feeds {
  const { batch, promptLength, completionLength } = bucket
  const time = promptLength + completionLength - 1
  const tokens = new Int32Array(batch * time)
  const positions = new Int32Array(batch * time)
  const start = new Int32Array(batch).fill(promptLength - 1)
  rows.forEach(({ prompt, completion }, b) => {
    start[b] = promptLength - prompt.length
    // The last completion token is a target only.
    tokens.set([...prompt, ...completion.slice(0, -1)], b * time + start[b]!)
    for (let t = 0; t < time - start[b]!; t++) positions[b * time + start[b]! + t] = t
  })
  return { tokens, positions, start }
}

/** f32 [batch, completion] inputs by name, 0 in the padding. */
export function columnFeeds<N extends string>(
  { rows, bucket }: RowBatch<TokenRow & { readonly [K in N]?: readonly number[] }>,
  names: readonly N[],
): Feeds {
  const { batch, completionLength } = bucket
  const columns = names.map((name): [string, Float32Array] => {
    const values = new Float32Array(batch * completionLength)
    rows.forEach((row, b) => {
      values.set(row[name] ?? [], b * completionLength)
    })
    return [name, values]
  })
  return Object.fromEntries(columns)
}

/** A row's own entries of a [batch, completion] output; `b` is its place in the batch. */
export function rowOutput({ rows, bucket }: RowBatch<TokenRow>, b: number, output: Float32Array): number[] {
  const from = b * bucket.completionLength
  return Array.from(output.subarray(from, from + rows[b]!.completion.length))
}
