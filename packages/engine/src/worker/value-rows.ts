// A critic inside one worker: values of rows, and, with a loss, gradients added to this worker's shared sum.
import type { CriticDatum, CriticRow, ValueLoss, ValueReport } from '@gigpo/core'
import { buildValueGraph, valueInputNames } from '../model/value-graph.ts'
import { columnFeeds, rowBatches, rowOutput, stateFeeds } from './row-batches.ts'
import { finiteLoss, type TrainerOptions } from './train-rows.ts'

/** Without a loss the data needs no more than its tokens. */
export type ValueOrder =
  | { readonly data: readonly CriticRow[]; readonly loss: null }
  | { readonly data: readonly CriticDatum[]; readonly loss: ValueLoss }

/** Runs all rows; the loss is 0 where none was asked for. @throws GigpoError `non-finite`. */
export function createRowCritic(options: TrainerOptions): (order: ValueOrder) => Promise<ValueReport> {
  const { config, weights, sessions, parameters } = options
  return async ({ data, loss }) => {
    const values: number[][] = new Array<number[]>(data.length)
    let total = 0
    for (const batch of rowBatches<CriticRow & Partial<CriticDatum>>(config, data)) {
      const { batch: size, promptLength, completionLength } = batch.bucket
      const key = `value ${size} ${promptLength} ${completionLength} ${JSON.stringify(loss)}`
      const session = await sessions.get(key, () => buildValueGraph(config, { ...batch.bucket, loss }, weights))
      const columns = loss === null ? {} : columnFeeds(batch, valueInputNames(loss))
      const outputs = await session.run({ ...parameters, ...stateFeeds(batch), ...columns })
      if (loss !== null) {
        total += finiteLoss(outputs.loss![0]!)
        options.gradients.add(outputs)
      }
      batch.places.forEach((place, b) => {
        values[place] = rowOutput(batch, b, outputs.values!)
      })
    }
    return { loss: total, values }
  }
}
