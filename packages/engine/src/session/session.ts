// One compiled graph. Runs execute synchronously inside onnxruntime even though they return a promise, so an engine owns
// its sessions in a worker. A session that is dropped without `release` keeps its memory for ever.
import { parse } from 'node:path'
import { GigpoError, messageOf } from '@gigpo/core'
import type { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node'
import { toOnnx } from '../graph/emit.ts'
import { filePlace } from '../graph/operators/leaf.ts'
import { simplify } from '../graph/simplify.ts'
import type { Graph } from '../graph/tensor.ts'
import { topological } from '../graph/tensor.ts'

export interface CompileOptions {
  /** Threads inside one operator, default 1. */
  readonly threads?: number
  /** Execution provider of onnxruntime, default `cpu`. */
  readonly provider?: string
  /** Whether weights in files are copied into the layout that kernels like best, instead of mapped; default false. */
  readonly pack?: boolean
  /** Whether a row must come out to the same bits however many others there are; default false. */
  readonly batchInvariant?: boolean
  /** Whether the session keeps the memory of its largest run for the next one, instead of giving it back; default true. */
  readonly keepMemory?: boolean
}

export type Feeds = Readonly<Record<string, Float32Array | Int32Array>>

export interface Session {
  /** Values of all outputs, row-major, in new arrays. Inputs are read in place: leave them alone until it resolves. */
  run(feeds: Feeds): Promise<Record<string, Float32Array>>
  /** Frees the session's memory once runs in flight are done; further runs fail. */
  release(): Promise<void>
}

type Runtime = typeof import('onnxruntime-node')

/** @throws GigpoError `engine` where onnxruntime-node is not installed or does not load. */
export async function loadRuntime(): Promise<Runtime> {
  try {
    return await import('onnxruntime-node')
  } catch (cause) {
    throw new GigpoError('engine', `onnxruntime-node cannot be loaded: ${messageOf(cause)}`, {
      remedy: 'Install it with `npm install onnxruntime-node@1.30.0 --ignore-scripts`.',
      cause,
    })
  }
}

/** Compiles `graph`. @throws GigpoError `engine` where the runtime or the provider refuses. */
export async function compile(graph: Graph, options: CompileOptions = {}): Promise<Session> {
  const { threads = 1, provider = 'cpu' } = options
  const simplified = simplify(graph)
  const ort = await loadRuntime()
  let session: InferenceSession
  try {
    session = await ort.InferenceSession.create(toOnnx(simplified, options), {
      executionProviders: [provider],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      graphOptimizationLevel: 'all',
      enableCpuMemArena: options.keepMemory ?? true,
      logSeverityLevel: 3,
      ...fileSettings(simplified, options.pack ?? false),
    })
  } catch (cause) {
    throw new GigpoError('engine', `provider "${provider}" refuses the graph: ${messageOf(cause)}`, {
      remedy: 'Use the provider "cpu", or report the operator named above.',
      cause,
    })
  }
  let pending: Promise<unknown> = Promise.resolve()
  return {
    async run(feeds) {
      const inputs: Record<string, OrtTensor> = {}
      for (const [name, { shape, dtype }] of graph.inputs) {
        const data = feeds[name]
        if (data === undefined) throw new GigpoError('contract', `graph input "${name}" was not fed`)
        inputs[name] =
          dtype === 'f32'
            ? new ort.Tensor('float32', data as Float32Array, shape)
            : new ort.Tensor('int32', data as Int32Array, shape)
      }
      const result = session.run(inputs)
      // Resolves to nothing: a chain of settled results would hold every output for ever.
      pending = Promise.allSettled([pending, result]).then(() => undefined)
      const outputs = await result
      return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, value.data as Float32Array]))
    },
    async release() {
      await pending
      await session.release()
    },
  }
}

/** What onnxruntime needs to find tensors in files: the folder their places are relative to, and leave to map them. */
function fileSettings(graph: Graph, pack: boolean): InferenceSession.SessionOptions {
  const place = topological(graph.outputs.values()).map(filePlace).find(Boolean)
  if (place === undefined) return {}
  const folder = parse(place.file).root
  const session = { model_external_initializers_file_folder_path: folder, disable_prepacking: pack ? '0' : '1' }
  return { extra: { session } }
}
