// The engine that ships inside the package: core's Sampler and Learner over one set of weights, computed by onnxruntime in
// worker threads. Work is shared out by rules that see only the inputs, so a run repeats to the same bits for the same
// number of workers and threads.
import type { Engine, Learner, LossReport, SampleRequest } from '@gigpo/core'
import { beginningOf } from './beginning.ts'
import { type EmbeddedEngineOptions, resolveOptions } from './engine-options.ts'
import type { StoredTokenizer } from './tokenizer/tokenizer-files.ts'
import { createTrainableModel } from './trainable-model.ts'
import { checkData, checkRequests } from './validate-input.ts'
import { deal, dealRows, gather } from './worker/deal.ts'
import { compareRequests, groupByPrompt } from './worker/request-order.ts'

export interface EmbeddedEngine extends Engine {
  readonly tokenizer: StoredTokenizer
}

/** What decoding a row costs beside prefilling one token of its prompt; balances the workers. */
const ROW_COST = 64

/** @throws GigpoError `engine` (onnxruntime missing or wrong), `checkpoint`, `config`, `data` or `usage`. */
export async function createEmbeddedEngine(options: EmbeddedEngineOptions): Promise<EmbeddedEngine> {
  const resolved = await resolveOptions(options)
  const { config, tokenizer, workers, threads, maxRows, contextLength } = resolved
  const limits = { vocabularySize: config.vocabularySize, contextLength }
  const beginning = await beginningOf(resolved, options.key)
  const model = await createTrainableModel({ config, ...beginning, workers, threads, maxRows })
  const { pool } = model

  const run = async (
    data: Parameters<Learner['forward']>[0],
    loss: Parameters<Learner['forwardBackward']>[1],
    gradients: boolean,
  ): Promise<LossReport> => {
    checkData(data, loss, limits)
    const hands = dealRows(data, workers)
    const reports = await pool.all('run', (w) => ({ gradients, loss, data: hands[w]!.map((i) => data[i]!) }))
    return {
      loss: reports.reduce((sum, report) => sum + report.loss, 0),
      tokens: gather(
        hands,
        reports.map((report) => report.tokens),
      ),
    }
  }

  const sample = async (requests: readonly SampleRequest[]): ReturnType<Engine['sample']> => {
    checkRequests(requests, limits)
    const sorted = requests
      .map((request, place) => {
        const room = contextLength - request.prompt.length
        return { place, request: { ...request, maxTokens: Math.min(request.maxTokens, room) } }
      })
      .sort((a, b) => compareRequests(a.request, b.request) || a.place - b.place)
    // Equal prompts stay together where that leaves enough pieces to balance.
    const pieces = groupByPrompt(sorted, Math.max(1, Math.ceil(sorted.length / (4 * workers))))
    const cost = (piece: typeof sorted): number => piece[0]!.request.prompt.length + ROW_COST * piece.length
    const hands = deal(pieces, workers, cost).map((hand) => hand.flatMap((piece) => pieces[piece]!))
    const drawn = await pool.all('sample', (w) => hands[w]!.map(({ request }) => request))
    const { policyVersion } = model
    return gather(
      hands.map((hand) => hand.map(({ place }) => place)),
      drawn,
    ).map((completion) => ({ ...completion, policyVersion }))
  }

  return {
    tokenizer,
    contextLength,
    get policyVersion() {
      return model.policyVersion
    },
    sample: (requests) => model.inTurn(() => sample(requests)),
    forward: (data, { temperature = 1 } = {}) =>
      model.inTurn(async () => (await run(data, { kind: 'cross-entropy', temperature }, false)).tokens.slice()),
    forwardBackward: (data, loss) => model.accumulate(() => run(data, loss, true)),
    optimStep: model.optimStep,
    save: model.save,
    load: model.load,
    describe: () => {
      const { provider, onnxruntime, parameters, trainable, threads: threadsPerWorker } = model.facts()
      const weights = model.weightsDigest()
      return {
        engine: 'embedded',
        provider,
        onnxruntime,
        parameters,
        ...(trainable === parameters ? {} : { trainable }),
        workers,
        threadsPerWorker,
        contextLength,
        weights,
      }
    },
    close: model.close,
  }
}
