// What holds of each estimator, for the property tests: every registered name must say so, and with which options it is
// tried. Batches have up to three tasks whose trajectories share names on purpose, and ends that are known or not.
import fc from 'fast-check'
import { type AlgorithmName, type CreditOptions, createCredit } from './create-credit.ts'
import type { Advantages } from './credit.ts'
import { type EndRecord, recordsToStepRows, type StepRecord, type StepRows } from './step-rows.ts'
import { supply } from './supply.test-support.ts'

type OptionsOf<N extends AlgorithmName> = Omit<Extract<CreditOptions, { name: N }>, 'name'>

export interface Traits {
  readonly options: fc.Arbitrary<Readonly<Record<string, unknown>>>
  /** Whether what other tasks are in the batch changes nothing. */
  readonly scope: 'task' | 'batch'
  /** Whether `gamma` discounts rewards: adding to every return then changes nothing only with γ = 1. */
  readonly discounts: boolean
  /** With every reward multiplied: total unchanged, multiplied as well, or by `norm` the one or the other. */
  readonly scale: 'free' | 'linear' | 'by-norm'
  /** Over what the parts sum to zero. `entries`: trajectories of a task, or its rows where statistics count rows. */
  readonly episodeSum: 'entries' | 'batch-entries' | 'batch-rows' | 'none'
  readonly stepSum: 'step-groups' | 'task-rows' | 'batch-rows' | 'none'
}

const flag = fc.boolean()
const bootstrap = fc.constantFrom('none' as const, 'truncated' as const)
const norm = fc.constantFrom('mean' as const, 'mean_std' as const)
const gamma = fc.constantFrom(0, 0.5, 0.95, 1)
const lambda = fc.constantFrom(0, 0.5, 1)
const state = {
  history: fc.constantFrom(0, 0, 1, 2),
  grouping: fc.constantFrom('exact' as const, 'exact' as const, 'similarity' as const, 'similarity-complete' as const),
  similarityThreshold: fc.constantFrom(0.5, 0.95),
}
const mode = fc.constantFrom('fixed' as const, 'paper' as const, 'verl-agent' as const, 'roll' as const)

function options<N extends AlgorithmName>(
  _name: N,
  own: { [K in keyof OptionsOf<N>]?: fc.Arbitrary<OptionsOf<N>[K]> },
) {
  // A penalty of eighths keeps sums exact, so that equal returns are equal in any order of addition.
  return fc.record({ mode, penalty: fc.constantFrom(0, 0.125), ...own })
}

const group = { scope: 'task', discounts: false, episodeSum: 'entries', stepSum: 'none' } as const
const whole = { scope: 'batch', discounts: true, scale: 'free', episodeSum: 'none', stepSum: 'batch-rows' } as const

export const traits: Readonly<Record<AlgorithmName, Traits>> = {
  gigpo: {
    options: options('gigpo', { norm, gamma, omega: fc.constantFrom(0, 0.5, 1), ...state }),
    ...{ scope: 'task', discounts: true, scale: 'by-norm', episodeSum: 'entries', stepSum: 'step-groups' },
  },
  hgpo: {
    options: options('hgpo', { norm, gamma, context: fc.nat(3), alpha: fc.constantFrom(0, 1), baseGroup: flag }),
    ...{ scope: 'task', discounts: true, scale: 'by-norm', episodeSum: 'entries', stepSum: 'none' },
  },
  graphgpo: {
    options: options('graphgpo', {
      ...{ norm: fc.constant('mean_std' as const), gamma: fc.constantFrom(0.1, 0.5), normalizeDistance: flag },
      ...{ form: fc.constantFrom('coded' as const, 'paper' as const), episodeWeight: fc.constantFrom(0, 1), ...state },
    }),
    ...{ scope: 'task', discounts: false, scale: 'free', episodeSum: 'entries', stepSum: 'step-groups' },
  },
  'graph-bellman': {
    options: options('graph-bellman', { norm, gamma, lambda, ...state }),
    ...{ scope: 'task', discounts: false, scale: 'free', episodeSum: 'none', stepSum: 'step-groups' },
  },
  gagpo: {
    options: options('gagpo', { norm, gamma, lambda, ...state }),
    ...{ scope: 'task', discounts: true, scale: 'by-norm', episodeSum: 'none', stepSum: 'task-rows' },
  },
  ppo: {
    options: options('ppo', { gamma, lambda, level: fc.constantFrom('token', 'turn', 'bi-level'), bootstrap }),
    ...whole,
  },
  gae: {
    options: options('gae', { gamma, lambda, bootstrap }),
    ...whole,
  },
  grpo: { options: options('grpo', {}), ...group, scale: 'free' },
  'dr-grpo': { options: options('dr-grpo', {}), ...group, scale: 'linear' },
  rloo: { options: options('rloo', {}), ...group, scale: 'linear' },
  gpg: { options: options('gpg', {}), ...group, scale: 'linear' },
  remax: { options: options('remax', {}), ...group, scale: 'linear', episodeSum: 'none' },
  reinforce: {
    options: options('reinforce', {}),
    ...{ ...group, scope: 'batch', scale: 'linear', episodeSum: 'batch-entries' },
  },
  'reinforce++': { options: options('reinforce++', { gamma }), ...whole },
  'reinforce++-baseline': {
    options: options('reinforce++-baseline', {}),
    ...{ ...group, scope: 'batch', scale: 'free', episodeSum: 'batch-rows' },
  },
}

export interface Batch {
  readonly records: readonly StepRecord[]
  readonly ends: readonly EndRecord[]
}

const step = fc.record({
  obs: fc.constantFrom('S0', 'S1', 'S2', 'S3'),
  reward: fc.integer({ min: -2, max: 3 }),
  valid: fc.boolean(),
})
const trajectory = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 5 }),
  success: fc.boolean(),
  left: fc.constantFrom(undefined, 'S1', 'S2', 'S9'),
})
const task = fc.array(trajectory, { minLength: 1, maxLength: 4 })

export const batch: fc.Arbitrary<Batch> = fc.array(task, { minLength: 1, maxLength: 3 }).map((tasks) => ({
  records: tasks.flatMap((trajectories, g) =>
    trajectories.flatMap(({ steps }, n) => steps.map((one, t) => ({ uid: `g${g}`, traj: `t${n}`, t, ...one }))),
  ),
  ends: tasks.flatMap((trajectories, g) =>
    trajectories.map(({ success, left }, n) => ({
      ...{ uid: `g${g}`, traj: `t${n}`, success },
      ...(left === undefined ? {} : { obs: left }),
    })),
  ),
}))

/** Rows with everything any estimator needs. A lost trajectory of even number was cut. */
export function rowsOf(
  { records, ends }: Batch,
  change: { readonly shift?: number; readonly factor?: number } = {},
): StepRows {
  const { shift = 0, factor = 1 } = change
  const uids = [...new Set(records.map((record) => record.uid))]
  const rows: StepRows = supply(
    recordsToStepRows(records, ends),
    (key) => (Number(key.at(-1)) / 2) * factor + shift,
    (g) => Number(uids[g]!.at(-1)) * factor + shift,
  )
  const lastOf = new Map(records.map(({ traj }, i) => [rows.trajectory[i]!, Number(traj.at(-1))]))
  const truncated = rows.trajectoryEnd.success.map((won, k) => (won === 0 && lastOf.get(k)! % 2 === 0 ? 1 : 0))
  return { ...rows, trajectoryEnd: { ...rows.trajectoryEnd, truncated } }
}

export function score(rows: StepRows, name: AlgorithmName, given: object): Advantages {
  return createCredit({ name, ...given } as CreditOptions)(rows)
}
