// Parse at the edge, trust inside: what callers hand to the engine is checked here once, before it is shared out, because
// onnxruntime would answer a wrong token id or length with an error about an operator, or not at all.
import {
  type AdamStep,
  type CriticDatum,
  type CriticRow,
  type Datum,
  GigpoError,
  type LossSpec,
  type SampleRequest,
  type ValueLoss,
} from '@gigpo/core'
import { lossInputNames } from './model/losses.ts'
import { valueInputNames } from './model/value-graph.ts'

export interface InputLimits {
  readonly vocabularySize: number
  /** Prompt + completion, tokens. */
  readonly contextLength: number
}

function wrong(where: string, message: string, remedy?: string): GigpoError {
  return new GigpoError('usage', message, { where, ...(remedy === undefined ? {} : { remedy }) })
}

function checkTokens(tokens: readonly number[], where: string, { vocabularySize }: InputLimits): void {
  if (tokens.length === 0) throw wrong(where, 'is empty')
  for (const token of tokens)
    if (!Number.isInteger(token) || token < 0 || token >= vocabularySize)
      throw wrong(
        where,
        `token ${token} is not an id below ${vocabularySize}`,
        'Encode it with the engine’s tokenizer.',
      )
}

/** @throws GigpoError `usage` naming the request. */
export function checkRequests(requests: readonly SampleRequest[], limits: InputLimits): void {
  for (const [i, request] of requests.entries()) {
    const { prompt, maxTokens, temperature, topP = 1, topK = 1, repetitionPenalty = 1 } = request
    const where = `sample request ${i}`
    checkTokens(prompt, `${where}: prompt`, limits)
    if (prompt.length >= limits.contextLength)
      throw wrong(
        where,
        `the prompt has ${prompt.length} tokens and leaves no room in a context of ${limits.contextLength}`,
        'Shorten the prompt or create the engine with a larger contextLength.',
      )
    if (!Number.isInteger(maxTokens) || maxTokens < 1)
      throw wrong(where, `maxTokens must be at least 1, received ${maxTokens}`)
    if (!(temperature >= 0 && Number.isFinite(temperature)))
      throw wrong(where, `temperature must be ≥ 0, received ${temperature}`)
    if (!(topP > 0 && topP <= 1)) throw wrong(where, `topP must be in (0, 1], received ${topP}`)
    if (!(Number.isInteger(topK) && topK >= 1)) throw wrong(where, `topK must be at least 1, received ${topK}`)
    if (!(repetitionPenalty > 0 && Number.isFinite(repetitionPenalty)))
      throw wrong(where, `repetitionPenalty must be > 0, received ${repetitionPenalty}`)
  }
}

/** @throws GigpoError `usage` naming the row. */
export function checkData(data: readonly Datum[], loss: LossSpec, limits: InputLimits): void {
  const { temperature = 1 } = loss
  if (!(temperature > 0 && Number.isFinite(temperature)))
    throw wrong('loss', `temperature must be > 0, received ${temperature}`)
  checkRows(data, limits)
  checkColumns(data, ['weights', ...lossInputNames(loss)])
}

/** @throws GigpoError `usage` naming the row. */
export function checkCriticData(data: readonly CriticDatum[], loss: ValueLoss, limits: InputLimits): void {
  const { clip } = loss
  if (clip !== null && !(clip > 0)) throw wrong('loss', `clip must be > 0 or null, received ${clip}`)
  checkRows(data, limits)
  checkColumns(data, valueInputNames(loss))
}

/** @throws GigpoError `usage` naming the row. */
export function checkRows(rows: readonly CriticRow[], limits: InputLimits): void {
  for (const [i, { prompt, completion }] of rows.entries()) {
    const where = `datum ${i}`
    checkTokens(prompt, `${where}: prompt`, limits)
    checkTokens(completion, `${where}: completion`, limits)
    const length = prompt.length + completion.length
    if (length > limits.contextLength)
      throw wrong(
        where,
        `has ${length} tokens, more than the context of ${limits.contextLength}`,
        'Leave the row out, shorten its prompt, or create the engine with a larger contextLength.',
      )
  }
}

function checkColumns<N extends string>(
  data: readonly (CriticRow & { readonly [K in N]?: readonly number[] })[],
  names: readonly N[],
): void {
  for (const [i, datum] of data.entries())
    for (const name of names)
      if (datum[name]?.length !== datum.completion.length)
        throw wrong(`datum ${i}`, `needs ${datum.completion.length} ${name}, has ${datum[name]?.length ?? 'none'}`)
}

/** @throws GigpoError `usage` naming the field. */
export function checkStep(step: AdamStep): void {
  const { learningRate, beta1, beta2, epsilon, weightDecay, gradientClip } = step
  const fail = (name: string, value: unknown, range: string): never => {
    throw wrong('optimiser step', `${name} must be ${range}, received ${value}`)
  }
  if (!(learningRate >= 0 && Number.isFinite(learningRate))) fail('learningRate', learningRate, '≥ 0')
  if (!(beta1 >= 0 && beta1 < 1)) fail('beta1', beta1, 'in [0, 1)')
  if (!(beta2 >= 0 && beta2 < 1)) fail('beta2', beta2, 'in [0, 1)')
  if (!(epsilon > 0 && Number.isFinite(epsilon))) fail('epsilon', epsilon, '> 0')
  if (!(weightDecay >= 0 && Number.isFinite(weightDecay))) fail('weightDecay', weightDecay, '≥ 0')
  if (gradientClip !== undefined && !(gradientClip > 0)) fail('gradientClip', gradientClip, '> 0')
}
