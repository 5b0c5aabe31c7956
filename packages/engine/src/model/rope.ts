// Rotary frequencies: θ^(−2i/headDim), and the llama3 variant that slows the low ones down so that a model trained on
// `originalLength` positions reads longer texts (Llama 3.1; the formula is that of transformers' modeling_rope_utils).
import type { ModelConfig } from './config.ts'

/** Radians a position, one for each pair of components: headDim/2 numbers. */
export function ropeFrequencies(config: ModelConfig): number[] {
  const scaling = config.ropeScaling
  return Array.from({ length: config.headDim / 2 }, (_, i) => {
    const frequency = config.ropeTheta ** ((-2 * i) / config.headDim)
    if (scaling === undefined) return frequency
    const { factor, lowFrequencyFactor, highFrequencyFactor, originalLength } = scaling
    const turns = (originalLength * frequency) / (2 * Math.PI)
    if (turns > highFrequencyFactor) return frequency
    if (turns < lowFrequencyFactor) return frequency / factor
    const smooth = (turns - lowFrequencyFactor) / (highFrequencyFactor - lowFrequencyFactor)
    return (1 - smooth) * (frequency / factor) + smooth * frequency
  })
}
