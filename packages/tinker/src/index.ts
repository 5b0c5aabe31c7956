// The Tinker protocol, both ways: a client that implements Sampler and Learner on a remote engine, and a server that puts any
// engine behind the protocol.

export { POINTER_FILE } from './client/checkpoint-pointer.ts'
export {
  createTinkerEngine,
  type TinkerEngine,
  type TinkerEngineOptions,
} from './client/create-tinker-engine.ts'
export { createTinkerSampler, type TinkerSampler, type TinkerSamplerOptions } from './client/create-tinker-sampler.ts'
export { type Clock, systemClock } from './clock.ts'
export { createTinkerServer, type TinkerServer, type TinkerServerOptions } from './server/create-tinker-server.ts'
export type { AdapterSpec } from './wire/adapter.ts'
