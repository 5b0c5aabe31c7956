// The critic that ships inside the package: the engine's transformer with one number a position instead of logits, with
// weights, workers and optimiser state of its own.
import type { Critic, CriticRow, RandomKey, ValueReport } from '@gigpo/core'
import { wholeModel } from './checkpoint/checkpoint.ts'
import { readPolicyWeights } from './checkpoint/merge-adapter.ts'
import { readConfig, readWeights } from './checkpoint/model-folder.ts'
import { resolveCompute } from './engine-options.ts'
import { type ModelConfig, parseModelConfig, toHfConfig } from './model/config.ts'
import { initialParameters } from './model/parameters.ts'
import { createTrainableModel } from './trainable-model.ts'
import { checkCriticData, checkRows } from './validate-input.ts'
import { dealRows, gather } from './worker/deal.ts'
import type { ValueOrder } from './worker/value-rows.ts'

export interface EmbeddedCriticOptions {
  /** A policy's configuration, its body drawn afresh from `key`; or the folder of a saved critic or policy. */
  readonly model: ModelConfig | { readonly path: string }
  readonly key: RandomKey
  /** Take only the configuration of a folder, and draw the body from `key` all the same; default false. */
  readonly fresh?: boolean
  /** Threads that compute, each with a copy of the weights; default 1. Results depend on it in the last float bits. */
  readonly workers?: number
  /** onnxruntime threads inside each worker; default 1. */
  readonly threadsPerWorker?: number
}

/** V = 0 everywhere unless loaded from a critic. @throws GigpoError `engine`, `checkpoint`, `config` or `usage`. */
export async function createEmbeddedCritic(options: EmbeddedCriticOptions): Promise<Critic> {
  const { model: from, key, fresh = false } = options
  const { workers, threads } = resolveCompute(options)
  const body = 'path' in from ? await readConfig(from.path) : parseModelConfig(toHfConfig(from))
  const config: ModelConfig = { ...body, valueHead: true }
  const limits = { vocabularySize: config.vocabularySize, contextLength: config.contextLength }
  const weights = 'path' in from && !fresh ? await readWeights(from.path, config) : initialParameters(config, key)
  const model = await createTrainableModel({
    config,
    format: { ...wholeModel(config), readWeights: (path) => readPolicyWeights(path, config) },
    weights,
    workers,
    threads,
    maxRows: 1,
    batchInvariant: false,
  })

  const run = async (data: readonly CriticRow[], share: (rows: number[]) => ValueOrder): Promise<ValueReport> => {
    const hands = dealRows(data, workers)
    const reports = await model.pool.all('value', (w) => share(hands[w]!))
    return {
      loss: reports.reduce((sum, report) => sum + report.loss, 0),
      values: gather(
        hands,
        reports.map((report) => report.values),
      ),
    }
  }

  return {
    values: (rows) =>
      model.inTurn(async () => {
        checkRows(rows, limits)
        // Whatever else the rows hold stays on this side.
        const order = ({ prompt, completion }: CriticRow): CriticRow => ({ prompt, completion })
        const { values } = await run(rows, (hand) => ({ data: hand.map((i) => order(rows[i]!)), loss: null }))
        return values.map((row) => row.slice())
      }),
    forwardBackward: (data, loss) =>
      model.accumulate(async () => {
        checkCriticData(data, loss, limits)
        return run(data, (hand) => ({ data: hand.map((i) => data[i]!), loss }))
      }),
    optimStep: model.optimStep,
    save: model.save,
    load: model.load,
    describe: () => ({ critic: 'embedded', ...model.facts() }),
    close: model.close,
  }
}
