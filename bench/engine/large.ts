// Speed and memory at Qwen2.5-0.5B's shape with random weights: opening, prefill, decode, and a LoRA step (rank 16, all linear
// layers) of one row of 512 tokens, each in a process of its own so that its peak memory is its own. The weights, 2 GB, are
// written to the temporary folder and removed. Usage: npx gigpo bench engine large, or
// npx tsx --conditions=gigpo-source bench/engine/large.ts [--json] [--threads 2] [--rounds 3]
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { HALF_BILLION, writeRandomModel } from './large-model.ts'
import { findPython, torchDecode, yardsticks } from './torch.ts'

const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    threads: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '3' },
  },
})
const threads = Number(values.threads)
/** A LoRA step is to fit into this. */
const TARGET_MIB = 4096

interface Measured {
  readonly task: string
  readonly precision: string
  readonly batch: number
  readonly openMs: number
  readonly compileMs: number
  readonly ms: number
  readonly cpuMs: number
  readonly tokensPerSecond: number
  readonly peakRssMib: number
  readonly rssMib: number
  readonly fileMib: number
}

const say = (line: string): void => {
  if (values.json !== true) console.log(line)
}
const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

function measure(folder: string, task: string, precision: string, batch: number): Measured {
  const rounds = task === 'decode' ? 5 * Number(values.rounds) : Number(values.rounds)
  const arguments_ = [
    ...process.execArgv,
    script('large-task.ts'),
    task,
    folder,
    precision,
    `${threads}`,
    `${batch}`,
    `${rounds}`,
  ]
  const { stdout, stderr, status } = spawnSync(process.execPath, arguments_, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${task} ${precision}: ${stderr}`)
  const result = JSON.parse(stdout.trim().split('\n').at(-1)!) as Measured
  say(
    `${task.padEnd(7)} ${precision.padEnd(7)} batch ${`${batch}`.padEnd(3)} ${result.tokensPerSecond.toFixed(1).padStart(7)} tokens/s ` +
      `(${result.ms.toFixed(0)} ms, processor ${result.cpuMs.toFixed(0)}); opened in ${result.openMs.toFixed(0)} ms, ` +
      `compiled in ${result.compileMs.toFixed(0)}; peak ${result.peakRssMib} MiB, of them mapped ${result.fileMib}`,
  )
  return result
}

say(`${cpus()[0]?.model ?? 'unknown processor'} × ${cpus().length}, Node ${process.version}, ${threads} thread(s)`)
const folder = await writeRandomModel(HALF_BILLION)
try {
  const results = [measure(folder, 'step', 'float32', 1), measure(folder, 'prefill', 'float32', 1)]
  for (const precision of ['float32', 'int8', 'int4'])
    for (const batch of [1, 32]) results.push(measure(folder, 'decode', precision, batch))
  const peak = results[0]!.peakRssMib
  say(`LoRA step of 512 tokens: peak ${peak} MiB, ${peak < TARGET_MIB ? 'within' : 'ABOVE'} ${TARGET_MIB}`)

  const python = findPython()
  const torch: { batch: number; ms: number }[] = []
  if (python === undefined) say('no python3 with torch found: nothing to compare decode with (set GIGPO_BENCH_PYTHON)')
  else {
    const yardstick = yardsticks(python).at(-1)!
    for (const batch of [1, 32]) {
      const ms = torchDecode(python, HALF_BILLION, { batch, cacheLength: 512, threads, rounds: 15, yardstick })
      torch.push({ batch, ms })
      const ours = results.find((result) => result.task === 'decode' && result.batch === batch)!
      say(
        `decode batch ${batch}: PyTorch float32 ${((1000 * batch) / ms).toFixed(1)} tokens/s, ours ${(ms / ours.ms).toFixed(2)}×`,
      )
    }
  }
  if (values.json === true) console.log(JSON.stringify({ results, torch, withinTarget: peak < TARGET_MIB }, null, 2))
} finally {
  rmSync(folder, { recursive: true })
}
