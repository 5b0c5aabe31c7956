// Speed of the embedded engine: one training step (forward, backward, AdamW) of a 3.4 M parameter decoder over 8 × 256
// tokens, interleaved step by step with the same step in PyTorch eager at equal thread counts, as PyTorch is found and,
// where that helps it, tuned; then decoding, and the row rates of the small model that recipes train. Medians; processor
// time is printed too, because it survives a busy machine. Usage: npx tsx --conditions=gigpo-source bench/engine/run.ts [--json] [--rounds N]
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { decodeRate, rowRates } from './rates.ts'
import { findPython, startTorch, type Torch, torchDecode, type Yardstick, yardsticks } from './torch.ts'
import { createTrainer, REFERENCE, SMALL } from './trainer.ts'

const { values } = parseArgs({
  options: { json: { type: 'boolean' }, rounds: { type: 'string', default: '9' }, help: { type: 'boolean' } },
})
if (values.help === true) {
  console.log('npx tsx --conditions=gigpo-source bench/engine/run.ts [--json] [--rounds 9]')
  process.exit(0)
}
const rounds = Number(values.rounds)
const say = (line: string): void => {
  if (values.json !== true) console.log(line)
}
/** Milliseconds of one step: wall and processor time. */
type Sample = readonly [wall: number, cpu: number]
const median = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[times.length >> 1] ?? Number.NaN
const summary = (samples: readonly Sample[]): { ms: number; cpuMs: number; minMs: number } => {
  const walls = samples.map(([wall]) => wall)
  return { ms: median(walls), cpuMs: median(samples.map(([, cpu]) => cpu)), minMs: Math.min(...walls) }
}
const detail = (of: { cpuMs: number; minMs: number }): string =>
  `processor ${of.cpuMs.toFixed(0)}, best ${of.minMs.toFixed(0)}`
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

const batch = 8
const length = 256
const python = findPython()
say(`${cpus()[0]?.model ?? 'unknown processor'} × ${cpus().length}, Node ${process.version}, onnxruntime-node 1.30.0`)
if (python === undefined) say('no python3 with torch found: PyTorch columns are empty (set GIGPO_BENCH_PYTHON)')

const opponents = python === undefined ? [] : yardsticks(python)
const names: Readonly<Record<Yardstick, string>> = {
  asFound: 'PyTorch',
  tuned: 'PyTorch, OpenBLAS told to use AVX-512',
}
const times = (value: number): string => `${value.toFixed(2)}×`

const steps = []
for (const threads of [1, 2]) {
  const trainer = await createTrainer(REFERENCE, { batch, promptLength: 1, completionLength: length, threads })
  const torches: Torch[] = []
  for (const yardstick of opponents) {
    const torch = await startTorch(python!, REFERENCE, { batch, length, threads, yardstick })
    say(`${names[yardstick]}: ${JSON.stringify(torch.info)}`)
    torches.push(torch)
  }
  const ours: Sample[] = []
  const theirs = torches.map((): Sample[] => [])
  await trainer.step()
  for (let round = 0; round < rounds; round++) {
    await pause(30)
    const before = process.cpuUsage()
    const start = performance.now()
    await trainer.step()
    const used = process.cpuUsage(before)
    ours.push([performance.now() - start, (used.user + used.system) / 1000])
    for (const [i, torch] of torches.entries()) {
      await pause(30)
      theirs[i]!.push(await torch.step())
    }
  }
  await trainer.release()
  for (const torch of torches) torch.close()
  const own = summary(ours)
  const tokensPerSecond = (1000 * batch * length) / own.ms
  say(`${threads} thread(s): ${own.ms.toFixed(0)} ms a step (${detail(own)}), ${tokensPerSecond.toFixed(0)} tokens/s`)
  const against = torches.map(({ yardstick, info }, i) => {
    const other = summary(theirs[i]!)
    const [speedup, byCpu, byBest] = [other.ms / own.ms, other.cpuMs / own.cpuMs, other.minMs / own.minMs]
    say(
      `  ${names[yardstick]} ${other.ms.toFixed(0)} (${detail(other)}): ${times(speedup)}, ` +
        `by processor time ${times(byCpu)}, by best ${times(byBest)}`,
    )
    return { yardstick, ...other, speedup, info }
  })
  steps.push({ threads, ...own, tokensPerSecond, against })
}

const decode = []
for (const threads of [1, 2]) {
  const shape = { batch: 64, cacheLength: 288, threads, rounds: 4 * rounds }
  const rate = await decodeRate(REFERENCE, shape)
  say(`decode, batch 64, cache 288, ${threads} thread(s): ${rate.tokensPerSecond.toFixed(0)} tokens/s`)
  const against = opponents.map((yardstick) => {
    const tokensPerSecond = (1000 * shape.batch) / torchDecode(python!, REFERENCE, { ...shape, yardstick })
    const speedup = rate.tokensPerSecond / tokensPerSecond
    say(`  ${names[yardstick]} ${tokensPerSecond.toFixed(0)}: ${times(speedup)}`)
    return { yardstick, tokensPerSecond, speedup }
  })
  decode.push({ threads, batch: shape.batch, cacheLength: shape.cacheLength, ...rate, against })
}

const small = []
for (const threads of [1, 2]) {
  const rates = await rowRates(SMALL, { batch: 64, promptLength: 88, completionLength: 8, threads, rounds })
  small.push({ threads, ...rates })
  say(
    `L2 d128, ${threads} thread(s): update ${rates.update.toFixed(0)} tokens/s, prefill ${rates.prefill.toFixed(0)}, ` +
      `decode ${rates.decode.toFixed(0)}`,
  )
}
if (values.json === true) {
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version, onnxruntime: '1.30.0' }
  console.log(JSON.stringify({ machine, steps, decode, small }, null, 2))
}
