// Whether the tensors of a file are the parameters of a model: same names, same shapes, nothing missing, nothing over.
import { GigpoError } from '@gigpo/core'
import type { ModelConfig } from '../model/config.ts'
import { parameterSpecs } from '../model/parameters.ts'
import type { NamedTensor } from './safetensors.ts'

/** How many differences a message lists. */
const SHOWN = 5

/**
 * Values by parameter name, of the tensors whose names begin with `prefix`. A head stored beside a tied embedding is
 * ignored when it equals it. @throws GigpoError `checkpoint` listing the first differences.
 */
export function matchTensors(
  config: ModelConfig,
  tensors: readonly NamedTensor[],
  where: string,
  prefix = '',
): Map<string, Float32Array> {
  const found = new Map(
    tensors.filter(({ name }) => name.startsWith(prefix)).map((tensor) => [tensor.name.slice(prefix.length), tensor]),
  )
  const differences: string[] = []
  const out = new Map<string, Float32Array>()
  for (const { name, shape } of parameterSpecs(config)) {
    const tensor = found.get(name)
    found.delete(name)
    if (tensor === undefined) differences.push(`${name} is missing`)
    else if (tensor.shape.join() !== shape.join())
      differences.push(`${name} is [${tensor.shape}], the model needs [${shape}]`)
    else out.set(name, tensor.data)
  }
  const embedding = out.get('model.embed_tokens.weight')
  const head = found.get('lm_head.weight')
  if (head !== undefined && embedding !== undefined && head.data.every((x, i) => x === embedding[i]))
    found.delete('lm_head.weight')
  for (const name of found.keys()) differences.push(`${name} is not a parameter of the model`)
  if (differences.length === 0) return out
  const rest = differences.length > SHOWN ? `; and ${differences.length - SHOWN} more` : ''
  throw new GigpoError(
    'checkpoint',
    `the weights are another model's: ${differences.slice(0, SHOWN).join('; ')}${rest}`,
    {
      where,
      remedy: "Load a checkpoint of this model's configuration, or create the engine from the checkpoint's own folder.",
    },
  )
}
