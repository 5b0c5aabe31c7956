// How queries meet keys: over a left-padded sequence (training and prefill), and against a cache (decoding).
// Masks are additive and arithmetic: 0 where a key may be seen, −1e9 where not.
import { add, less, mul, sub } from '../graph/operators/elementwise.ts'
import { constant, scalar } from '../graph/operators/leaf.ts'
import { matmul } from '../graph/operators/matmul.ts'
import { concat, reshape, slice, transpose } from '../graph/operators/movement.ts'
import { softmax, softmaxMatmul } from '../graph/operators/softmax.ts'
import { toFloat } from '../graph/operators/unary.ts'
import type { Tensor } from '../graph/tensor.ts'
import type { ModelConfig } from './config.ts'

const HIDDEN = 1e9

function range(length: number, shape: readonly number[], offset = 0): Tensor {
  return constant(
    Array.from({ length }, (_, i) => i + offset),
    shape,
  )
}

function additive(visible: Tensor): Tensor {
  return mul(sub(visible, scalar(1)), scalar(HIDDEN))
}

/** [batch, time, kvHeads·headDim] to [batch, kvHeads, time, headDim]. */
export function byHead(config: ModelConfig, x: Tensor): Tensor {
  const [batch, time] = x.shape as [number, number]
  return transpose(reshape(x, [batch, time, config.keyValueHeads, config.headDim]), [0, 2, 1, 3])
}

/** Causal mask over `time` keys that also hides keys before each row's `start` (i32 [batch]): [batch, 1, time, time]. */
export function causalMask(start: Tensor, time: number): Tensor {
  const batch = start.shape[0]!
  const keys = range(time, [1, 1, 1, time])
  const causal = less(keys, range(time, [1, 1, time, 1], 1))
  const real = sub(scalar(1), less(keys, reshape(toFloat(start), [batch, 1, 1, 1])))
  return additive(mul(causal, real))
}

const FEWEST_QUERIES = 64
const MOST_BLOCKS = 4

/**
 * Attention over the sequence itself. `mask` [batch, 1, time, time]; queries are the last ones of the sequence. Queries
 * are taken in blocks, each against the keys up to its end only: what the causal mask hides is mostly not computed.
 */
export function attendSequence(
  config: ModelConfig,
  mask: Tensor,
): (query: Tensor, key: Tensor, value: Tensor) => Tensor {
  return (query, key, value) => {
    const outputs = query.shape[1]!
    const before = key.shape[1]! - outputs
    const [keys, values] = [byHead(config, key), byHead(config, value)]
    const blocks = Math.min(MOST_BLOCKS, Math.max(1, Math.floor(outputs / FEWEST_QUERIES)))
    const parts = Array.from({ length: blocks }, (_, i) => {
      const from = Math.floor((i * outputs) / blocks)
      const to = Math.floor(((i + 1) * outputs) / blocks)
      const visible = slice(slice(mask, 2, before + from, before + to), 3, 0, before + to)
      const known = { keys: slice(keys, 2, 0, before + to), values: slice(values, 2, 0, before + to) }
      return attendBlock(config, slice(query, 1, from, to), known, visible)
    })
    return concat(parts, 1)
  }
}

/** query [batch, outputs, heads·headDim], keys and values [batch, kvHeads, time, headDim], mask [batch, 1, outputs, time]. */
function attendBlock(
  config: ModelConfig,
  query: Tensor,
  { keys, values }: { readonly keys: Tensor; readonly values: Tensor },
  mask: Tensor,
): Tensor {
  const { heads, keyValueHeads, headDim } = config
  const group = heads / keyValueHeads
  const [batch, outputs] = query.shape as [number, number]
  const time = keys.shape[2]!
  const grouped = transpose(reshape(query, [batch, outputs, keyValueHeads, group, headDim]), [0, 2, 3, 1, 4])
  const folded = reshape(grouped, [batch, keyValueHeads, group * outputs, headDim])
  const scores = matmul(folded, keys, { transposeB: true, scale: headDim ** -0.5 })
  const masked = add(reshape(scores, [batch, heads, outputs, time]), mask)
  const mixed = softmaxMatmul(reshape(masked, [batch, keyValueHeads, group * outputs, time]), values)
  const unfolded = transpose(reshape(mixed, [batch, keyValueHeads, group, outputs, headDim]), [0, 3, 1, 2, 4])
  return reshape(unfolded, [batch, outputs, heads * headDim])
}

/** Mask of the cache entries before each row's `positions` (i32 [batch]): [batch, 1, 1, cacheLength]. */
export function cacheMask(positions: Tensor, cacheLength: number): Tensor {
  const batch = positions.shape[0]!
  const used = reshape(toFloat(positions), [batch, 1, 1, 1])
  return additive(less(range(cacheLength, [1, 1, 1, cacheLength]), used))
}

/** Query heads of a group that are multiplied one by one: for a single row there is a kernel that reads each key once, in place. */
const MOST_SINGLE_HEADS = 4

/**
 * Attention of one new token a row to its cache and to itself. Caches [batch, kvHeads, cacheLength, headDim]; query
 * [batch, 1, heads·headDim], key and value [batch, kvHeads, 1, headDim].
 */
export function attendCache(
  config: ModelConfig,
  mask: Tensor,
  cache: { readonly key: Tensor; readonly value: Tensor },
  query: Tensor,
  key: Tensor,
  value: Tensor,
): Tensor {
  const { heads, keyValueHeads, headDim } = config
  const batch = query.shape[0]!
  const length = mask.shape[3]!
  const group = heads / keyValueHeads
  // Matrices of `rows` query heads each, the heads of a group sharing keys and values: [batch, kvHeads, group / rows, rows, ·].
  const rows = group <= MOST_SINGLE_HEADS ? 1 : group
  const shared = (x: Tensor): Tensor => reshape(x, [batch, keyValueHeads, 1, x.shape[2]!, headDim])
  const scaled = mul(query, scalar(headDim ** -0.5))
  const grouped = reshape(scaled, [batch, keyValueHeads, group / rows, rows, headDim])
  const visible = reshape(mask, [batch, 1, 1, 1, length])
  const past = add(matmul(grouped, shared(cache.key), { transposeB: true }), visible)
  const own = matmul(grouped, shared(key), { transposeB: true })
  const weights = softmax(concat([past, own], 4))
  const mixed = add(
    matmul(slice(weights, 4, 0, length), shared(cache.value)),
    mul(slice(weights, 4, length, length + 1), shared(value)),
  )
  return reshape(mixed, [batch, 1, heads * headDim])
}
