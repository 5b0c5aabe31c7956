// The data of a study's report: what report.json holds, the other forms are made from, and a studio can draw. Rates are
// fractions of 1, intervals 95 %. Everything but `cost` is equal for two passes of the same study on one machine.
import type { ConfigDifference } from '../config/index.ts'
import type { Estimate, Interval, PairedDifference } from '../statistics/index.ts'
import type { RunStatus } from './run-status.ts'

/** A mean over seeds with Student's interval; null for a single seed. */
export interface SeedMean {
  readonly mean: number
  readonly interval: Interval | null
  /** In the order of the variant's seeds. */
  readonly values: readonly number[]
}

/** What a panel says about a variant at one moment of its runs. */
export interface PanelScore {
  readonly seeds: readonly number[]
  /** Success by seed, in the order of `seeds`. */
  readonly values: readonly number[]
  /** Interval: seeds, and games within their type, resampled. */
  readonly mean: Estimate
  /** Interquartile mean over seeds × types of task. */
  readonly interquartile: Estimate
  /** Against the baseline, over the seeds both have, on the same games; null for the baseline and on other games. */
  readonly difference: PairedDifference | null
  /** P(a run of this variant is better than one of the baseline); null like `difference`. */
  readonly improvement: Estimate | null
  /** Mean task score; null where the environment gives none. */
  readonly taskScore: TaskScore | null
}

/** How well tasks were done, from 0 to 1, where the environment says more than whether. */
export interface TaskScore {
  readonly mean: Estimate
  readonly difference: PairedDifference | null
}

export interface TypeScore {
  readonly games: number
  readonly mean: Estimate
  readonly difference: PairedDifference | null
}

export interface CurvePoint extends SeedMean {
  /** Environment steps; of an evaluation the share of the budget it was due at. */
  readonly environmentSteps: number
}

export interface PanelVariant {
  /** Before reinforcement learning; null where it was not evaluated. */
  readonly start: PanelScore | null
  /** At the end of the budget. */
  readonly final: PanelScore
  /** At each run's best evaluation by the tuning panel; null without one. */
  readonly best: PanelScore | null
  /** At the end, by type of task. */
  readonly types: Readonly<Record<string, TypeScore>>
  readonly curve: readonly CurvePoint[]
}

export interface PanelReport {
  /** For example `valid_unseen T1`. */
  readonly key: string
  readonly panel: string
  readonly temperature: number
  readonly source: string
  readonly split: string
  /** Of its task list. */
  readonly digest: string
  readonly games: number
  /** Whether it chooses the best checkpoint: its own best value is then too good. */
  readonly isTuning: boolean
  readonly variants: Readonly<Record<string, PanelVariant>>
}

export interface TrainingReport {
  /** Success of rollouts, averaged over equal slices of the budget. */
  readonly curve: readonly CurvePoint[]
  /** Mean success of rollouts over the whole budget. */
  readonly area: SeedMean
  /** Paired by seed, against the baseline. */
  readonly areaDifference: SeedMean | null
}

/** Means over the iterations of one quarter of the budget and over seeds; null where runs did not record it. */
export interface PhaseReport {
  /** Shares of the budget. */
  readonly from: number
  readonly to: number
  /** Rows whose advantage is not zero. */
  readonly signalRows: number | null
  /** Rows that took part in the update. */
  readonly trainedRows: number | null
  readonly mixedGroups: number | null
  readonly meanGroupSize: number | null
  readonly singletonGroups: number | null
  /** Share of rows by the size of their step group, by the lower bound of each class. */
  readonly rowsByGroupSize: Readonly<Record<string, number>> | null
  readonly entropy: number | null
  readonly validActions: number | null
}

/** Wall clock and memory: means over iterations and seeds; null where runs did not record it. */
export interface CostReport {
  readonly iterationSeconds: number | null
  readonly rolloutSeconds: number | null
  readonly trainSeconds: number | null
  readonly creditSeconds: number | null
  /** Asking and fitting a critic; part of `trainSeconds`. */
  readonly criticSeconds: number | null
  /** Credit time, and the critic’s, over iteration time. */
  readonly creditShare: number | null
  /** All iterations of a run, evaluations and start aside. */
  readonly runSeconds: number | null
  /** What a critic keeps, MiB: weights, optimiser state and their copies; null without one. */
  readonly criticMb: number | null
  /** Most that the process of any run held, MiB. */
  readonly memoryMb: number | null
}

export interface VariantReport {
  readonly name: string
  readonly algorithm: string
  /** Of the configuration without seed. */
  readonly digest: string
  /** Settings that differ from the baseline's (`a`). */
  readonly differences: readonly ConfigDifference[]
  /** Seeds whose runs are complete; only they are reported. */
  readonly seeds: readonly number[]
  readonly iterations: SeedMean | null
  readonly environmentSteps: SeedMean | null
  readonly training: TrainingReport | null
  readonly phases: readonly PhaseReport[]
  /** How many runs raised each alarm. */
  readonly alarms: Readonly<Record<string, number>>
}

export interface StudyReport {
  readonly format: 1
  readonly study: {
    readonly name: string
    readonly question: string | null
    readonly recipe: string
    readonly budget: number
    readonly evaluations: number
    readonly seeds: readonly number[]
    readonly baseline: string
    readonly environment: string
    /** Panel that chooses the best checkpoint; null: none. */
    readonly tuning: string | null
    /** Parameters of the starting policy are made by a supervised start inside each run. */
    readonly supervised: boolean
  }
  readonly runs: readonly ({ readonly name: string; readonly variant: string; readonly seed: number } & RunStatus)[]
  readonly variants: readonly VariantReport[]
  readonly panels: readonly PanelReport[]
  readonly cost: Readonly<Record<string, CostReport>>
}
