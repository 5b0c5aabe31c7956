// This worker's sum of gradients, flat over all parameters in shared memory: each micro-batch adds its part.
import type { ParameterSlot } from './shared-state.ts'

export interface GradientSum {
  /** Adds the outputs `grad.<parameter>` of a run. */
  add(outputs: Readonly<Record<string, Float32Array>>): void
  clear(): void
}

export function createGradientSum(layout: readonly ParameterSlot[], gradient: Float32Array): GradientSum {
  return {
    add: (outputs) => {
      for (const { name, offset } of layout) {
        const values = outputs[`grad.${name}`]!
        for (let i = 0; i < values.length; i++) gradient[offset + i]! += values[i]!
      }
    },
    clear: () => {
      gradient.fill(0)
    },
  }
}
