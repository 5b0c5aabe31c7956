// Credit assignment and policy losses as pure functions on arrays. One file an algorithm.
export {
  type AggregationMode,
  type AggregationOptions,
  type AggregationRows,
  aggregationModes,
  aggregationWeights,
} from './aggregation.ts'
export { type AnchorStatistics, anchorStatistics } from './anchor-statistics.ts'
export {
  type AlgorithmName,
  algorithmChecks,
  algorithmDefaults,
  algorithmNames,
  algorithmNeeds,
  algorithmParameters,
  type CreditOptions,
  createCredit,
} from './create-credit.ts'
export type { Advantages, Credit, TokenAdvantages } from './credit.ts'
export { checkGolden, type GoldenReport, type GoldenResult, runGoldenCase } from './golden.ts'
export { bellmanValues } from './graph-bellman.ts'
export { successDistances } from './graphgpo.ts'
export { homogeneous } from './homogeneous.ts'
export { klEstimator, klPenaltyInReward, type RowLogprobs } from './kl.ts'
export type { Check, RowNeed } from './options.ts'
export { type OverlongOptions, overlongPenalty, overlongPenaltyInReward } from './overlong.ts'
export {
  type PolicyLoss,
  type PolicyLossOptions,
  policyLoss,
  policyMetrics,
} from './policy-loss.ts'
export type { PolicyMetrics } from './policy-metrics.ts'
export {
  type ObjectiveKind,
  type ObjectiveOptions,
  objectiveKinds,
  type PolicyObjective,
  policyObjective,
} from './policy-objective.ts'
export type { ObjectiveTokens, PolicyTokens } from './policy-tokens.ts'
export { type AlgorithmPreset, type PresetName, presets } from './presets.ts'
export { ENDS, type RolloutEdges, type RolloutGraph, rolloutGraph } from './rollout-graph.ts'
export { type SequenceMatcherOptions, sequenceMatcherRatio } from './sequence-matcher.ts'
export { type StateAliasing, stateAliasing } from './state-aliasing.ts'
export type { StateRules } from './step-groups.ts'
export {
  type EndRecord,
  recordsToStepRows,
  type StepRecord,
  type StepRows,
  type TrajectoryEnds,
  toStepRows,
} from './step-rows.ts'
export { type TokenGae, type TokenGaeOptions, tokenGae, tokenReturns } from './token-gae.ts'
export { whitened } from './whiten.ts'
