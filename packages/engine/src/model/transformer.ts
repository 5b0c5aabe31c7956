// The decoder body shared by all graphs: pre-norm residual layers of grouped-query attention and SwiGLU. Keys and values
// are never repeated for the query heads that share them: the group is folded into the query's time axis. What differs
// between training, prefill and decoding is only how queries meet keys, so that is a function the graphs pass in.
import { add, mul } from '../graph/operators/elementwise.ts'
import { takeRows } from '../graph/operators/gather.ts'
import { scalar } from '../graph/operators/leaf.ts'
import { matmul } from '../graph/operators/matmul.ts'
import { reshape, slice } from '../graph/operators/movement.ts'
import { rmsNorm } from '../graph/operators/norm.ts'
import { isQuantized, quantizedMatmul } from '../graph/operators/quantized.ts'
import { type RotaryTables, rotary, rotaryTables } from '../graph/operators/rotary.ts'
import { silu } from '../graph/operators/silu.ts'
import type { Tensor } from '../graph/tensor.ts'
import type { ModelConfig } from './config.ts'
import { linear } from './linear.ts'
import { ropeFrequencies } from './rope.ts'
import type { Parameters } from './weights.ts'

/**
 * Attention of one layer. query [batch, outputs, heads·headDim]; key and value [batch, time, kvHeads·headDim], after the
 * rotary positions. Returns [batch, outputs, heads·headDim].
 */
export type Attend = (query: Tensor, key: Tensor, value: Tensor, layer: number) => Tensor

export interface DecoderInputs {
  /** i32 [batch, time]. */
  readonly tokens: Tensor
  /** i32 [batch, time], below `length`. */
  readonly positions: Tensor
  /** Number of distinct positions. */
  readonly length: number
  /** First position whose output is wanted; the last layer computes nothing but keys and values before it. */
  readonly firstOutput: number
}

/** The steps of the decoder, for graphs that do more between them than pass hidden states on. */
export interface Decoder {
  /** Hidden states [batch · time, hiddenSize] of the tokens. */
  embed(): Tensor
  /** Hidden states after a layer from those before it; after the last one from firstOutput on. */
  layer(index: number, hidden: Tensor): Tensor
  /** The final norm. */
  finish(hidden: Tensor): Tensor
}

/** The hidden states before each layer and after the last one. */
export function decoderStates({ embed, layer }: Decoder, layers: number): Tensor[] {
  const states = [embed()]
  for (let index = 0; index < layers; index++) states.push(layer(index, states[index]!))
  return states
}

/** The hidden states after the final norm at positions firstOutput..time-1: [batch · outputs, hiddenSize]. */
export function runDecoder(decoder: Decoder, layers: number): Tensor {
  return decoder.finish(decoderStates(decoder, layers).at(-1)!)
}

export function createDecoder(
  config: ModelConfig,
  parameters: Parameters,
  inputs: DecoderInputs,
  attend: Attend,
): Decoder {
  const { tokens, positions, firstOutput } = inputs
  const [batch, time] = tokens.shape as [number, number]
  const { hiddenSize, normEpsilon } = config
  const tables = rotaryTables(ropeFrequencies(config), inputs.length)

  return {
    embed: () => {
      const embedded = takeRows(parameters.get('model.embed_tokens.weight')!, tokens, config.paddingToken)
      return reshape(embedded, [batch * time, hiddenSize])
    },
    layer: (index, hidden) => {
      const name = (part: string): string => `model.layers.${index}.${part}`
      const norm = (x: Tensor, part: string): Tensor => rmsNorm(x, parameters.get(name(`${part}.weight`))!, normEpsilon)
      const from = index === config.layers - 1 ? firstOutput : 0
      const outputs = time - from
      const outputRows = (x: Tensor): Tensor => {
        const width = x.shape[1]!
        return reshape(slice(reshape(x, [batch, time, width]), 1, from, time), [batch * outputs, width])
      }
      const project = (x: Tensor, part: string, positionsOf?: Tensor): Tensor =>
        projectHeads(config, parameters, name(`self_attn.${part}`), x, { batch, positions: positionsOf, tables })

      const normed = norm(hidden, 'input_layernorm')
      const key = project(normed, 'k', positions)
      const value = project(normed, 'v')
      const query = project(outputRows(normed), 'q', slice(positions, 1, from, time))
      const attended = reshape(attend(query, key, value, index), [batch * outputs, config.heads * config.headDim])
      const mixed = add(outputRows(hidden), linear(parameters, name('self_attn.o_proj'), attended))

      const wide = norm(mixed, 'post_attention_layernorm')
      const gate = linear(parameters, name('mlp.gate_proj'), wide)
      const up = linear(parameters, name('mlp.up_proj'), wide)
      const inner = mul(silu(gate), up)
      return add(mixed, linear(parameters, name('mlp.down_proj'), inner))
    },
    finish: (hidden) => rmsNorm(hidden, parameters.get('model.norm.weight')!, normEpsilon),
  }
}

/** Queries, keys or values of x [rows, hiddenSize]: [batch, rows / batch, heads·headDim], normed and turned as the model has it. */
function projectHeads(
  { headDim, normEpsilon }: ModelConfig,
  parameters: Parameters,
  name: string,
  x: Tensor,
  how: { readonly batch: number; readonly positions: Tensor | undefined; readonly tables: RotaryTables },
): Tensor {
  const flat = linear(parameters, `${name}_proj`, x)
  const [rows, width] = flat.shape as [number, number]
  const norm = parameters.get(`${name}_norm.weight`)
  const normed =
    norm === undefined ? flat : rmsNorm(reshape(flat, [(rows * width) / headDim, headDim]), norm, normEpsilon)
  const byRow = reshape(normed, [how.batch, rows / how.batch, width])
  return how.positions === undefined ? byRow : rotary(byRow, how.positions, how.tables)
}

/** Logits [rows, vocabulary] of hidden states [rows, hiddenSize], divided by `temperature`. */
export function head(parameters: Parameters, hidden: Tensor, temperature = 1): Tensor {
  // Tied to the embedding where there is none; a quantised copy of the embedding goes by the head's name.
  const weight = parameters.get('lm_head.weight') ?? parameters.get('model.embed_tokens.weight')!
  if (isQuantized(weight)) return mul(quantizedMatmul(hidden, weight), scalar(1 / temperature))
  return matmul(hidden, weight, { transposeB: true, scale: 1 / temperature })
}

/** V of hidden states [rows, hiddenSize]: [rows, 1]. */
export function valueHead(parameters: Parameters, hidden: Tensor): Tensor {
  return matmul(hidden, parameters.get('score.weight')!, { transposeB: true, addend: parameters.get('score.bias')! })
}
