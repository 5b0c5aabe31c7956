// The roadmap of a project: phases, gates, and the evidence that meets them. See docs/value.md.
export { ROADMAP_FILE } from '../../api/contract.ts'
export type { Finding, Settings } from './checks.ts'
export { evaluateRoadmap, type GateStatus, type PhaseStatus, type RoadmapStatus } from './evaluate-roadmap.ts'
export { type Evidence, latestPanels, type ProjectEvidence, type RunEvidence } from './evidence.ts'
export { type Gate, gates, type Phase, plan } from './plan.ts'
export { emptyRoadmap, parseRoadmap, type RoadmapFile, type Signature, sign, unsign } from './roadmap-file.ts'
export { roadmapMarkdown } from './roadmap-markdown.ts'
export { signCommand } from './sign-command.ts'
