// Training inside one worker: rows of neighbouring lengths become micro-batches of bucketed shapes, gradients add up in this
// worker's shared sum, and results go back in the order of the data. Padding rows and padding tokens have weight zero, so
// they add nothing to loss or gradient.
import { type Datum, GigpoError, type LossReport, type LossSpec, type TokenLogProbs } from '@gigpo/core'
import type { ModelConfig } from '../model/config.ts'
import { lossInputNames } from '../model/losses.ts'
import { buildTrainingGraph } from '../model/training-graph.ts'
import type { Feeds } from '../session/session.ts'
import type { SessionCache } from '../session/session-cache.ts'
import { batchBucket, chunks, completionBucket, lengthBucket } from './buckets.ts'
import type { ParameterSlot } from './shared-state.ts'

/** Rows computed together: few enough that neighbouring lengths pad little, many enough to fill a GEMM. */
const MICRO_BATCH_ROWS = 16

export interface TrainerOptions {
  readonly config: ModelConfig
  readonly sessions: SessionCache
  readonly layout: readonly ParameterSlot[]
  /** This worker's gradient sum, flat over all parameters. */
  readonly gradient: Float32Array
}

export interface RowTrainer {
  /** Runs all rows; with `gradients` their sum is added to `gradient`. @throws GigpoError `non-finite`. */
  run(data: readonly Datum[], loss: LossSpec, options: RunOptions): Promise<LossReport>
  /** The next gradients replace the sum instead of adding to it. */
  clear(): void
}

interface RunOptions {
  readonly gradients: boolean
  /** Weights by name, read in place. */
  readonly parameters: Readonly<Record<string, Float32Array>>
}

interface Bucket {
  readonly batch: number
  readonly promptLength: number
  readonly completionLength: number
}

export function createRowTrainer(options: TrainerOptions): RowTrainer {
  const { config, sessions, layout, gradient } = options
  const accumulate = (outputs: Readonly<Record<string, Float32Array>>): void => {
    for (const { name, offset } of layout) {
      const values = outputs[`grad.${name}`]!
      for (let i = 0; i < values.length; i++) gradient[offset + i]! += values[i]!
    }
  }
  return {
    clear: () => {
      gradient.fill(0)
    },
    run: async (data, loss, { gradients, parameters }) => {
      const tokens: TokenLogProbs[] = new Array<TokenLogProbs>(data.length)
      let total = 0
      for (const rows of chunks(sortByLength(data), MICRO_BATCH_ROWS)) {
        const bucket = {
          // No smaller batches: they would save little and compile more graphs.
          batch: Math.max(4, batchBucket(rows.length)),
          promptLength: lengthBucket(Math.max(...rows.map((i) => data[i]!.prompt.length))),
          completionLength: completionBucket(Math.max(...rows.map((i) => data[i]!.completion.length))),
        }
        const { batch, promptLength, completionLength } = bucket
        const key = `train ${batch} ${promptLength} ${completionLength} ${gradients} ${JSON.stringify(loss)}`
        const session = await sessions.get(key, () => buildTrainingGraph(config, { ...bucket, loss, gradients }))
        const batchData = rows.map((i) => data[i]!)
        const outputs = await session.run({ ...parameters, ...feedsOf(batchData, bucket, loss) })
        const value = outputs.loss![0]!
        if (!Number.isFinite(value))
          throw new GigpoError('non-finite', `the loss is ${value}`, {
            remedy: 'Lower the learning rate, or look for infinite advantages or log-probabilities in the data.',
          })
        total += value
        if (gradients) accumulate(outputs)
        rows.forEach((i, b) => {
          const from = b * completionLength
          const to = from + data[i]!.completion.length
          tokens[i] = {
            logprobs: Array.from(outputs.logprobs!.subarray(from, to)),
            entropies: Array.from(outputs.entropies!.subarray(from, to)),
          }
        })
      }
      return { loss: total, tokens }
    },
  }
}

/** Places of the data, by prompt bucket, then completion length, then place. */
function sortByLength(data: readonly Datum[]): number[] {
  const order = ({ prompt, completion }: Datum): number => lengthBucket(prompt.length) * 2 ** 24 + completion.length
  return [...data.keys()].sort((a, b) => order(data[a]!) - order(data[b]!) || a - b)
}

function feedsOf(rows: readonly Datum[], bucket: Bucket, loss: LossSpec): Feeds {
  const { batch, promptLength, completionLength } = bucket
  const time = promptLength + completionLength - 1
  const tokens = new Int32Array(batch * time)
  const positions = new Int32Array(batch * time)
  const start = new Int32Array(batch).fill(promptLength - 1)
  const targets = new Int32Array(batch * completionLength)
  rows.forEach(({ prompt, completion }, b) => {
    start[b] = promptLength - prompt.length
    // The last completion token is a target only.
    const known = [...prompt, ...completion.slice(0, -1)]
    tokens.set(known, b * time + start[b]!)
    for (let t = 0; t < time - start[b]!; t++) positions[b * time + start[b]! + t] = t
    targets.set(completion, b * completionLength)
  })
  const perToken = (name: 'weights' | ReturnType<typeof lossInputNames>[number]): Float32Array => {
    const values = new Float32Array(batch * completionLength)
    rows.forEach((row, b) => {
      values.set(row[name] ?? [], b * completionLength)
    })
    return values
  }
  return {
    tokens,
    positions,
    start,
    targets,
    weights: perToken('weights'),
    ...Object.fromEntries(lossInputNames(loss).map((name) => [name, perToken(name)])),
  }
}
