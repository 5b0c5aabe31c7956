// The engine that ships inside the package: core's Sampler and Learner over one set of weights, computed by onnxruntime in
// worker threads. This file owns the policy (weights, moments, counters) and the order of things: calls run one after
// another, work is shared out by rules that see only the inputs, and sums are taken in worker order, so a run repeats to
// the same bits for the same number of workers and threads.
import {
  type Engine,
  GigpoError,
  type Learner,
  type OptimReport,
  type SampleRequest,
  type TokenLogProbs,
} from '@gigpo/core'
import { digestOf, readState, readWeights, weightsFile, writeCheckpoint } from './checkpoint/checkpoint.ts'
import { type EmbeddedEngineOptions, resolveOptions } from './engine-options.ts'
import { initialParameters, parameterSpecs } from './model/parameters.ts'
import type { StoredTokenizer } from './tokenizer/tokenizer-files.ts'
import { checkData, checkRequests, checkStep } from './validate-input.ts'
import { deal, gather } from './worker/deal.ts'
import { compareRequests, groupByPrompt } from './worker/request-order.ts'
import { allocateState, layOut, layoutSize, viewsOf } from './worker/shared-state.ts'
import { createWorkerPool } from './worker/worker-pool.ts'

export interface EmbeddedEngine extends Engine {
  readonly tokenizer: StoredTokenizer
}

/** What decoding a row costs beside prefilling one token of its prompt; balances the workers. */
const ROW_COST = 64

/** @throws GigpoError `engine` (onnxruntime missing or wrong), `checkpoint`, `config`, `data` or `usage`. */
export async function createEmbeddedEngine(options: EmbeddedEngineOptions): Promise<EmbeddedEngine> {
  const { path, config, tokenizer, workers, threads, maxRows, contextLength } = await resolveOptions(options)
  const limits = { vocabularySize: config.vocabularySize, contextLength }

  const layout = layOut(parameterSpecs(config))
  const size = layoutSize(layout)
  const state = allocateState(size, workers)
  const flat = {
    weights: new Float32Array(state.parameters),
    firstMoment: new Float32Array(state.firstMoment),
    secondMoment: new Float32Array(state.secondMoment),
  }
  const viewMap = (array: Float32Array): Map<string, Float32Array> => new Map(Object.entries(viewsOf(array, layout)))
  const assign = (array: Float32Array, values: ReadonlyMap<string, Float32Array>): void => {
    for (const { name, offset } of layout) array.set(values.get(name)!, offset)
  }
  assign(flat.weights, path === undefined ? initialParameters(config, options.key) : await readWeights(path, config))

  const { pool, runtimeVersion } = await createWorkerPool({ config, state, workers, threads, maxRows })
  await pool.all('refresh', () => undefined)

  let policyVersion = 0
  let optimizerStep = 0
  let last: Promise<unknown> = Promise.resolve()
  /** One call at a time: sampling, gradients and updates share the weights. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = last.then(work)
    last = result.catch(() => undefined)
    return result
  }
  const clearGradients = (): Promise<unknown> => pool.all('clearGradients', () => undefined)

  const run = async (
    data: Parameters<Learner['forward']>[0],
    loss: Parameters<Learner['forwardBackward']>[1],
    how: { readonly gradients: boolean },
  ): Promise<{ loss: number; tokens: TokenLogProbs[] }> => {
    checkData(data, loss, limits)
    const hands = deal(data, workers, ({ prompt, completion }) => prompt.length + completion.length)
    // Rows of one worker in the order of the data: its micro-batches sort them by length anyway.
    for (const hand of hands) hand.sort((a, b) => a - b)
    const reports = await pool.all('run', (w) => ({ ...how, loss, data: hands[w]!.map((i) => data[i]!) }))
    return {
      loss: reports.reduce((sum, report) => sum + report.loss, 0),
      tokens: gather(
        hands,
        reports.map((report) => report.tokens),
      ),
    }
  }

  const optimStep = async (step: Parameters<Learner['optimStep']>[0]): Promise<OptimReport> => {
    checkStep(step)
    const norms = await pool.all('reduce', () => undefined)
    const gradientNorm = Math.sqrt(norms.reduce((sum, norm) => sum + norm * norm, 0))
    const count = optimizerStep + 1
    const refuse = async (message: string): Promise<never> => {
      await clearGradients()
      throw new GigpoError('non-finite', `${message} at optimiser step ${count}; the weights were not changed`, {
        remedy: 'Lower the learning rate or clip the gradient, and resume from the last checkpoint.',
      })
    }
    if (!Number.isFinite(gradientNorm)) return refuse(`the gradient norm is ${gradientNorm}`)
    const clip = step.gradientClip === undefined ? 1 : Math.min(1, step.gradientClip / (gradientNorm + 1e-6))
    const finite = await pool.all('update', () => ({ step, count, clip }))
    if (finite.includes(false)) {
      await pool.all('undo', () => undefined)
      return refuse('an updated weight or moment is not finite')
    }
    await clearGradients()
    await pool.all('refresh', () => undefined)
    optimizerStep = count
    policyVersion++
    return { gradientNorm, policyVersion }
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
    return gather(
      hands.map((hand) => hand.map(({ place }) => place)),
      drawn,
    ).map((completion) => ({ ...completion, policyVersion }))
  }

  const load: Learner['load'] = async (from, { weightsOnly = false } = {}) => {
    const restored = weightsOnly
      ? { weights: await readWeights(from, config), policyVersion: 0, optimizer: undefined }
      : await readState(from, config)
    assign(flat.weights, restored.weights)
    if (restored.optimizer === undefined) {
      flat.firstMoment.fill(0)
      flat.secondMoment.fill(0)
    } else {
      assign(flat.firstMoment, restored.optimizer.firstMoment)
      assign(flat.secondMoment, restored.optimizer.secondMoment)
    }
    policyVersion = restored.policyVersion
    optimizerStep = restored.optimizer?.step ?? 0
    await clearGradients()
    await pool.all('refresh', () => undefined)
  }

  return {
    tokenizer,
    contextLength,
    get policyVersion() {
      return policyVersion
    },
    sample: (requests) => inTurn(() => sample(requests)),
    forward: (data, { temperature = 1 } = {}) =>
      inTurn(async () => {
        const { tokens } = await run(data, { kind: 'cross-entropy', temperature }, { gradients: false })
        return tokens
      }),
    forwardBackward: (data, loss) =>
      inTurn(async () => {
        try {
          const report = await run(data, loss, { gradients: true })
          return report
        } catch (error) {
          // What was accumulated is no longer the sum the caller thinks it is.
          if (GigpoError.isInstance(error) && error.code === 'non-finite') await clearGradients()
          throw error
        }
      }),
    optimStep: (step) => inTurn(() => optimStep(step)),
    save: (to) =>
      inTurn(() =>
        writeCheckpoint(to, {
          config,
          weights: viewMap(flat.weights),
          tokenizer: tokenizer.files,
          policyVersion,
          optimizer: {
            firstMoment: viewMap(flat.firstMoment),
            secondMoment: viewMap(flat.secondMoment),
            step: optimizerStep,
          },
        }),
      ),
    load: (from, how) => inTurn(() => load(from, how)),
    describe: () => ({
      engine: 'embedded',
      provider: 'cpu',
      onnxruntime: runtimeVersion,
      parameters: size,
      workers,
      threadsPerWorker: threads,
      contextLength,
      weights: digestOf(weightsFile(config, viewMap(flat.weights))),
    }),
    close: () => pool.close(),
  }
}
