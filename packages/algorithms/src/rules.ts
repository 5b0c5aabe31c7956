// The rules two public trainers and the paper differ in, as data: each mode is one column of the table below. `fixed` is
// ours; `verl-agent` and `roll` reproduce those trainers row by row, with their defects, so that results can be compared.
// All estimators of the package share these rules; the step part uses `stateKey` besides.

export type Mode = 'fixed' | 'paper' | 'verl-agent' | 'roll'

/** Where the coefficient of an action of the wrong form goes. */
export type PenaltyScope =
  | 'advantage' // subtracted from the row's total at the end: statistics see raw rewards only
  | 'reward' // subtracted from r_t before returns and sums, hence discounted backwards
  | 'row' // subtracted from the row's own return and own episode score, after discounting
  | 'none'

export interface EpisodeRules {
  /** What enters the mean and the σ of a task: each trajectory once, or once a step (long trajectories weigh more). */
  readonly episodeStats: 'trajectories' | 'rows'
  /** A task whose statistic has one entry: 0, or the raw score. */
  readonly episodeSingleton: 'zero' | 'raw'
  /** With `mean_std`, a group of σ ≤ 1e-6 gets 0, or is divided by σ + 1e-6 all the same. */
  readonly stdGuard: 'zero' | 'none'
  readonly penaltyScope: PenaltyScope
}

export interface Rules extends EpisodeRules {
  /** States are the same within a task, or across the whole batch. */
  readonly stateKey: 'task' | 'batch'
}

const shared = { episodeSingleton: 'zero', stdGuard: 'zero', stateKey: 'task' } as const

export const modes: Readonly<Record<Mode, Rules>> = {
  fixed: { ...shared, episodeStats: 'trajectories', penaltyScope: 'advantage' },
  paper: { ...shared, episodeStats: 'trajectories', penaltyScope: 'reward' },
  'verl-agent': { ...shared, episodeStats: 'rows', episodeSingleton: 'raw', stdGuard: 'none', penaltyScope: 'row' },
  roll: { ...shared, episodeStats: 'rows', stateKey: 'batch', penaltyScope: 'reward' },
}
