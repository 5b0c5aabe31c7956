// The two graphs of sampling. Prefill reads left-padded prompts and returns the keys and values to cache; decode takes one
// token a row and returns one new key and value a layer, which TypeScript writes into the cache: returning the whole
// cache would copy it at every step.
import { input } from '../graph/operators/leaf.ts'
import { reshape } from '../graph/operators/movement.ts'
import type { Graph, Tensor } from '../graph/tensor.ts'
import { attendCache, attendSequence, byHead, cacheMask, causalMask } from './attention.ts'
import type { ModelConfig } from './config.ts'
import { createDecoder, head, runDecoder } from './transformer.ts'
import { learnedWeights, type ModelWeights } from './weights.ts'

/**
 * Inputs: every weight that learns; `tokens`, `positions` i32 [B, P]; `start` i32 [B], the index of the first real token.
 * Outputs: `logits` f32 [B, V] at the last position; `key.<layer>`, `value.<layer>` f32 [B, kvHeads, P, headDim], keys
 * after the rotary positions, with the row's padding still in front.
 */
export function buildPrefillGraph(
  config: ModelConfig,
  bucket: { readonly batch: number; readonly promptLength: number },
  { parameters, learned }: ModelWeights = learnedWeights(config),
): Graph {
  const { batch, promptLength } = bucket
  const tokens = input('tokens', [batch, promptLength], 'i32')
  const positions = input('positions', [batch, promptLength], 'i32')
  const start = input('start', [batch], 'i32')
  const attend = attendSequence(config, causalMask(start, promptLength))
  const cached: [string, Tensor][] = []
  const where = { tokens, positions, length: promptLength, firstOutput: promptLength - 1 }
  const decoder = createDecoder(config, parameters, where, (query, key, value, layer) => {
    cached.push([`key.${layer}`, byHead(config, key)], [`value.${layer}`, byHead(config, value)])
    return attend(query, key, value)
  })
  const logits = head(parameters, runDecoder(decoder, config.layers))
  return {
    inputs: new Map([...learned, ...Object.entries({ tokens, positions, start })]),
    outputs: new Map([['logits', logits], ...cached]),
  }
}

/**
 * Inputs: every weight that learns; `tokens`, `positions` i32 [B], positions being the number of tokens in the row's cache;
 * `cache.key.<layer>`, `cache.value.<layer>` f32 [B, kvHeads, L, headDim], of which entries 0..positions-1 count.
 * Outputs: `logits` f32 [B, V]; `key.<layer>`, `value.<layer>` f32 [B, kvHeads, 1, headDim] of the new token.
 */
export function buildDecodeGraph(
  config: ModelConfig,
  bucket: { readonly batch: number; readonly cacheLength: number },
  { parameters, learned }: ModelWeights = learnedWeights(config),
): Graph {
  const { batch, cacheLength } = bucket
  const tokens = input('tokens', [batch], 'i32')
  const positions = input('positions', [batch], 'i32')
  const mask = cacheMask(positions, cacheLength)
  const caches = new Map<string, Tensor>()
  const cached: [string, Tensor][] = []
  const where = {
    tokens: reshape(tokens, [batch, 1]),
    positions: reshape(positions, [batch, 1]),
    length: cacheLength + 1,
    firstOutput: 0,
  }
  const decoder = createDecoder(config, parameters, where, (query, key, value, layer) => {
    const shape = [batch, config.keyValueHeads, cacheLength, config.headDim]
    const cache = { key: input(`cache.key.${layer}`, shape), value: input(`cache.value.${layer}`, shape) }
    caches.set(`cache.key.${layer}`, cache.key).set(`cache.value.${layer}`, cache.value)
    const own = [batch, config.keyValueHeads, 1, config.headDim]
    const [newKey, newValue] = [reshape(key, own), reshape(value, own)]
    cached.push([`key.${layer}`, newKey], [`value.${layer}`, newValue])
    return attendCache(config, mask, cache, query, newKey, newValue)
  })
  const logits = head(parameters, runDecoder(decoder, config.layers))
  return {
    inputs: new Map([...learned, ...Object.entries({ tokens, positions }), ...caches]),
    outputs: new Map([['logits', logits], ...cached]),
  }
}
