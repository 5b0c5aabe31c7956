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
  algorithmDefaults,
  algorithmNames,
  type CreditOptions,
  createCredit,
} from './create-credit.ts'
export type { Advantages, Credit } from './credit.ts'
export { checkGolden, type GoldenReport, type GoldenResult, runGoldenCase } from './golden.ts'
export { homogeneous } from './homogeneous.ts'
export { klEstimator, klPenaltyInReward, type RowLogprobs } from './kl.ts'
export {
  type PolicyLoss,
  type PolicyLossOptions,
  type PolicyMetrics,
  type PolicyTokens,
  policyLoss,
  policyMetrics,
} from './policy-loss.ts'
export { type SequenceMatcherOptions, sequenceMatcherRatio } from './sequence-matcher.ts'
export { recordsToStepRows, type StepRecord, type StepRows, type TrajectoryEnds, toStepRows } from './step-rows.ts'
