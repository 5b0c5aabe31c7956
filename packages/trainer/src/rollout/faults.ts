// Environments that are slow or fail, on purpose: whatever the environment is, its calls wait, and some attempts throw, never
// answer, or never give control back. Which ones do follows from the episode's key and the number of the attempt, so a run
// with faults repeats, and an attempt on another worker may succeed.
import { type Environment, fold, type RandomKey, RandomStream } from '@gigpo/core'

export interface Faults {
  /** Mean time that each call of the environment waits, milliseconds. */
  readonly latencyMs: number
  /** Share of attempts that throw in one of the first three calls. */
  readonly failureRate: number
  /** Share of attempts in which one of these calls never answers. */
  readonly hangRate: number
  /** Share of attempts in which one of these calls never gives control back: only another thread survives it. */
  readonly blockRate: number
}

/** Wraps an environment for one attempt; `key` is the episode's. */
export function withFaults(environment: Environment, faults: Faults, key: RandomKey, attempt: number): Environment {
  const random = new RandomStream(fold(key, 'faults', attempt))
  const draw = random.uniform()
  const at = random.integer(3)
  const { latencyMs, failureRate, hangRate, blockRate } = faults
  let calls = 0
  const pass = async (): Promise<void> => {
    if (latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, 2 * latencyMs * random.uniform()))
    if (calls++ !== at) return
    if (draw < failureRate) throw new TypeError(`injected fault at call ${at}, attempt ${attempt}`)
    if (draw < failureRate + hangRate) await new Promise(() => {})
    if (draw < failureRate + hangRate + blockRate) for (;;) Math.sqrt(calls)
  }
  return {
    reset: async () => {
      await pass()
      return environment.reset()
    },
    step: async (action) => {
      await pass()
      return environment.step(action)
    },
    anchor: () => environment.anchor(),
    ...(environment.stateKey === undefined ? {} : { stateKey: () => environment.stateKey!() }),
    ...(environment.close === undefined ? {} : { close: () => environment.close!() }),
  }
}
