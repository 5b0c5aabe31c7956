// Small problems with known answers, to hold estimators of credit against: this project's own tests and benchmarks use
// them, and so can the author of a new estimator: `import { generateTask, solve } from '@gigpo/algorithms/testing'`.
export { type CreditQuality, creditQuality, type SampledSteps } from './credit-quality.ts'
export { sampleBatch, type TabularBatch, withValues } from './tabular-rollout.ts'
export type { TabularTask } from './tabular-task.ts'
export { generateTask, type TaskKind, taskKinds } from './tabular-tasks.ts'
export { solve, type TabularTruth } from './tabular-truth.ts'
