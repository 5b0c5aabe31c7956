// The columns every estimator reads: one row an environment step, in typed arrays. State keys are interned here once, so
// that estimators only ever compare integers and stay linear. Trajectory and group ids are unique in the batch, whatever
// the source called them, so equal names in two tasks can never merge. Critics add `values`, graph estimators read
// `state` with `trajectoryEnd.finalState`, history estimators read `state` in order of `t`.
import { type Episode, GigpoError, type Group } from '@gigpo/core'

/** What is known of each trajectory as a whole; every array has one entry a trajectory. */
export interface TrajectoryEnds {
  readonly size: number
  /** Index of its group. */
  readonly group: Int32Array
  /** Interned state after the last action; −1 where unknown. */
  readonly finalState: Int32Array
  readonly success: Uint8Array
  readonly terminated: Uint8Array
  readonly truncated: Uint8Array
  /** V of a critic of the state after the last action. */
  readonly values?: Float64Array
}

export interface StepRows {
  /** Number of rows; the length of every per-row array. */
  readonly size: number
  readonly groupCount: number
  readonly group: Int32Array
  /** 0 … trajectoryEnd.size − 1. */
  readonly trajectory: Int32Array
  /** Time inside the trajectory; any order of rows is allowed. */
  readonly t: Int32Array
  /** Index into `stateKeys`: the state before acting. */
  readonly state: Int32Array
  readonly stateKeys: readonly string[]
  /** Raw environment reward. */
  readonly reward: Float64Array
  /** 1 where the action had the agreed form. */
  readonly valid: Uint8Array
  readonly trajectoryEnd: TrajectoryEnds
  /** Completion tokens of each row: its weight where a statistic counts tokens. Absent: each row counts once. */
  readonly tokens?: Int32Array
  /** V of a critic of the state before acting. */
  readonly values?: Float64Array
  /** V of a critic of the state before each completion token; none of the lists is empty. */
  readonly tokenValues?: readonly Float64Array[]
  /** One a group: the return of one more episode of the task, played greedily; it is no row and trains nothing. */
  readonly greedyReturns?: Float64Array
}

/**
 * Columns of finished groups, rows in the order groups, episodes, steps. An episode without steps gives no row but counts
 * as a trajectory of return 0. What a critic or a greedy episode said becomes a column where it is known of every step,
 * episode or group.
 * @throws GigpoError `contract` for an episode that stopped with `error`: such an episode never trains, drop it first.
 */
export function toStepRows(groups: readonly Group[]): StepRows {
  const episodes = groups.flatMap((group) => group.episodes)
  const size = episodes.reduce((sum, episode) => sum + episode.steps.length, 0)
  const tokens = new Int32Array(size)
  const rows = { ...allocate(size, groups.length, episodes.length), tokens }
  const intern = interner(rows.stateKeys)
  let row = 0
  let trajectory = 0
  for (const [g, group] of groups.entries()) {
    for (const episode of group.episodes) {
      checkUsable(group, episode)
      for (const step of episode.steps) {
        rows.group[row] = g
        rows.trajectory[row] = trajectory
        rows.t[row] = step.t
        rows.state[row] = intern(step.anchor)
        rows.reward[row] = step.reward
        rows.valid[row] = step.valid ? 1 : 0
        tokens[row] = step.completion.length
        row++
      }
      rows.trajectoryEnd.group[trajectory] = g
      rows.trajectoryEnd.finalState[trajectory] = intern(episode.finalAnchor)
      rows.trajectoryEnd.success[trajectory] = episode.success ? 1 : 0
      rows.trajectoryEnd.terminated[trajectory] = episode.stop === 'terminated' ? 1 : 0
      rows.trajectoryEnd.truncated[trajectory] = episode.stop === 'terminated' ? 0 : 1
      trajectory++
    }
  }
  return { ...rows, ...supplied(groups, episodes), trajectoryEnd: { ...rows.trajectoryEnd, ...finalValues(episodes) } }
}

/** The columns that only some estimators read, where all rows and groups have them. */
function supplied(
  groups: readonly Group[],
  episodes: readonly Episode[],
): Pick<StepRows, 'values' | 'tokenValues' | 'greedyReturns'> {
  const values = everyOne(episodes.flatMap(({ steps }) => steps.map((step) => step.values)))
  const tokenValues = values?.every(({ length }) => length > 0)
    ? values.map((own) => Float64Array.from(own))
    : undefined
  const greedyReturns = everyOne(groups.map((group) => group.greedyReturn))
  return {
    ...(tokenValues === undefined ? {} : { tokenValues, values: Float64Array.from(tokenValues, (own) => own[0]!) }),
    ...(greedyReturns === undefined ? {} : { greedyReturns: Float64Array.from(greedyReturns) }),
  }
}

function finalValues(episodes: readonly Episode[]): Pick<TrajectoryEnds, 'values'> {
  const values = everyOne(episodes.map((episode) => episode.finalValue))
  return values === undefined ? {} : { values: Float64Array.from(values) }
}

/** The list, if it has entries and all are known. */
function everyOne<T>(list: readonly (T | undefined)[]): readonly T[] | undefined {
  return list.length > 0 && list.every((entry) => entry !== undefined) ? (list as readonly T[]) : undefined
}

/** A step as the golden files and spreadsheets have it: `traj` is unique within its `uid` only. */
export interface StepRecord {
  /** Task group. */
  readonly uid: string
  readonly traj: string
  readonly t: number
  /** State key. */
  readonly obs: string
  readonly reward: number
  readonly valid: boolean
}

/** How a trajectory of the records ended. */
export interface EndRecord extends Pick<StepRecord, 'uid' | 'traj'> {
  /** State key after the last step; absent where unknown. */
  readonly obs?: string
  readonly success: boolean
}

/**
 * Columns of loose records, in their order. A trajectory without an end among `ends` has an unknown final state and
 * succeeded where its return is positive. An end of a trajectory without records is left out.
 */
export function recordsToStepRows(records: readonly StepRecord[], ends: readonly EndRecord[] = []): StepRows {
  const groupKeys: string[] = []
  const trajectoryKeys: string[] = []
  const internGroup = interner(groupKeys)
  const internTrajectory = interner(trajectoryKeys)
  const group = records.map((record) => internGroup(record.uid))
  const trajectory = records.map((record) => internTrajectory(trajectoryKey(record)))
  const rows = allocate(records.length, groupKeys.length, trajectoryKeys.length)
  const intern = interner(rows.stateKeys)
  const totals = new Float64Array(trajectoryKeys.length)
  for (const [row, record] of records.entries()) {
    const own = trajectory[row]!
    rows.group[row] = group[row]!
    rows.trajectory[row] = own
    rows.t[row] = record.t
    rows.state[row] = intern(record.obs)
    rows.reward[row] = record.reward
    rows.valid[row] = record.valid ? 1 : 0
    rows.trajectoryEnd.group[own] = group[row]!
    totals[own]! += record.reward
  }
  rows.trajectoryEnd.finalState.fill(-1)
  rows.trajectoryEnd.terminated.fill(1)
  rows.trajectoryEnd.success.set(totals.map((total) => (total > 0 ? 1 : 0)))
  const numberOf = new Map(trajectoryKeys.map((key, k) => [key, k]))
  for (const end of ends) {
    const own = numberOf.get(trajectoryKey(end))
    if (own === undefined) continue
    rows.trajectoryEnd.success[own] = end.success ? 1 : 0
    if (end.obs !== undefined) rows.trajectoryEnd.finalState[own] = intern(end.obs)
  }
  return rows
}

function trajectoryKey({ uid, traj }: Pick<StepRecord, 'uid' | 'traj'>): string {
  return JSON.stringify([uid, traj])
}

function allocate(size: number, groupCount: number, trajectories: number): StepRows & { stateKeys: string[] } {
  return {
    size,
    groupCount,
    group: new Int32Array(size),
    trajectory: new Int32Array(size),
    t: new Int32Array(size),
    state: new Int32Array(size),
    stateKeys: [],
    reward: new Float64Array(size),
    valid: new Uint8Array(size),
    trajectoryEnd: {
      size: trajectories,
      group: new Int32Array(trajectories),
      finalState: new Int32Array(trajectories),
      success: new Uint8Array(trajectories),
      terminated: new Uint8Array(trajectories),
      truncated: new Uint8Array(trajectories),
    },
  }
}

/** Numbers keys in order of first appearance and lists them in `keys`. */
function interner(keys: string[]): (key: string) => number {
  const ids = new Map<string, number>()
  return (key) => {
    const known = ids.get(key)
    if (known !== undefined) return known
    ids.set(key, keys.length)
    return keys.push(key) - 1
  }
}

function checkUsable(group: Group, episode: Episode): void {
  if (episode.stop !== 'error') return
  throw new GigpoError('contract', `episode ${episode.member} stopped with an error: ${episode.error ?? 'unknown'}`, {
    where: `group ${group.id}`,
    remedy: 'drop failed episodes before credit is assigned',
  })
}
