// Between the protocol's data and the engine's. The protocol shifts: input s₀…s_{L−1}, targets s₁…s_L, every loss input one a
// target. The engine's rows are prompt and completion; without `gigpo_prompt_length` the prompt is s₀ alone, and what carries
// no loss has a zero in its weights or advantages.
import type { Datum, LossSpec, TokenLogProbs } from '@gigpo/core'
import type { WireDatum, WireTensor } from '../wire/model-input.ts'
import { HttpError } from './http-error.ts'
import { tokensOf } from './to-sample.ts'

/** Names on the wire of the columns beside the weights. */
const COLUMNS = { advantages: 'advantages', oldLogprobs: 'logprobs', refLogprobs: 'gigpo_ref_logprobs' } as const
type Column = keyof typeof COLUMNS

/** The columns a loss reads. */
export function columnsOf(loss: LossSpec): readonly Column[] {
  if (loss.kind === 'cross-entropy') return []
  if (loss.kind === 'linear') return ['advantages']
  return loss.kl === undefined ? ['advantages', 'oldLogprobs'] : ['advantages', 'oldLogprobs', 'refLogprobs']
}

/** @throws HttpError 400 for lengths that do not fit, targets that are no shift, and columns that are missing. */
export function toDatum(wire: WireDatum, columns: readonly Column[]): Datum {
  const tokens = tokensOf(wire.model_input)
  const targets = column(wire, 'target_tokens', tokens.length)
  if (targets === undefined) throw new HttpError(400, 'loss_fn_inputs lacks target_tokens')
  for (let i = 1; i < tokens.length; i++) {
    if (targets[i - 1] !== tokens[i]) throw new HttpError(400, `target ${i - 1} is not token ${i} of the input`)
  }
  const prompt = wire.gigpo_prompt_length ?? 1
  if (prompt > tokens.length) throw new HttpError(400, `a prompt of ${prompt} in an input of ${tokens.length} tokens`)
  const tail = (name: string): readonly number[] | undefined => column(wire, name, tokens.length)?.slice(prompt - 1)
  const completion = targets.slice(prompt - 1)
  const read = columns.map((name) => {
    const values = tail(COLUMNS[name])
    if (values === undefined) throw new HttpError(400, `loss_fn_inputs lacks ${COLUMNS[name]}`)
    return [name, values] as const
  })
  return {
    prompt: tokens.slice(0, prompt),
    completion,
    weights: tail('weights') ?? completion.map(() => 1),
    ...Object.fromEntries(read),
  }
}

/** What a datum's target tokens were given: zeros inside the prompt, which is not scored. */
export function toOutput(datum: Datum, { logprobs, entropies }: TokenLogProbs, extensions: boolean): object {
  const pad = new Array<number>(datum.prompt.length - 1).fill(0)
  const tensor = (values: readonly number[]): WireTensor => {
    const data = [...pad, ...values]
    return { data, dtype: 'float32', shape: [data.length] }
  }
  return { logprobs: tensor(logprobs), ...(extensions ? { gigpo_entropies: tensor(entropies) } : {}) }
}

function column(wire: WireDatum, name: string, length: number): readonly number[] | undefined {
  const values = wire.loss_fn_inputs[name]?.data
  if (values === undefined || values.length === length) return values
  throw new HttpError(400, `${name} has ${values.length} values for ${length} tokens`)
}
