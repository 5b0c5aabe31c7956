// tinker_public.SampleResponse, into the words of its JSON twin.
import { damaged, type ProtobufField, readFields } from './reader.ts'
import { fromBytes, toBytes } from './tensor.ts'
import { ProtobufWriter } from './writer.ts'

export interface SampleResponse {
  readonly sequences: readonly {
    readonly tokens: readonly number[]
    readonly logprobs: readonly number[] | null
    readonly stop_reason: 'stop' | 'length'
  }[]
  /** null where a token has none. */
  readonly prompt_logprobs: readonly (number | null)[] | null
  /** The k most probable tokens at each place of the prompt, with their log-probabilities. */
  readonly topk_prompt_logprobs: readonly (readonly (readonly [id: number, logprob: number])[] | null)[] | null
}

const STOP_REASONS = ['stop', 'length'] as const
/** The log-probability of a cell that holds no token. */
const EMPTY = -99_999

export function encodeSampleResponse(response: SampleResponse): Uint8Array<ArrayBuffer> {
  const writer = new ProtobufWriter()
  for (const { tokens, logprobs, stop_reason } of response.sequences) {
    writer.message(1, (sequence) => {
      sequence.int(1, STOP_REASONS.indexOf(stop_reason)).bytes(2, toBytes(tokens, 'int32'))
      if (logprobs !== null) sequence.bytes(3, toBytes(logprobs, 'float32'))
    })
  }
  const { prompt_logprobs, topk_prompt_logprobs: topk } = response
  if (prompt_logprobs !== null) {
    writer.bytes(
      2,
      toBytes(
        prompt_logprobs.map((value) => value ?? Number.NaN),
        'float32',
      ),
    )
  }
  if (topk !== null) {
    const k = Math.max(0, ...topk.map((cells) => cells?.length ?? 0))
    const cells = topk.flatMap((place) => Array.from({ length: k }, (_, i) => place?.[i] ?? ([0, EMPTY] as const)))
    writer.message(3, (message) =>
      message
        .bytes(
          1,
          toBytes(
            cells.map(([id]) => id),
            'int32',
          ),
        )
        .bytes(
          2,
          toBytes(
            cells.map(([, logprob]) => logprob),
            'float32',
          ),
        )
        .int(3, k)
        .int(4, topk.length),
    )
  }
  return writer.finish()
}

/** @throws GigpoError `data` for damaged bytes. */
export function decodeSampleResponse(bytes: Uint8Array): SampleResponse {
  const sequences: SampleResponse['sequences'][number][] = []
  let prompt: SampleResponse['prompt_logprobs'] = null
  let topk: SampleResponse['topk_prompt_logprobs'] = null
  for (const field of readFields(bytes)) {
    if (field.number === 1) sequences.push(readSequence(field))
    else if (field.number === 2) {
      prompt = fromBytes(field.bytes(), 'float32').map((value) => (Number.isNaN(value) ? null : value))
    } else if (field.number === 3) topk = readTopk(field)
  }
  return { sequences, prompt_logprobs: prompt, topk_prompt_logprobs: topk }
}

function readSequence(field: ProtobufField): SampleResponse['sequences'][number] {
  let reason = 0
  let tokens: number[] = []
  let logprobs: number[] | null = null
  for (const part of field.fields()) {
    if (part.number === 1) reason = part.int()
    else if (part.number === 2) tokens = fromBytes(part.bytes(), 'int32')
    else if (part.number === 3) logprobs = fromBytes(part.bytes(), 'float32')
  }
  const stop_reason = STOP_REASONS[reason]
  if (stop_reason === undefined) throw damaged(`stop reason ${reason}`)
  return { tokens, logprobs, stop_reason }
}

function readTopk(field: ProtobufField): SampleResponse['topk_prompt_logprobs'] {
  let [ids, logprobs, k, length]: [number[], number[], number, number] = [[], [], 0, 0]
  for (const part of field.fields()) {
    if (part.number === 1) ids = fromBytes(part.bytes(), 'int32')
    else if (part.number === 2) logprobs = fromBytes(part.bytes(), 'float32')
    else if (part.number === 3) k = part.int()
    else if (part.number === 4) length = part.int()
  }
  if (ids.length !== k * length || logprobs.length !== k * length)
    throw damaged(`${ids.length} cells of ${k} × ${length}`)
  return Array.from({ length }, (_, place) => {
    const cells = Array.from({ length: k }, (_, i) => [ids[place * k + i]!, logprobs[place * k + i]!] as const)
    const filled = cells.filter(([, logprob]) => logprob > EMPTY)
    return filled.length === 0 ? null : filled
  })
}
