// Methods that are compositions: a way to give credit, an objective, an aggregation and a filter, each of which exists by
// itself. A preset says what its paper puts together; every part may be replaced. Numbers are those of the papers.
import type { AggregationMode } from './aggregation.ts'
import type { CreditOptions } from './create-credit.ts'
import type { PolicyLossOptions } from './policy-loss.ts'
import type { ObjectiveOptions } from './policy-objective.ts'

export interface AlgorithmPreset {
  readonly algorithm: CreditOptions
  readonly objective: ({ readonly kind: 'ppo' } & PolicyLossOptions) | ObjectiveOptions
  readonly aggregation: AggregationMode
  /** Whether tasks whose raw returns are all equal are replaced (`homogeneous`). */
  readonly dynamicSampling: boolean
  /** Weight of `overlongPenaltyInReward`; absent: none. */
  readonly overlong?: number
}

/** GSPO's own narrow bounds: s is a mean over tokens and hardly moves. */
const narrow = { clipLow: 3e-4, clipHigh: 4e-4 }
/** One ratio an action, held as loosely as PPO holds a token. */
const perAction = { kind: 'gspo', clipLow: 0.2, clipHigh: 0.2 } as const

export type PresetName = 'dapo' | 'gspo' | 'cispo' | 'gpg' | 'gigpo-dynamic' | 'gigpo-stable' | 'graft' | 'gagpo'

export const presets: Readonly<Record<PresetName, AlgorithmPreset>> = {
  dapo: {
    algorithm: { name: 'grpo' },
    objective: { kind: 'ppo', clipLow: 0.2, clipHigh: 0.28 },
    aggregation: 'token-mean',
    dynamicSampling: true,
    overlong: 1,
  },
  gspo: {
    algorithm: { name: 'grpo' },
    objective: { kind: 'gspo', ...narrow },
    aggregation: 'seq-mean-token-mean',
    dynamicSampling: false,
  },
  cispo: {
    algorithm: { name: 'grpo' },
    objective: { kind: 'cispo', clipLow: 1, clipHigh: 0.28 },
    aggregation: 'token-mean',
    dynamicSampling: false,
  },
  gpg: {
    algorithm: { name: 'gpg' },
    objective: { kind: 'policy-gradient' },
    aggregation: 'token-mean',
    dynamicSampling: true,
  },
  // DAPO's filter and bounds around GiGPO.
  'gigpo-dynamic': {
    algorithm: { name: 'gigpo' },
    objective: { kind: 'ppo', clipLow: 0.2, clipHigh: 0.28, dualClip: 3 },
    aggregation: 'step-mean',
    dynamicSampling: true,
  },
  // SAMPO (arXiv 2602.21534): sequence clip, step credit, filter, KL and format penalty, after a supervised start.
  'gigpo-stable': {
    algorithm: { name: 'gigpo', penalty: 0.1 },
    objective: { kind: 'gspo', ...narrow, kl: { kind: 'k3', coefficient: 0.01 } },
    aggregation: 'seq-mean-token-mean',
    dynamicSampling: true,
  },
  graft: {
    algorithm: { name: 'graph-bellman' },
    objective: perAction,
    aggregation: 'seq-mean-token-mean',
    dynamicSampling: false,
  },
  gagpo: {
    algorithm: { name: 'gagpo' },
    objective: perAction,
    aggregation: 'seq-mean-token-mean',
    dynamicSampling: false,
  },
}
