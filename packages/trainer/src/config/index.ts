// Recipes: the schema of a run's configuration, and everything derived from it.
export { type ConfigField, configTable, describeConfig } from './describe.ts'
export { type ConfigDifference, configDifferences, configDigest, withoutFields } from './identity.ts'
export { canonicalJson } from './json.ts'
export { applyOverrides } from './overrides.ts'
export { printConfig } from './print.ts'
export { type ResolveOptions, resolveConfig } from './resolve.ts'
export type {
  AgentConfig,
  Aggregation,
  AlgorithmConfig,
  CriticConfig,
  EngineConfig,
  EnvironmentConfig,
  EvaluationConfig,
  GuardConfig,
  LossConfig,
  ModelConfig,
  OptimizerConfig,
  PanelConfig,
  RolloutConfig,
  RunConfig,
  SupervisedConfig,
  TaskSelection,
} from './run-config.ts'
