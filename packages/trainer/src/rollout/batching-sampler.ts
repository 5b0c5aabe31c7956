// Continuous batching for episodes that play on their own: requests that come while the engine is busy wait, and go together
// in its next call. The batch fills by itself with whatever is ready, and no episode waits for a slow one.
import type { Completion, SampleRequest, Sampler } from '@gigpo/core'

interface Waiting {
  readonly requests: readonly SampleRequest[]
  readonly resolve: (completions: Completion[]) => void
  readonly reject: (error: unknown) => void
}

/** `sample` of many callers, in few calls of the sampler's. */
export function createBatchingSampler(sampler: Pick<Sampler, 'sample'>): Pick<Sampler, 'sample'> {
  let waiting: Waiting[] = []
  let busy = false
  const run = async (): Promise<void> => {
    if (busy) return
    busy = true
    // Everything that arrives in this turn of the event loop goes together.
    await new Promise((resolve) => setImmediate(resolve))
    while (waiting.length > 0) {
      const together = waiting
      waiting = []
      try {
        const completions = await sampler.sample(together.flatMap(({ requests }) => requests))
        let at = 0
        for (const { requests, resolve } of together) {
          resolve(completions.slice(at, at + requests.length))
          at += requests.length
        }
      } catch (error) {
        for (const { reject } of together) reject(error)
      }
    }
    busy = false
  }
  return {
    sample: (requests) =>
      new Promise((resolve, reject) => {
        waiting.push({ requests, resolve, reject })
        void run()
      }),
  }
}
