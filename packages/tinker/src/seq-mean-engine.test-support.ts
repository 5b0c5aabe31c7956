// The toy engine with SkyRL's reduction on JAX: the gradient is the mean over the rows since the last step of each row's
// mean over its targets, weighted by its weights. Losses are held back until the step, when the number of rows is known.
import type { Datum, Engine, LossReport, LossSpec } from '@gigpo/core'
import { createToyEngine } from '@gigpo/core/testing'

export function createSeqMeanEngine(seed: number): Engine {
  const inner = createToyEngine({ seed, seamless: true })
  let held: { data: readonly Datum[]; loss: LossSpec }[] = []
  const changes: Partial<Engine> = {
    forwardBackward: async (data, loss): Promise<LossReport> => {
      held.push({ data, loss })
      return { loss: 0, tokens: await inner.forward(data) }
    },
    optimStep: async (step) => {
      const rows = held.reduce((sum, { data }) => sum + data.length, 0)
      for (const { data, loss } of held) {
        const scaled = data.map((datum) => {
          const mass = datum.weights.reduce((sum, weight) => sum + weight, 0)
          return { ...datum, weights: datum.weights.map((weight) => weight / Math.max(mass, 1e-9) / rows) }
        })
        await inner.forwardBackward(scaled, loss)
      }
      held = []
      return inner.optimStep(step)
    },
  }
  return new Proxy(inner, {
    get: (target, name) => {
      const value = (changes as Record<string | symbol, unknown>)[name] ?? Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
