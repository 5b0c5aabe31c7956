// The environments of gigpo: one folder each, also importable alone as `@gigpo/envs/<folder>`.
export * from './alfworld/index.ts'
