// The thread that computes: it owns its onnxruntime sessions and a private copy of the weights, and answers the engine's
// calls one after another. Started by worker-pool; never imported.
import { parentPort } from 'node:worker_threads'
import { GigpoError } from '@gigpo/core'
import { adapterSpecs } from '../model/lora.ts'
import { parameterSpecs } from '../model/parameters.ts'
import { checkProvider } from '../self-check/check-provider.ts'
import { loadRuntime } from '../session/session.ts'
import { createSessionCache, type SessionCache } from '../session/session-cache.ts'
import { type AdaptedBase, graphWeights, quantizedWeights } from './adapted-base.ts'
import { takeBallast } from './ballast.ts'
import { createGenerator, type GeneratorOptions } from './generate.ts'
import { createGradientSum, type GradientSum } from './gradient-sum.ts'
import { createOptimizerShare, type OptimizerShare } from './optimizer-share.ts'
import { serve } from './rpc.ts'
import { layOut, layoutSize, viewsOf } from './shared-state.ts'
import { createRowTrainer } from './train-rows.ts'
import { createRowCritic } from './value-rows.ts'
import type { WorkerMethods, WorkerSetup } from './worker-methods.ts'

/** Compiled graphs held at once; each keeps the memory of its largest run. */
const MAX_SESSIONS = 64
/** Linux maps 65,530 pieces into a process, and every session maps each tensor on its own. */
const MOST_MAPPINGS = 20_000
/** Of a worker's sessions that decode with quantised weights. */
const MOST_PACKED_BYTES = 3 * 2 ** 30

const ballast = takeBallast()

interface Running {
  readonly sessions: readonly SessionCache[]
  readonly generate: ReturnType<typeof createGenerator>
  readonly train: ReturnType<typeof createRowTrainer>
  readonly value: ReturnType<typeof createRowCritic>
  readonly gradients: GradientSum
  readonly share: OptimizerShare
  refresh(): void
}

function build(setup: WorkerSetup): Running {
  const { config, state, base, index, workers, threads, maxRows, batchInvariant } = setup
  const layout = layOut(base === undefined ? parameterSpecs(config) : adapterSpecs(config, base.adapter))
  const weights = graphWeights(config, base)
  const size = layoutSize(layout)
  // A model worth mapping is too large for each session to hold on to the memory of its largest run.
  const capacity = base === undefined ? MAX_SESSIONS : mappedSessions(base.tensors.length * workers)
  const sessions = createSessionCache({ threads, capacity, batchInvariant, keepMemory: base === undefined })
  const quantized = base && quantizedDecoding(base, setup)
  // onnxruntime refuses shared memory, hence the private copy.
  const copy = new Float32Array(size)
  const parameters = viewsOf(copy, layout)
  const gradients = createGradientSum(layout, new Float32Array(state.gradients[index]!))
  const boundary = (i: number): number => Math.floor((size * i) / workers)
  return {
    sessions: quantized === undefined ? [sessions] : [sessions, quantized.sessions],
    generate: createGenerator({
      config,
      weights,
      sessions,
      parameters,
      maxRows,
      batchInvariant,
      ...(quantized === undefined ? {} : { quantized }),
    }),
    train: createRowTrainer({ config, weights, sessions, gradients, parameters }),
    value: createRowCritic({ config, weights, sessions, gradients, parameters }),
    gradients,
    share: createOptimizerShare(state, layout, { begin: boundary(index), end: boundary(index + 1) }),
    refresh: () => copy.set(new Float32Array(state.parameters)),
  }
}

/** Sessions that map a file `tensors` times each, over all workers, with room for a second engine in the process. */
function mappedSessions(tensors: number): number {
  return Math.min(MAX_SESSIONS, Math.max(4, Math.floor(MOST_MAPPINGS / tensors)))
}

/** Sessions of quantised weights, each with a packed copy of them: as many as fit. */
function quantizedDecoding(
  base: AdaptedBase,
  { config, threads, batchInvariant }: WorkerSetup,
): GeneratorOptions['quantized'] {
  const weights = quantizedWeights(config, base)
  if (weights === undefined) return undefined
  const packed = base.quantized!.tensors.reduce((sum, { codes, scales }) => sum + codes.length + scales.length, 0)
  const capacity = Math.min(MAX_SESSIONS, Math.max(2, Math.floor(MOST_PACKED_BYTES / packed)))
  return { weights, sessions: createSessionCache({ threads, capacity, batchInvariant, keepMemory: false, pack: true }) }
}

let running: Running | undefined
function engine(): Running {
  if (running === undefined) throw new GigpoError('contract', 'the worker was not started')
  return running
}

const methods: WorkerMethods = {
  start: async (setup) => {
    const { versions } = (await loadRuntime()).env
    if (setup.selfCheck) await checkProvider({ threads: setup.threads }, setup.config.valueHead ? 'value' : 'policy')
    running = build(setup)
    return versions.node ?? versions.common
  },
  refresh: () => engine().refresh(),
  sample: (requests) => engine().generate(requests),
  run: (order) => engine().train(order),
  value: (order) => engine().value(order),
  clearGradients: () => engine().gradients.clear(),
  reduce: () => engine().share.reduce(),
  update: (order) => engine().share.update(order),
  undo: () => engine().share.undo(),
  close: async () => {
    ballast.release()
    for (const sessions of running?.sessions ?? []) await sessions.release()
  },
}

if (parentPort === null) throw new GigpoError('contract', 'worker-main runs in a worker thread only')
serve(parentPort, methods)
