// Times GiGPO's four modes on a million generated step rows: `npx tsx --conditions=gigpo-source bench/credit/run.ts [--json]`.
// The modes take turns within each round, so that a busy moment of the machine hits all of them; the median of the rounds
// is reported, with its ratio to `fixed`. Interning of state keys is timed apart: it happens once, in toStepRows.
import { parseArgs } from 'node:util'
import { createCredit, recordsToStepRows, type StepRecord } from '@gigpo/algorithms'
import { type RandomStream, rootKey, stream } from '@gigpo/core'

const MODES = ['fixed', 'paper', 'verl-agent', 'roll'] as const
const GROUP_SIZE = 8
const ROUNDS = 7

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, rows: { type: 'string', default: '1000000' } },
})
const size = Number(values.rows)

const records = generate(size, stream(rootKey(1), 'bench', 'credit'))
const startedAt = performance.now()
const rows = recordsToStepRows(records)
const internMs = performance.now() - startedAt

const credits = MODES.map((mode) => createCredit({ name: 'gigpo', mode }))
const timesMs: number[][] = MODES.map(() => [])
let checksum = 0
for (let round = 0; round <= ROUNDS; round++) {
  for (const [m, credit] of credits.entries()) {
    const begin = performance.now()
    const { total } = credit(rows)
    const elapsed = performance.now() - begin
    checksum += total[round]!
    if (round > 0) timesMs[m]!.push(elapsed) // the first round warms up
  }
}

const medians = timesMs.map(median)
const result = {
  rows: rows.size,
  trajectories: rows.trajectoryEnd.size,
  groups: rows.groupCount,
  states: rows.stateKeys.length,
  rounds: ROUNDS,
  node: process.version,
  internMs: round(internMs),
  checksum,
  modes: MODES.map((mode, m) => ({
    mode,
    medianMs: round(medians[m]!),
    minMs: round(Math.min(...timesMs[m]!)),
    ratioToFixed: round(medians[m]! / medians[0]!),
    millionRowsPerSecond: round(rows.size / 1000 / medians[m]!),
  })),
}

if (values.json) console.log(JSON.stringify(result))
else {
  console.log(
    `${result.rows} rows, ${result.trajectories} trajectories, ${result.groups} tasks, ${result.states} states`,
  )
  console.log(`interning state keys: ${result.internMs} ms, once`)
  console.table(result.modes)
}

/** Episodes of 2 to 50 steps that wander through 12 states of their task; a third succeeds, a tenth of actions is invalid. */
function generate(count: number, random: RandomStream): StepRecord[] {
  const out: StepRecord[] = []
  for (let trajectory = 0; out.length < count; trajectory++) {
    const uid = `task-${Math.floor(trajectory / GROUP_SIZE)}`
    const length = Math.min(2 + random.integer(49), count - out.length)
    const success = random.integer(3) === 0
    for (let t = 0; t < length; t++) {
      const last = t === length - 1
      out.push({
        uid,
        traj: `${trajectory}`,
        t,
        obs: `${uid}: room ${random.integer(12)}`,
        reward: last && success ? 10 : 0,
        valid: random.integer(10) !== 0,
      })
    }
  }
  return out
}

function median(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]!
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
