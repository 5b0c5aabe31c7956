// The decoder body shared by all graphs: pre-norm residual layers of grouped-query attention and SwiGLU. Keys and values
// are never repeated for the query heads that share them: the group is folded into the query's time axis. What differs
// between training, prefill and decoding is only how queries meet keys, so that is a function the graphs pass in.
import { add, mul } from '../graph/operators/elementwise.ts'
import { takeRows } from '../graph/operators/gather.ts'
import { input } from '../graph/operators/leaf.ts'
import { matmul } from '../graph/operators/matmul.ts'
import { reshape, slice } from '../graph/operators/movement.ts'
import { rmsNorm } from '../graph/operators/norm.ts'
import { rotary, rotaryTables } from '../graph/operators/rotary.ts'
import { sigmoid } from '../graph/operators/unary.ts'
import type { Tensor } from '../graph/tensor.ts'
import type { ModelConfig } from './config.ts'
import { parameterSpecs } from './parameters.ts'
import { ropeFrequencies } from './rope.ts'

export type Parameters = ReadonlyMap<string, Tensor>

/** Graph inputs for all parameters. */
export function parameterInputs(config: ModelConfig): Parameters {
  return new Map(parameterSpecs(config).map(({ name, shape }) => [name, input(name, shape)]))
}

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

/** The hidden states after the final norm at positions firstOutput..time-1: [batch · outputs, hiddenSize]. */
export function decoder(config: ModelConfig, parameters: Parameters, inputs: DecoderInputs, attend: Attend): Tensor {
  const { tokens, positions, firstOutput } = inputs
  const [batch, time] = tokens.shape as [number, number]
  const { hiddenSize, headDim, normEpsilon } = config
  const tables = rotaryTables(ropeFrequencies(config), inputs.length)
  const parameter = (name: string): Tensor => parameters.get(name)!

  const embedded = takeRows(parameter('model.embed_tokens.weight'), tokens, config.paddingToken)
  let hidden = reshape(embedded, [batch * time, hiddenSize])
  for (let layer = 0; layer < config.layers; layer++) {
    const at = (part: string): Tensor => parameter(`model.layers.${layer}.${part}`)
    const from = layer === config.layers - 1 ? firstOutput : 0
    const outputs = time - from
    const outputRows = (x: Tensor): Tensor => {
      const width = x.shape[1]!
      return reshape(slice(reshape(x, [batch, time, width]), 1, from, time), [batch * outputs, width])
    }
    const project = (x: Tensor, name: string, positionsOf?: Tensor): Tensor => {
      const bias = parameters.get(`model.layers.${layer}.self_attn.${name}_proj.bias`)
      const flat = matmul(x, at(`self_attn.${name}_proj.weight`), {
        transposeB: true,
        ...(bias === undefined ? {} : { addend: bias }),
      })
      const norm = parameters.get(`model.layers.${layer}.self_attn.${name}_norm.weight`)
      const heads = flat.shape[1]! / headDim
      const normed =
        norm === undefined ? flat : rmsNorm(reshape(flat, [flat.shape[0]! * heads, headDim]), norm, normEpsilon)
      const rows = reshape(normed, [batch, flat.shape[0]! / batch, heads * headDim])
      return positionsOf === undefined ? rows : rotary(rows, positionsOf, tables)
    }

    const normed = rmsNorm(hidden, at('input_layernorm.weight'), normEpsilon)
    const key = project(normed, 'k', positions)
    const value = project(normed, 'v')
    const query = project(outputRows(normed), 'q', slice(positions, 1, from, time))
    const attended = reshape(attend(query, key, value, layer), [batch * outputs, config.heads * headDim])
    hidden = add(outputRows(hidden), matmul(attended, at('self_attn.o_proj.weight'), { transposeB: true }))

    const wide = rmsNorm(hidden, at('post_attention_layernorm.weight'), normEpsilon)
    const gate = matmul(wide, at('mlp.gate_proj.weight'), { transposeB: true })
    const up = matmul(wide, at('mlp.up_proj.weight'), { transposeB: true })
    const inner = mul(mul(gate, sigmoid(gate)), up)
    hidden = add(hidden, matmul(inner, at('mlp.down_proj.weight'), { transposeB: true }))
  }
  return rmsNorm(hidden, parameter('model.norm.weight'), normEpsilon)
}

/** Logits [rows, vocabulary] of hidden states [rows, hiddenSize], divided by `temperature`. */
export function head(config: ModelConfig, parameters: Parameters, hidden: Tensor, temperature = 1): Tensor {
  const weight = parameters.get(config.tiedEmbedding ? 'model.embed_tokens.weight' : 'lm_head.weight')!
  return matmul(hidden, weight, { transposeB: true, scale: 1 / temperature })
}

/** V of hidden states [rows, hiddenSize]: [rows, 1]. */
export function valueHead(parameters: Parameters, hidden: Tensor): Tensor {
  return matmul(hidden, parameters.get('score.weight')!, { transposeB: true, addend: parameters.get('score.bias')! })
}
