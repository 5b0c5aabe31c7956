// The contracts of gigpo. Everything else in the project depends on this package; it depends on nothing.
export type {
  Action,
  Agent,
  AgentView,
  CreateAgent,
  CreateDemonstrator,
  Demonstrator,
  HistoryEntry,
  Message,
  Prompt,
} from './agent.ts'
export type { Critic, CriticDatum, CriticRow, ValueLoss, ValueReport } from './critic.ts'
export { sha256 } from './digest.ts'
export type {
  AdamStep,
  Completion,
  Datum,
  Engine,
  KlKind,
  Learner,
  LossReport,
  LossSpec,
  OptimReport,
  Replica,
  SampleRequest,
  Sampler,
  Tokenizer,
  TokenLogProbs,
} from './engine.ts'
export type {
  Environment,
  ForkableEnvironment,
  Info,
  MaybePromise,
  Observation,
  Task,
  TaskSet,
  Transition,
} from './environment.ts'
export type { Episode, Group, Step, StopReason } from './episode.ts'
export { type ErrorCode, GigpoError, type GigpoErrorOptions, messageOf, nearest } from './errors.ts'
export { fold, type RandomKey, RandomStream, rootKey, stream, threefry2x32 } from './random.ts'
