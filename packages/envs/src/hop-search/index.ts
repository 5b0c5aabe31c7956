// Multi-hop questions over a generated corpus with a search tool: small, exact, and the place where states are similar
// rather than equal.
export { type CompactHopSearchAgentOptions, createCompactHopSearchAgent } from './agents/compact-agent.ts'
export { createPlainHopSearchAgent, type PlainHopSearchAgentOptions } from './agents/plain-agent.ts'
export { createHopSearchDemonstrator, type HopSearchDemonstratorOptions } from './demonstrator.ts'
export { createHopSearchTaskSet, type HopAnchor, type HopSearchOptions } from './hop-search.ts'
export { type HopWorld, makeHopWorld, type WorldOptions } from './world/world.ts'
