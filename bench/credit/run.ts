// Times GiGPO's four modes on a million generated step rows, and every estimator on one iteration of 16 tasks × 8 episodes × 50
// steps: `npx tsx --conditions=gigpo-source bench/credit/run.ts [--json]`. Those compared take turns within each round, so that
// a busy moment of the machine hits all of them; the median of the rounds is reported, for the modes with its ratio to
// `fixed`. Interning of state keys is timed apart: it happens once, in toStepRows.
import { parseArgs } from 'node:util'
import {
  algorithmNames,
  type Credit,
  type CreditOptions,
  createCredit,
  recordsToStepRows,
  type StepRecord,
  type StepRows,
} from '@gigpo/algorithms'
import { type RandomStream, rootKey, stream } from '@gigpo/core'

const MODES = ['fixed', 'paper', 'verl-agent', 'roll'] as const
const GROUP_SIZE = 8
const ROUNDS = 7
/** One iteration as recommended for ALFWorld. */
const ITERATION = { tasks: 16, steps: 50, states: 40, tokens: 8 }

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, rows: { type: 'string', default: '1000000' } },
})
const size = Number(values.rows)

const records = generate(size, stream(rootKey(1), 'bench', 'credit'))
const startedAt = performance.now()
const rows = recordsToStepRows(records)
const internMs = performance.now() - startedAt

const credits = MODES.map((mode) => createCredit({ name: 'gigpo', mode }))
let checksum = 0
const timesMs = takeTurns(credits, rows, ROUNDS)
const medians = timesMs.map(median)
const iteration = iterationRows(stream(rootKey(2), 'bench', 'credit'))
const estimators = algorithmNames.map((name) => createCredit({ name } as CreditOptions))
const estimatorMs = takeTurns(estimators, iteration, 3 * ROUNDS)
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
  estimators: algorithmNames.map((name, a) => ({
    name,
    medianMs: round(median(estimatorMs[a]!)),
    minMs: round(Math.min(...estimatorMs[a]!)),
  })),
}

if (values.json) console.log(JSON.stringify(result))
else {
  console.log(
    `${result.rows} rows, ${result.trajectories} trajectories, ${result.groups} tasks, ${result.states} states`,
  )
  console.log(`interning state keys: ${result.internMs} ms, once`)
  console.table(result.modes)
  console.log(`every estimator on ${iteration.size} rows of ${iteration.groupCount} tasks`)
  console.table(result.estimators)
}

/** Milliseconds of each credit in each round after the first, which warms up. */
function takeTurns(of: readonly Credit[], on: StepRows, rounds: number): number[][] {
  const times: number[][] = of.map(() => [])
  for (let round = 0; round <= rounds; round++) {
    for (const [c, credit] of of.entries()) {
      const begin = performance.now()
      const { total } = credit(on)
      const elapsed = performance.now() - begin
      checksum += total[round]!
      if (round > 0) times[c]!.push(elapsed)
    }
  }
  return times
}

/** Rows of one iteration with every column that any estimator reads: a third of the episodes succeeds. */
function iterationRows(random: RandomStream): StepRows {
  const { tasks, steps, states, tokens } = ITERATION
  const records: StepRecord[] = []
  for (let trajectory = 0; trajectory < tasks * GROUP_SIZE; trajectory++) {
    const uid = `task-${Math.floor(trajectory / GROUP_SIZE)}`
    const success = random.integer(3) === 0
    for (let t = 0; t < steps; t++) {
      const reward = success && t === steps - 1 ? 10 : 0
      const obs = `${uid}: room ${random.integer(states)}`
      records.push({ uid, traj: `${trajectory}`, t, obs, reward, valid: random.integer(10) !== 0 })
    }
  }
  const made = recordsToStepRows(records)
  const value = (): number => 10 * random.uniform()
  return {
    ...made,
    tokens: new Int32Array(made.size).fill(tokens),
    values: Float64Array.from({ length: made.size }, value),
    tokenValues: Array.from({ length: made.size }, () => Float64Array.from({ length: tokens }, value)),
    greedyReturns: Float64Array.from({ length: made.groupCount }, value),
  }
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
