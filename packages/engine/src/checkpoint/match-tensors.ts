// Whether the tensors of a file are the parameters of a model: same names, same shapes, nothing missing, nothing over.
import { GigpoError } from '@gigpo/core'
import type { ParameterSpec } from '../model/parameters.ts'

/** How many differences a message lists. */
const SHOWN = 5

/** Tables that old checkpoints of Llama hold beside the weights; they follow from the configuration. */
const COMPUTED = /\.rotary_emb\.inv_freq$/

/**
 * Tensors by parameter name, of those whose names begin with `prefix`, in the order of the parameters.
 * @throws GigpoError `checkpoint` listing the first differences.
 */
export function matchTensors<T extends { readonly name: string; readonly shape: readonly number[] }>(
  specs: readonly ParameterSpec[],
  tensors: readonly T[],
  where: string,
  prefix = '',
): Map<string, T> {
  const found = new Map(
    tensors
      .filter(({ name }) => name.startsWith(prefix) && !COMPUTED.test(name))
      .map((tensor) => [tensor.name.slice(prefix.length), tensor]),
  )
  const differences: string[] = []
  const out = new Map<string, T>()
  for (const { name, shape } of specs) {
    const tensor = found.get(name)
    found.delete(name)
    if (tensor === undefined) differences.push(`${name} is missing`)
    else if (tensor.shape.join() !== shape.join())
      differences.push(`${name} is [${tensor.shape}], the model needs [${shape}]`)
    else out.set(name, tensor)
  }
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
