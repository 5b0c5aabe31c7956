// How busy the sampler is during a rollout: the time in which at least one call is under way, and the size of the calls.
import type { Player } from './executor.ts'

export interface SamplerMeter {
  /** Samples as before, and is measured. */
  readonly engine: Player
  read(): SamplerUse
}

export interface SamplerUse {
  /** From the making of the meter to the last completion, milliseconds. */
  readonly wallMs: number
  /** With a call under way. */
  readonly busyMs: number
  readonly calls: number
  readonly rows: number
}

export function meterSampler(engine: Player): SamplerMeter {
  const began = performance.now()
  let ended = began
  let busyMs = 0
  let calls = 0
  let rows = 0
  let open = 0
  let since = 0
  return {
    engine: {
      tokenizer: engine.tokenizer,
      contextLength: engine.contextLength,
      ...(engine.policyVersion === undefined ? {} : { policyVersion: engine.policyVersion }),
      sample: async (requests) => {
        if (open++ === 0) since = performance.now()
        calls++
        rows += requests.length
        try {
          return await engine.sample(requests)
        } finally {
          ended = performance.now()
          if (--open === 0) busyMs += ended - since
        }
      },
    },
    read: () => ({ wallMs: ended - began, busyMs, calls, rows }),
  }
}
