// The embedded engine: Sampler and Learner over one set of weights, and a Critic, on onnxruntime in worker threads.
export { createEmbeddedCritic, type EmbeddedCriticOptions } from './embedded-critic.ts'
export { createEmbeddedEngine, type EmbeddedEngine } from './embedded-engine.ts'
export type { EmbeddedEngineOptions } from './engine-options.ts'
export { type ModelConfig, parseModelConfig } from './model/config.ts'
export { loadTokenizer } from './tokenizer/load-tokenizer.ts'
export type { StoredTokenizer, TokenizerFiles } from './tokenizer/tokenizer-files.ts'
export { trainByteLevelBpe } from './tokenizer/train-byte-level-bpe.ts'
export { trainWordLevel } from './tokenizer/word-level.ts'
