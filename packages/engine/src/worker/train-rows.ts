// Training a policy inside one worker: micro-batches run one after another, gradients add up in this worker's shared sum,
// and results go back in the order of the data.
import { type Datum, GigpoError, type LossReport, type LossSpec, type TokenLogProbs } from '@gigpo/core'
import { needsRecomputation } from '../model/activation-size.ts'
import type { ModelConfig } from '../model/config.ts'
import { lossInputNames } from '../model/losses.ts'
import { buildTrainingGraph } from '../model/training-graph.ts'
import type { ModelWeights } from '../model/weights.ts'
import type { Feeds } from '../session/session.ts'
import type { SessionCache } from '../session/session-cache.ts'
import type { GradientSum } from './gradient-sum.ts'
import { columnFeeds, type RowBatch, rowBatches, rowOutput, stateFeeds } from './row-batches.ts'

export interface TrainerOptions {
  readonly config: ModelConfig
  readonly weights: ModelWeights
  readonly sessions: SessionCache
  readonly gradients: GradientSum
  /** What learns by name, read in place. */
  readonly parameters: Readonly<Record<string, Float32Array>>
}

export interface TrainOrder {
  readonly data: readonly Datum[]
  readonly loss: LossSpec
  /** Whether gradients are computed and added to the sum. */
  readonly gradients: boolean
}

/** Runs all rows. @throws GigpoError `non-finite`. */
export function createRowTrainer(options: TrainerOptions): (order: TrainOrder) => Promise<LossReport> {
  const { config, weights, sessions, parameters } = options
  return async ({ data, loss, gradients }) => {
    const tokens: TokenLogProbs[] = new Array<TokenLogProbs>(data.length)
    let total = 0
    for (const batch of rowBatches(config, data)) {
      const { bucket, places } = batch
      const { batch: size, promptLength, completionLength } = bucket
      const key = `train ${size} ${promptLength} ${completionLength} ${gradients} ${JSON.stringify(loss)}`
      const time = promptLength + completionLength - 1
      const recompute = needsRecomputation(config, { ...bucket, time })
      const session = await sessions.get(key, () =>
        buildTrainingGraph(config, { ...bucket, loss, gradients, recompute }, weights),
      )
      const columns = columnFeeds(batch, ['weights', ...lossInputNames(loss)])
      const outputs = await session.run({ ...parameters, ...stateFeeds(batch), ...columns, targets: targetsOf(batch) })
      total += finiteLoss(outputs.loss![0]!)
      if (gradients) options.gradients.add(outputs)
      places.forEach((place, b) => {
        tokens[place] = {
          logprobs: rowOutput(batch, b, outputs.logprobs!),
          entropies: rowOutput(batch, b, outputs.entropies!),
        }
      })
    }
    return { loss: total, tokens }
  }
}

/** @throws GigpoError `non-finite`. */
export function finiteLoss(loss: number): number {
  if (Number.isFinite(loss)) return loss
  throw new GigpoError('non-finite', `the loss is ${loss}`, {
    remedy: 'Lower the learning rate, or look for infinite advantages, returns or log-probabilities in the data.',
  })
}

function targetsOf({ rows, bucket }: RowBatch<Datum>): Feeds[string] {
  const targets = new Int32Array(bucket.batch * bucket.completionLength)
  rows.forEach(({ completion }, b) => {
    targets.set(completion, b * bucket.completionLength)
  })
  return targets
}
