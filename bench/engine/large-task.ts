// One measurement of bench/engine/large.ts in a process of its own, because peak memory is the process's. Prints one JSON line.
import { readFileSync } from 'node:fs'
import { openFrozenBase } from '../../packages/engine/src/checkpoint/frozen-base.ts'
import { quantizeBase } from '../../packages/engine/src/checkpoint/quantize.ts'
import { ADAPTER_TARGETS, checkedAdapter, initialAdapter } from '../../packages/engine/src/model/lora.ts'
import { buildDecodeGraph, buildPrefillGraph } from '../../packages/engine/src/model/sampling-graphs.ts'
import { buildTrainingGraph } from '../../packages/engine/src/model/training-graph.ts'
import { compile, type Feeds, type Session } from '../../packages/engine/src/session/session.ts'
import { graphWeights, quantizedWeights } from '../../packages/engine/src/worker/adapted-base.ts'
import { HALF_BILLION as config } from './large-model.ts'
import { BENCH_KEY } from './trainer.ts'

const [task, folder, precision, threadsText, batchText, rounds] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
  string,
  string,
]
const [threads, batch] = [Number(threadsText), Number(batchText)]
const LENGTH = 512
const CACHE = 512
const adapter = checkedAdapter({ rank: 16, alpha: 32, targetModules: ADAPTER_TARGETS })
const cache = `${folder}/cache`

const start = performance.now()
const base = await openFrozenBase(folder, config, cache)
const bits = precision === 'int8' ? 8 : 4
const quantized =
  precision === 'float32' ? undefined : ({ bits, tensors: await quantizeBase(base, config, { bits, cache }) } as const)
const opened = { adapter, tensors: base.tensors, ...(quantized === undefined ? {} : { quantized }) }
const openMs = performance.now() - start
const weights = quantizedWeights(config, opened) ?? graphWeights(config, opened)

const ids = (count: number, shift = 0): Int32Array =>
  Int32Array.from({ length: count }, (_, i) => ((i + shift) * 7919) % config.vocabularySize)
const matrices = Object.fromEntries(initialAdapter(config, adapter, BENCH_KEY))

const graphs = {
  decode: () => buildDecodeGraph(config, { batch, cacheLength: CACHE }, weights),
  prefill: () => buildPrefillGraph(config, { batch: 1, promptLength: LENGTH }, weights),
  step: () =>
    buildTrainingGraph(
      config,
      {
        batch: 1,
        promptLength: 1,
        completionLength: LENGTH,
        loss: { kind: 'cross-entropy' },
        gradients: true,
        recompute: true,
      },
      weights,
    ),
}

function feeds(): Feeds {
  if (task === 'decode') {
    const size = batch * config.keyValueHeads * CACHE * config.headDim
    const parts = Array.from({ length: config.layers }, (_, layer) => [
      `cache.key.${layer}`,
      `cache.value.${layer}`,
    ]).flat()
    const caches = Object.fromEntries(
      parts.map((name) => [name, Float32Array.from({ length: size }, (_, i) => ((i * 7919) % 1009) / 1009 - 0.5)]),
    )
    return { ...matrices, ...caches, tokens: ids(batch), positions: new Int32Array(batch).fill(CACHE - 1) }
  }
  const positions = Int32Array.from({ length: LENGTH }, (_, i) => i)
  const common = { ...matrices, tokens: ids(LENGTH), positions, start: new Int32Array(1) }
  if (task === 'prefill') return common
  return { ...common, targets: ids(LENGTH, 1), weights: new Float32Array(LENGTH).fill(1 / LENGTH) }
}

async function times(session: Session, rounds: number): Promise<{ ms: number; cpuMs: number }> {
  const given = feeds()
  await session.run(given)
  const measured: [number, number][] = []
  for (let round = 0; round < rounds; round++) {
    const [before, cpu] = [performance.now(), process.cpuUsage()]
    await session.run(given)
    const used = process.cpuUsage(cpu)
    measured.push([performance.now() - before, (used.user + used.system) / 1000])
  }
  const middle = (column: 0 | 1): number => measured.map((one) => one[column]).sort((a, b) => a - b)[rounds >> 1]!
  return { ms: middle(0), cpuMs: middle(1) }
}

function memory(): Record<string, number> {
  const status = readFileSync('/proc/self/status', 'utf8')
  const mib = (key: string): number => Math.round(Number(new RegExp(`${key}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024)
  return { peakRssMib: mib('VmHWM'), rssMib: mib('VmRSS'), fileMib: mib('RssFile') }
}

const compiling = performance.now()
const session = await compile(graphs[task as keyof typeof graphs](), {
  threads,
  keepMemory: false,
  pack: quantized !== undefined,
})
const compileMs = performance.now() - compiling
const { ms, cpuMs } = await times(session, Number(rounds))
const used = memory()
await session.release()
const tokens = task === 'decode' ? batch : LENGTH
console.log(
  JSON.stringify({
    task,
    precision,
    threads,
    batch,
    openMs,
    compileMs,
    ms,
    cpuMs,
    tokensPerSecond: (1000 * tokens) / ms,
    ...used,
  }),
)
