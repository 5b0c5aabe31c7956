// A second set of weights that only samples, in threads of its own, so that a batch can be drawn under the old policy while
// the engine learns the new one. It holds no gradients and no moments.
import type { Replica, SampleRequest } from '@gigpo/core'
import { readReplica, writeReplica } from './checkpoint/replica-file.ts'
import type { ModelConfig } from './model/config.ts'
import type { ParameterSpec } from './model/parameters.ts'
import { drawCompletions } from './sampling/draw-completions.ts'
import type { TrainableModel } from './trainable-model.ts'
import { checkRequests } from './validate-input.ts'
import type { AdaptedBase } from './worker/adapted-base.ts'
import { allocateState, layOut, layoutSize, viewsOf } from './worker/shared-state.ts'
import { createWorkerPool } from './worker/worker-pool.ts'

export interface ReplicaOptions {
  readonly config: ModelConfig
  /** What learns. */
  readonly specs: readonly ParameterSpec[]
  /** The frozen weights, where what learns is an adapter. */
  readonly base?: AdaptedBase
  readonly workers: number
  readonly threads: number
  /** Rows decoded together. */
  readonly maxRows: number
  readonly batchInvariant: boolean
  /** Longest prompt + completion, tokens. */
  readonly contextLength: number
}

/** Begins with the model's present weights. @throws GigpoError `engine`. */
export async function createReplica(options: ReplicaOptions, model: TrainableModel): Promise<Replica> {
  const { contextLength, specs, ...compute } = options
  const { config, workers } = compute
  const layout = layOut(specs)
  const state = allocateState(layoutSize(layout), workers, false)
  const weights = new Float32Array(state.parameters)
  const { pool } = await createWorkerPool({ ...compute, state })
  let policyVersion = 0
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = last.then(work)
    last = result.catch(() => undefined)
    return result
  }
  const take = async (values: Float32Array, version: number): Promise<void> => {
    weights.set(values)
    policyVersion = version
    await pool.all('refresh', () => undefined)
  }
  const replica: Replica = {
    get policyVersion() {
      return policyVersion
    },
    sample: (requests: readonly SampleRequest[]) =>
      inTurn(async () => {
        checkRequests(requests, { vocabularySize: config.vocabularySize, contextLength })
        const drawn = await drawCompletions(requests, pool, contextLength)
        return drawn.map((completion) => ({ ...completion, policyVersion }))
      }),
    refresh: () => inTurn(() => model.inTurn(() => take(model.weights, model.policyVersion))),
    save: (path) =>
      inTurn(() =>
        writeReplica(path, { specs, weights: new Map(Object.entries(viewsOf(weights, layout))), policyVersion }),
      ),
    load: (path) =>
      inTurn(async () => {
        const stored = await readReplica(path, specs)
        const flat = new Float32Array(weights.length)
        for (const { name, offset } of layout) flat.set(stored.weights.get(name)!, offset)
        await take(flat, stored.policyVersion)
      }),
    close: () => pool.close(),
  }
  await replica.refresh()
  return replica
}
