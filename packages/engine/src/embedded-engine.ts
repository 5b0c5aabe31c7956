// The engine that ships inside the package: core's Sampler and Learner over one set of weights, computed by onnxruntime in
// worker threads. Work is shared out by rules that see only the inputs, so a run repeats to the same bits for the same
// number of workers and threads.
import type { Engine, Learner, LossReport, Replica, SampleRequest } from '@gigpo/core'
import { beginningOf } from './beginning.ts'
import { type EmbeddedEngineOptions, resolveOptions } from './engine-options.ts'
import { createReplica } from './replica.ts'
import { drawCompletions } from './sampling/draw-completions.ts'
import type { StoredTokenizer } from './tokenizer/tokenizer-files.ts'
import { createTrainableModel } from './trainable-model.ts'
import { checkData, checkRequests } from './validate-input.ts'
import { dealRows, gather } from './worker/deal.ts'

export interface EmbeddedEngine extends Engine {
  readonly tokenizer: StoredTokenizer
  createReplica(): Promise<Replica>
}

/** @throws GigpoError `engine` (onnxruntime missing or wrong), `checkpoint`, `config`, `data` or `usage`. */
export async function createEmbeddedEngine(options: EmbeddedEngineOptions): Promise<EmbeddedEngine> {
  const resolved = await resolveOptions(options)
  const { config, tokenizer, workers, threads, maxRows, contextLength, batchInvariant } = resolved
  const limits = { vocabularySize: config.vocabularySize, contextLength }
  const { weights, format, base } = await beginningOf(resolved, options.key)
  const compute = { config, workers, threads, maxRows, batchInvariant, ...(base === undefined ? {} : { base }) }
  const model = await createTrainableModel({ ...compute, weights, format })
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
    const drawn = await drawCompletions(requests, pool, contextLength)
    const { policyVersion } = model
    return drawn.map((completion) => ({ ...completion, policyVersion }))
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
    createReplica: () => createReplica({ ...compute, specs: format.specs, contextLength }, model),
    describe: () => {
      const { provider, onnxruntime, parameters, trainable, threads: threadsPerWorker } = model.facts()
      const weights = model.weightsDigest()
      return {
        engine: 'embedded',
        provider,
        onnxruntime,
        parameters,
        ...(trainable === parameters ? {} : { trainable, samplingPrecision: resolved.samplingPrecision }),
        workers,
        threadsPerWorker,
        contextLength,
        weights,
      }
    },
    close: model.close,
  }
}
