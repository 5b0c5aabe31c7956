// Passes over data: what a learner does between optimiser steps. Two ways: in the words of our own server, here, with its whole
// contract and to the same bits; and in those that every Tinker server knows, in plain-passes.ts.
import { type Datum, GigpoError, type LossReport, type LossSpec, type TokenLogProbs } from '@gigpo/core'
import { z } from 'zod'
import type { WireDatum } from '../wire/model-input.ts'
import { chunksOf } from './chunks.ts'
import type { Connection } from './connection.ts'
import { parse } from './futures.ts'
import type { Numbered, RemoteModel } from './remote-model.ts'
import { ofCompletion, toWireDatum } from './to-wire.ts'

export interface Passes {
  forward(model: RemoteModel, data: readonly Datum[], temperature: number): Promise<TokenLogProbs[]>
  forwardBackward(model: RemoteModel, data: readonly Datum[], loss: LossSpec): Promise<LossReport>
  /** Sends gradients that were held back until all rows of the optimiser step are known. */
  flush(model: RemoteModel): Promise<void>
  /** Forgets what was held back. */
  reset(): void
}

const tensor = z.object({ data: z.array(z.number()) })
const passSchema = z.object({
  loss_fn_outputs: z.array(z.object({ logprobs: tensor, gigpo_entropies: tensor })),
  metrics: z.record(z.string(), z.number()),
})

/** Passes at our own server. */
export function createExtensionPasses({ chunk }: Connection): Passes {
  const run = async (
    model: RemoteModel,
    path: 'forward' | 'forward_backward',
    data: readonly Datum[],
    loss: LossSpec,
  ): Promise<LossReport> => {
    if (data.length === 0) return { loss: 0, tokens: [] }
    const wire = data.map((datum) => {
      const columns = path === 'forward' ? {} : columnsOf(datum, loss)
      return { ...toWireDatum(datum, columns), gigpo_prompt_length: datum.prompt.length }
    })
    const answers = await sendJson(model, path, wire, { loss_fn: 'cross_entropy', gigpo_loss: loss }, chunk)
    const parsed = answers.map((answer) => parse(passSchema, answer, path))
    const outputs = parsed.flatMap(({ loss_fn_outputs }) => loss_fn_outputs)
    if (outputs.length !== data.length)
      throw new GigpoError('engine', `${path} answered ${outputs.length} of ${data.length} rows`)
    return {
      loss: parsed.reduce((sum, { metrics }) => sum + (metrics['loss:sum'] ?? 0), 0),
      tokens: data.map((datum, i) => ({
        logprobs: ofCompletion(outputs[i]!.logprobs.data, datum),
        entropies: ofCompletion(outputs[i]!.gigpo_entropies.data, datum),
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
    assertFinite(name, values)
  }
  return columns as Record<string, readonly number[]>
}

/** @throws GigpoError `non-finite`. */
export function assertFinite(name: string, values: readonly number[]): void {
  const wrong = values.find((value) => !Number.isFinite(value))
  if (wrong !== undefined) throw new GigpoError('non-finite', `the loss is not finite: ${name} holds ${wrong}`)
}

/** The answers to one pass, sent in chunks one right after another. */
export async function sendJson(
  model: RemoteModel,
  path: 'forward' | 'forward_backward',
  data: readonly WireDatum[],
  rest: object,
  limits: Connection['chunk'],
): Promise<unknown[]> {
  const texts = data.map((datum) => JSON.stringify(datum))
  const options = JSON.stringify(rest).slice(1)
  const chunks = chunksOf(
    texts.map(({ length }) => length),
    limits,
  )
  return Promise.all(
    chunks.map(([start, end]) =>
      model.run(path, (numbered: Numbered) => ({
        type: 'application/json',
        body: `${JSON.stringify(numbered).slice(0, -1)},"${path}_input":{"data":[${texts.slice(start, end).join(',')}],${options}}`,
      })),
    ),
  )
}
