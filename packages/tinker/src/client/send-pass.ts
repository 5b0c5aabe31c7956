// One pass over data as requests within the server's limits, in JSON or in the protobuf form that the hosted service speaks.
import { GigpoError } from '@gigpo/core'
import { z } from 'zod'
import { decodeForwardBackwardOutput } from '../protobuf/forward-backward-output.ts'
import { encodeDatum, encodeForwardBackwardRequest, PROTOBUF } from '../protobuf/forward-backward-request.ts'
import type { WireDatum } from '../wire/model-input.ts'
import type { Pass } from '../wire/requests.ts'
import { chunksOf } from './chunks.ts'
import type { Connection } from './connection.ts'
import { parse } from './futures.ts'
import type { Numbered, RemoteModel } from './remote-model.ts'
import type { Payload } from './transport.ts'

export type PassPath = 'forward' | 'forward_backward'

export interface PassAnswer {
  /** Of each datum, one value a target by name: `logprobs` and whatever else the server gives. */
  readonly outputs: readonly Readonly<Record<string, readonly number[]>>[]
  /** Of each request that was sent. */
  readonly metrics: readonly Readonly<Record<string, number>>[]
}

const answerSchema = z.object({
  loss_fn_outputs: z.array(z.record(z.string(), z.object({ data: z.array(z.number()) }))),
  metrics: z.record(z.string(), z.number()).nullish(),
})

/** @throws GigpoError of the server's, or `engine` for an answer that does not fit. */
export async function sendPass(
  { chunk, protobuf }: Connection,
  model: RemoteModel,
  path: PassPath,
  data: readonly WireDatum[],
  loss: Omit<Pass, 'data'>,
): Promise<PassAnswer> {
  const format = protobuf ? protobufFormat(data, path, loss) : jsonFormat(data, path, loss)
  const answers = await Promise.all(
    chunksOf(format.sizes, chunk).map(([start, end]) =>
      model.run(format.path, (numbered) => format.payload(numbered, start, end)),
    ),
  )
  const parsed = answers.map((answer) =>
    parse(answerSchema, answer instanceof Uint8Array ? decodeForwardBackwardOutput(answer) : answer, path),
  )
  const outputs = parsed.flatMap(({ loss_fn_outputs }) => loss_fn_outputs)
  if (outputs.length !== data.length)
    throw new GigpoError('engine', `${path} answered ${outputs.length} of ${data.length} rows`)
  return {
    outputs: outputs.map((fields) =>
      Object.fromEntries(Object.entries(fields).map(([name, { data }]) => [name, data])),
    ),
    metrics: parsed.map(({ metrics }) => metrics ?? {}),
  }
}

interface Format {
  /** Bytes of each datum. */
  readonly sizes: readonly number[]
  readonly path: string
  payload(numbered: Numbered, start: number, end: number): Payload
}

/** The text of each datum is made once, for its size and for the body. */
function jsonFormat(data: readonly WireDatum[], path: PassPath, loss: Omit<Pass, 'data'>): Format {
  const texts = data.map((datum) => JSON.stringify(datum))
  const options = JSON.stringify(loss).slice(1)
  return {
    sizes: texts.map(({ length }) => length),
    path,
    payload: (numbered, start, end) => ({
      type: 'application/json',
      body: `${JSON.stringify(numbered).slice(0, -1)},"${path}_input":{"data":[${texts.slice(start, end)}],${options}}`,
    }),
  }
}

function protobufFormat(data: readonly WireDatum[], path: PassPath, loss: Omit<Pass, 'data'>): Format {
  const messages = data.map(encodeDatum)
  return {
    sizes: messages.map(({ length }) => length),
    path: 'forward_backward',
    payload: ({ model_id, seq_id }, start, end) => ({
      type: PROTOBUF,
      body: encodeForwardBackwardRequest(
        {
          modelId: model_id,
          seqId: seq_id,
          lossFn: loss.loss_fn,
          lossFnConfig: loss.loss_fn_config ?? {},
          forwardOnly: path === 'forward',
        },
        messages.slice(start, end),
      ),
    }),
  }
}
