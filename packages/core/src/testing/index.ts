// Conformance suites and small real implementations, for tests of this project and of its users. Import it from tests
// only: `import { environmentChecks } from '@gigpo/core/testing'`.
export { agentChecks, recordViews } from './agent-checks.ts'
export { ensureAllclose, type Numbers, type Tolerance, toBeAllclose } from './allclose.ts'
export type { Check, CheckOptions } from './check.ts'
export { type CriticCheckOptions, criticChecks } from './critic-checks.ts'
export { type EnvironmentCheckOptions, environmentChecks } from './environment-checks.ts'
export { learnerChecks } from './learner-checks.ts'
export { type EngineCheckOptions, samplerChecks } from './sampler-checks.ts'
export { type TaskSetCheckOptions, taskSetChecks } from './task-set-checks.ts'
export { createToyAgent, createToyDemonstrator, createToyTokenizer } from './toy-agent.ts'
export { createToyCritic, type ToyCriticOptions } from './toy-critic.ts'
export { createToyEngine, type ToyEngineOptions } from './toy-engine.ts'
export { createToyTaskSet, type ToyTaskSetOptions } from './toy-environment.ts'
