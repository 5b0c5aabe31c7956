// Passes over data: what a learner does between optimiser steps. Two ways: in the words of our own server, here, with its whole
// contract and to the same bits; and in those that every Tinker server knows, in plain-passes.ts.
import { type Datum, GigpoError, type LossReport, type LossSpec, type TokenLogProbs } from '@gigpo/core'
import type { Connection } from './connection.ts'
import type { RemoteModel } from './remote-model.ts'
import { type PassPath, sendPass } from './send-pass.ts'
import { ofCompletion, toWireDatum } from './to-wire.ts'

export interface Passes {
  forward(model: RemoteModel, data: readonly Datum[], temperature: number): Promise<TokenLogProbs[]>
  forwardBackward(model: RemoteModel, data: readonly Datum[], loss: LossSpec): Promise<LossReport>
  /** Sends gradients that were held back until all rows of the optimiser step are known. */
  flush(model: RemoteModel): Promise<void>
  /** Forgets what was held back. */
  reset(): void
}

/** Passes at our own server. */
export function createExtensionPasses(connection: Connection): Passes {
  const run = async (
    model: RemoteModel,
    path: PassPath,
    data: readonly Datum[],
    loss: LossSpec,
  ): Promise<LossReport> => {
    if (data.length === 0) return { loss: 0, tokens: [] }
    const wire = data.map((datum) => {
      const columns = path === 'forward' ? {} : columnsOf(datum, loss)
      return { ...toWireDatum(datum, columns), gigpo_prompt_length: datum.prompt.length }
    })
    const pass = { loss_fn: 'cross_entropy', gigpo_loss: loss }
    const { outputs, metrics } = await sendPass(connection, model, path, wire, pass)
    return {
      loss: metrics.reduce((sum, each) => sum + (each['loss:sum'] ?? 0), 0),
      tokens: data.map((datum, i) => ({
        logprobs: ofCompletion(outputs[i]!.logprobs, datum),
        entropies: ofCompletion(outputs[i]!.gigpo_entropies, datum),
      })),
    }
  }
  return {
    forward: async (model, data, temperature) =>
      (await run(model, 'forward', data, { kind: 'cross-entropy', temperature })).tokens.slice(),
    forwardBackward: (model, data, loss) => run(model, 'forward_backward', data, loss),
    flush: async () => {},
    reset: () => {},
  }
}

/** What the loss reads, by the names on the wire; JSON has no NaN, so what is not finite is refused here. */
function columnsOf(datum: Datum, loss: LossSpec): Record<string, readonly number[]> {
  const columns: Record<string, readonly number[] | undefined> = { weights: datum.weights }
  if (loss.kind !== 'cross-entropy') columns.advantages = datum.advantages
  if (loss.kind === 'ppo') columns.logprobs = datum.oldLogprobs
  if (loss.kind === 'ppo' && loss.kl !== undefined) columns.gigpo_ref_logprobs = datum.refLogprobs
  for (const [name, values] of Object.entries(columns)) {
    if (values === undefined) throw new GigpoError('usage', `a row lacks ${name}, which ${loss.kind} needs`)
    const wrong = values.find((value) => !Number.isFinite(value))
    if (wrong !== undefined) throw new GigpoError('non-finite', `the loss is not finite: ${name} holds ${wrong}`)
  }
  return columns as Record<string, readonly number[]>
}
