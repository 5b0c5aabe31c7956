// Speed of the embedded engine: one training step (forward, backward, AdamW) of a 3.4 M parameter decoder over 8 × 256
// tokens, interleaved step by step with the same step in PyTorch eager at equal thread counts; then decoding and the
// row rates of the small model that recipes train. Medians; processor time is printed too, because it survives a busy
// machine. Usage: npx tsx --conditions=gigpo-source bench/engine/run.ts [--json] [--rounds N]
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { decodeRate, rowRates } from './rates.ts'
import { findPython, startTorch, torchDecode } from './torch.ts'
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
const median = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[times.length >> 1] ?? Number.NaN
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

const batch = 8
const length = 256
const python = findPython()
say(`${cpus()[0]?.model ?? 'unknown processor'} × ${cpus().length}, Node ${process.version}, onnxruntime-node 1.30.0`)
if (python === undefined) say('no python3 with torch found: PyTorch columns are empty (set GIGPO_BENCH_PYTHON)')

const steps = []
for (const threads of [1, 2]) {
  const trainer = await createTrainer(REFERENCE, { batch, promptLength: 1, completionLength: length, threads })
  const torch = python === undefined ? undefined : await startTorch(python, REFERENCE, { batch, length, threads })
  if (torch !== undefined) say(`PyTorch: ${JSON.stringify(torch.info)}`)
  const ours: number[] = []
  const oursCpu: number[] = []
  const theirs: number[] = []
  const theirsCpu: number[] = []
  await trainer.step()
  for (let round = 0; round < rounds; round++) {
    await pause(30)
    const before = process.cpuUsage()
    const start = performance.now()
    await trainer.step()
    ours.push(performance.now() - start)
    const used = process.cpuUsage(before)
    oursCpu.push((used.user + used.system) / 1000)
    if (torch === undefined) continue
    await pause(30)
    const [wall, cpu] = await torch.step()
    theirs.push(wall)
    theirsCpu.push(cpu)
  }
  await trainer.release()
  torch?.close()
  const [ms, torchMs] = [median(ours), median(theirs)]
  const [cpuMs, torchCpuMs] = [median(oursCpu), median(theirsCpu)]
  const row = { threads, ms, cpuMs, minMs: Math.min(...ours), tokensPerSecond: (1000 * batch * length) / ms }
  const other = { torchMs, torchCpuMs, torchMinMs: Math.min(...theirs), speedup: torchMs / ms }
  steps.push({ ...row, ...(torch === undefined ? {} : { ...other, torch: torch.info }) })
  say(
    `${threads} thread(s): ${ms.toFixed(0)} ms a step (processor ${cpuMs.toFixed(0)}, best ${row.minMs.toFixed(0)}), ` +
      `${row.tokensPerSecond.toFixed(0)} tokens/s` +
      (torch === undefined
        ? ''
        : `; PyTorch ${torchMs.toFixed(0)} (processor ${torchCpuMs.toFixed(0)}, best ${other.torchMinMs.toFixed(0)}): ` +
          `${other.speedup.toFixed(2)}×, by processor time ${(torchCpuMs / cpuMs).toFixed(2)}×, ` +
          `by best ${(other.torchMinMs / row.minMs).toFixed(2)}×`),
  )
}

const decode = []
for (const threads of [1, 2]) {
  const shape = { batch: 64, cacheLength: 288, threads, rounds: 4 * rounds }
  const rate = await decodeRate(REFERENCE, shape)
  const torchRate = python === undefined ? undefined : (1000 * shape.batch) / torchDecode(python, REFERENCE, shape)
  const other =
    torchRate === undefined ? {} : { torchTokensPerSecond: torchRate, speedup: rate.tokensPerSecond / torchRate }
  decode.push({ threads, batch: shape.batch, cacheLength: shape.cacheLength, ...rate, ...other })
  say(
    `decode, batch 64, cache 288, ${threads} thread(s): ${rate.tokensPerSecond.toFixed(0)} tokens/s` +
      (torchRate === undefined
        ? ''
        : `; PyTorch ${torchRate.toFixed(0)}: ${(rate.tokensPerSecond / torchRate).toFixed(2)}×`),
  )
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
