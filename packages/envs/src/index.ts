// The environments of gigpo: one folder each, also importable alone as `@gigpo/envs/<folder>`.
export * from './alfworld/index.ts'
export * from './frozen-lake/index.ts'
export * from './hop-search/index.ts'
export * from './sokoban/index.ts'
export * from './webshop/index.ts'
