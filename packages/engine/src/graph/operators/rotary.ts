// Rotary position embedding (Su et al., 2021) in the half-split layout of Hugging Face checkpoints: components i and
// i + headDim/2 of each head form a pair, turned by position · frequency[i]. A rotation's transpose is the rotation by the
// opposite angle, so the backward pass is the same operator with the sine table negated.
import { requireShape, sizeOf } from '../shape.ts'
import type { Operator, Tensor } from '../tensor.ts'
import { tensor } from '../tensor.ts'
import { constant } from './leaf.ts'
import { neg } from './unary.ts'

/** cos and sin of position · frequency for positions 0..length-1, each [length, headDim/2]. */
export interface RotaryTables {
  readonly cosine: Tensor
  readonly sine: Tensor
}

export function rotaryTables(frequencies: readonly number[], length: number): RotaryTables {
  const shape = [length, frequencies.length]
  const angles = Array.from({ length }, (_, position) => frequencies.map((frequency) => position * frequency)).flat()
  return {
    cosine: constant(angles.map(Math.cos), shape),
    sine: constant(angles.map(Math.sin), shape),
  }
}

/** Turns x [batch, time, heads·headDim] by `positions` [batch, time] (i32, below the tables' length). */
export function rotary(x: Tensor, positions: Tensor, tables: RotaryTables): Tensor {
  const half = tables.cosine.shape[1]!
  const [batch, time, width] = x.shape as [number, number, number]
  requireShape(x.shape.length === 3 && width % (2 * half) === 0, 'rotary', x.shape, tables.cosine.shape)
  requireShape(positions.shape[0] === batch && positions.shape[1] === time, 'rotary', x.shape, positions.shape)
  return tensor(rotaryOperator, [x, positions, tables.cosine, tables.sine], x.shape)
}

const rotaryOperator: Operator = {
  key: 'rotary',
  evaluate([values, positions, cosine, sine], node) {
    const half = node.inputs[2]!.shape[1]!
    const width = node.shape[2]!
    const out = new Float64Array(sizeOf(node.shape))
    for (let head = 0; head < out.length; head += 2 * half) {
      const row = positions![Math.floor(head / width)]! * half
      for (let i = 0; i < half; i++) {
        const [a, b] = [values![head + i]!, values![head + half + i]!]
        const [c, s] = [cosine![row + i]!, sine![row + i]!]
        out[head + i] = a * c - b * s
        out[head + half + i] = b * c + a * s
      }
    }
    return out
  },
  gradient(upstream, node) {
    const [, positions, cosine, sine] = node.inputs as [Tensor, Tensor, Tensor, Tensor]
    return [rotary(upstream, positions, { cosine, sine: neg(sine) })]
  },
  emit([x, positions, cosine, sine], _, emitter) {
    const wide = emitter.node('Cast', [positions!], { to: 7 })
    return emitter.node('RotaryEmbedding', [x!, wide, cosine!, sine!], { interleaved: 0 }, 'com.microsoft')
  },
}
