// How good is credit? Every registered estimator on small problems whose true advantages are known exactly:
// `npx tsx --conditions=gigpo-source bench/credit-quality/run.ts [--json] [--write] [--seed 1] [--instances 3] [--batches 100]`.
// Prints tables; --json prints all means as one object; --write brings docs/algorithms/credit-quality.{md,svg} up to date.
// The same seed gives the same numbers on any machine.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { taskKinds } from '@gigpo/algorithms/testing'
import { type Measurement, type MeasureOptions, measure } from './measure.ts'
import { plot } from './plot.ts'
import { tables, toMarkdown } from './summary.ts'

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    instances: { type: 'string', default: '3' },
    batches: { type: 'string', default: '100' },
  },
})

const options: MeasureOptions = {
  seed: Number(values.seed),
  instances: Number(values.instances),
  batches: Number(values.batches),
  members: [4, 8, 16],
  gammas: [1, 0.95],
}
const startedAt = performance.now()
const measurements = measure(options)
const seconds = (performance.now() - startedAt) / 1000

const text = tables(measurements).map(toMarkdown).join('\n\n')
if (values.json) console.log(JSON.stringify({ ...options, kinds: taskKinds, measurements: measurements.map(rounded) }))
else console.log(`${text}\n\n${measurements.length} measurements in ${seconds.toFixed(0)} s`)

if (values.write) {
  const docs = new URL('../../docs/algorithms/', import.meta.url)
  const page = fileURLToPath(new URL('credit-quality.md', docs))
  writeFileSync(new URL('credit-quality.svg', docs), plot(measurements))
  const [before, rest] = readFileSync(page, 'utf8').split('<!-- tables -->\n')
  const after = rest!.slice(rest!.indexOf('<!-- end of tables -->'))
  writeFileSync(page, `${before}<!-- tables -->\n${text}\n${after}`)
}

/** Four decimals are more than the sampling error. */
function rounded(measurement: Measurement): object {
  const round = (value: unknown): unknown => (typeof value === 'number' ? Math.round(value * 1e4) / 1e4 : value)
  return Object.fromEntries(Object.entries(measurement).map(([key, value]) => [key, round(value)]))
}
