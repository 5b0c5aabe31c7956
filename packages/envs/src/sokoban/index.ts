// Sokoban: levels from a key, every one with a solution; a solver demonstrates.

export { createGridAgent } from '../grid/grid-agent.ts'
export { createSokobanDemonstrator } from './demonstrator.ts'
export { createSokobanTaskSet, type SokobanOptions } from './sokoban.ts'
