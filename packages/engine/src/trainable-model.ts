// One set of weights that worker threads compute with and that learns: what the engine and the critic are both made of.
// It owns weights, moments and counters and the order of things: calls run one after another, and sums are taken in worker
// order, so a run repeats to the same bits for the same number of workers and threads.
import { type AdamStep, GigpoError, type OptimReport } from '@gigpo/core'
import type { CheckpointFormat } from './checkpoint/checkpoint-format.ts'
import { weightsDigest } from './checkpoint/training-state.ts'
import type { ModelConfig } from './model/config.ts'
import { parameterCount } from './model/parameters.ts'
import { checkStep } from './validate-input.ts'
import type { AdaptedBase } from './worker/adapted-base.ts'
import { allocateState, layOut, layoutSize, viewsOf } from './worker/shared-state.ts'
import { createWorkerPool, type WorkerPool } from './worker/worker-pool.ts'

export interface TrainableModelOptions {
  readonly config: ModelConfig
  /** What learns, and how it is kept. */
  readonly format: CheckpointFormat
  /** Initial values of what learns, by name. */
  readonly weights: ReadonlyMap<string, Float32Array>
  /** The frozen weights, where what learns is an adapter. */
  readonly base?: AdaptedBase
  readonly workers: number
  readonly threads: number
  /** Rows decoded together. */
  readonly maxRows: number
  /** Sample every row to the same bits, whatever shares its batch. */
  readonly batchInvariant: boolean
}

export interface TrainableModel {
  readonly pool: WorkerPool
  /** Optimiser steps since the weights were made. */
  readonly policyVersion: number
  /** All of what learns, flat. Read it in turn. */
  readonly weights: Float32Array
  /** Runs `work` after everything asked before. Everything below waits its turn by itself. */
  inTurn<T>(work: () => Promise<T>): Promise<T>
  /** As `inTurn`; a result that is not finite clears the gradients, which no longer are the sum the caller thinks. */
  accumulate<T>(work: () => Promise<T>): Promise<T>
  optimStep(step: AdamStep): Promise<OptimReport>
  save(to: string): Promise<void>
  load(from: string, options?: { readonly weightsOnly?: boolean }): Promise<void>
  /**
   * Facts; `bytes` is what learned weights, gradients and optimiser state take, with all copies but without activations and
   * without a frozen base, which is mapped.
   */
  facts(): {
    provider: string
    onnxruntime: string
    parameters: number
    trainable: number
    bytes: number
    workers: number
    threads: number
  }
  /** SHA-256 of what learns as one float32 file, hex. */
  weightsDigest(): string
  close(): Promise<void>
}

/** @throws GigpoError `engine` (onnxruntime missing or wrong). */
export async function createTrainableModel(options: TrainableModelOptions): Promise<TrainableModel> {
  const { config, format, base, workers, threads, maxRows, batchInvariant } = options
  const layout = layOut(format.specs)
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
  assign(flat.weights, options.weights)

  const { pool, runtimeVersion } = await createWorkerPool({
    config,
    state,
    workers,
    threads,
    maxRows,
    batchInvariant,
    ...(base === undefined ? {} : { base }),
  })
  await pool.all('refresh', () => undefined)

  let policyVersion = 0
  let optimizerStep = 0
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = last.then(work)
    last = result.catch(() => undefined)
    return result
  }
  const clearGradients = (): Promise<unknown> => pool.all('clearGradients', () => undefined)

  const optimStep = async (step: AdamStep): Promise<OptimReport> => {
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

  const load = async (from: string, weightsOnly: boolean): Promise<void> => {
    const restored = weightsOnly
      ? { weights: await format.readWeights(from), policyVersion: 0, optimizer: undefined }
      : await format.readState(from)
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
    pool,
    get policyVersion() {
      return policyVersion
    },
    weights: flat.weights,
    inTurn,
    accumulate: (work) =>
      inTurn(async () => {
        try {
          return await work()
        } catch (error) {
          if (GigpoError.isInstance(error) && error.code === 'non-finite') await clearGradients()
          throw error
        }
      }),
    optimStep: (step) => inTurn(() => optimStep(step)),
    save: (to) =>
      inTurn(() =>
        format.write(to, {
          weights: viewMap(flat.weights),
          policyVersion,
          optimizer: {
            firstMoment: viewMap(flat.firstMoment),
            secondMoment: viewMap(flat.secondMoment),
            step: optimizerStep,
          },
        }),
      ),
    load: (from, { weightsOnly = false } = {}) => inTurn(() => load(from, weightsOnly)),
    facts: () => ({
      provider: 'cpu',
      onnxruntime: runtimeVersion,
      parameters: parameterCount(config) + (base === undefined ? 0 : size),
      trainable: size,
      // Weights and moments and what an update can be taken back to, shared; each worker's gradients and private weights.
      bytes: 4 * size * (3 + 3 + 2 * workers),
      workers,
      threads,
    }),
    weightsDigest: () => weightsDigest(format.specs, viewMap(flat.weights)),
    close: () => pool.close(),
  }
}
