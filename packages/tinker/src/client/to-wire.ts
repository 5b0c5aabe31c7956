// Core's rows as the protocol's data: input s₀…s_{L−1}, targets s₁…s_L, zeros where the prompt carries no loss; and back from
// what was answered a target.
import { type Datum, GigpoError } from '@gigpo/core'
import type { WireDatum, WireTensor } from '../wire/model-input.ts'

/** @param columns Values of each completion token, by their names on the wire. */
export function toWireDatum(
  { prompt, completion }: Pick<Datum, 'prompt' | 'completion'>,
  columns: Readonly<Record<string, readonly number[]>>,
): WireDatum {
  if (prompt.length === 0 || completion.length === 0)
    throw new GigpoError('usage', 'a row needs a prompt and a completion that are not empty')
  const tokens = [...prompt, ...completion]
  const context = new Array<number>(prompt.length - 1).fill(0)
  const float = (values: readonly number[]): WireTensor => {
    const data = [...context, ...values]
    return { data, dtype: 'float32', shape: [data.length] }
  }
  const inputs = Object.entries(columns).map(([name, values]) => {
    if (values.length === completion.length) return [name, float(values)] as const
    throw new GigpoError('usage', `a row needs ${completion.length} ${name}, has ${values.length}`)
  })
  return {
    model_input: { chunks: [{ type: 'encoded_text', tokens: tokens.slice(0, -1) }] },
    loss_fn_inputs: {
      target_tokens: { data: tokens.slice(1), dtype: 'int64', shape: [tokens.length - 1] },
      ...Object.fromEntries(inputs),
    },
  }
}

/** The values of the completion's tokens out of one a target. @throws GigpoError `engine` for another length. */
export function ofCompletion(values: readonly number[] | undefined, { prompt, completion }: Datum): readonly number[] {
  const targets = prompt.length + completion.length - 1
  if (values?.length !== targets)
    throw new GigpoError('engine', `the server gave ${values?.length ?? 'no'} values of ${targets} targets`)
  return values.slice(prompt.length - 1)
}
