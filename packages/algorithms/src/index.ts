// Credit assignment and policy losses as pure functions on arrays. One file an algorithm.
export {
  type AlgorithmName,
  algorithmDefaults,
  algorithmNames,
  type CreditOptions,
  createCredit,
} from './create-credit.ts'
export type { Advantages, Credit } from './credit.ts'
export { recordsToStepRows, type StepRecord, type StepRows, type TrajectoryEnds, toStepRows } from './step-rows.ts'
