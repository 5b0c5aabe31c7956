// FrozenLake: slippery ice, holes and a goal. Small, exact, and the place where transitions are left to chance.

export { createGridAgent } from '../grid/grid-agent.ts'
export { createFrozenLakeDemonstrator } from './demonstrator.ts'
export { createFrozenLakeTaskSet, type FrozenLakeOptions } from './frozen-lake.ts'
