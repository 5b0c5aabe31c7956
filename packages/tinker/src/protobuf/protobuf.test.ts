// The codec against bytes written by hand from the wire format's rules, and round trips of random messages.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeForwardBackwardOutput, encodeForwardBackwardOutput } from './forward-backward-output.ts'
import { decodeForwardBackwardRequest, encodeDatum, encodeForwardBackwardRequest } from './forward-backward-request.ts'
import { decodeSampleResponse, encodeSampleResponse } from './sample-response.ts'
import { fromBytes } from './tensor.ts'

/** Hex digits, spaced and commented as one likes. */
const bytes = (text: string): Uint8Array =>
  Uint8Array.from(text.replaceAll(/#.*$/gm, '').match(/[0-9a-f]{2}/g) ?? [], (byte) => Number.parseInt(byte, 16))

const REQUEST = bytes(`
  0a 01 6d            # 1: model_id "m"
  10 ac 02            # 2: seq_id 300
  1a 33               # 3: datum of 51 bytes
    0a 0c             #   1: chunk of 12
      0a 0a           #     1: encoded text of 10
        0a 08  05 00 00 00  ff 00 00 00   # 1: tokens 5, 255
    12 23             #   2: entry of 35
      0a 0d 74 61 72 67 65 74 5f 74 6f 6b 65 6e 73   # 1: "target_tokens"
      12 12           #     2: tensor of 18
        0a 08  07 00 00 00 00 00 00 00   # 1: dense, one int64: 7
        18 02         #       3: int64
        22 04 01 02 ac 02   # 4: shape, packed 1, 2, 300
  22 03 70 70 6f      # 4: loss_fn "ppo"
  2a 0e               # 5: entry of 14
    0a 03 6c 6f 77    #   1: "low"
    11 00 00 00 00 00 00 e0 3f   # 2: 0.5
  30 01               # 6: forward_only
`)
const ITS_DATUM = {
  model_input: { chunks: [{ type: 'encoded_text', tokens: [5, 255] }] },
  loss_fn_inputs: { target_tokens: { data: [7], dtype: 'int64' as const, shape: [1, 2, 300] } },
}
const ITS_REST = { modelId: 'm', seqId: 300, lossFn: 'ppo', lossFnConfig: { low: 0.5 }, forwardOnly: true }

const OUTPUT = bytes(`
  0a 01 54            # 1: loss_fn_output_type "T"
  12 37               # 2: record of 55
    0a 01 54          #   1: type_tag "T"
    12 30             #   2: entry of 48
      0a 02 6c 70     #     1: "lp"
      12 2a           #     2: batched tensor of 42
        0a 0c  00 00 80 bf  00 00 00 c0  00 00 00 3f   # 1: -1, -2 | 0.5
        12 18  00 00 00 00 00 00 00 00  08 00 00 00 00 00 00 00  0c 00 00 00 00 00 00 00   # 2: byte offsets 0 8 12
        18 01         #       3: float32
    18 02             #   3: num_datums 2
  1a 13               # 3: entry of 19
    0a 08 6c 6f 73 73 3a 73 75 6d    # 1: "loss:sum"
    11 00 00 00 00 00 00 04 40       # 2: 2.5
`)

describe('messages written by hand', () => {
  it('a request for a pass', () => {
    expect(decodeForwardBackwardRequest(REQUEST)).toEqual({ ...ITS_REST, data: [ITS_DATUM] })
    expect(encodeForwardBackwardRequest(ITS_REST, [encodeDatum(ITS_DATUM)])).toEqual(REQUEST)
  })

  it('the output of a pass', () => {
    const output = {
      loss_fn_output_type: 'T',
      loss_fn_outputs: [
        { lp: { data: [-1, -2], dtype: 'float32' as const, shape: [2] } },
        { lp: { data: [0.5], dtype: 'float32' as const, shape: [1] } },
      ],
      metrics: { 'loss:sum': 2.5 },
    }
    expect(decodeForwardBackwardOutput(OUTPUT)).toEqual(output)
    expect(encodeForwardBackwardOutput(output)).toEqual(OUTPUT)
  })

  it('a sample', () => {
    const message = bytes(`
      0a 16               # 1: sequence of 22
        08 01             #   1: stop_reason length
        12 08  03 00 00 00  04 00 00 00   # 2: tokens 3, 4
        1a 08  00 00 80 bf  00 00 00 c0   # 3: log-probabilities -1, -2
      12 08  00 00 c0 7f  00 00 00 bf     # 2: NaN, -0.5
      1a 18               # 3: top k, 24 bytes
        0a 08  00 00 00 00  09 00 00 00   #   1: an empty cell, 9
        12 08  80 4f c3 c7  00 00 80 bf   #   2: -99999, -1
        18 01             #   3: k
        20 02             #   4: prompt length
      20 07               # 4: prompt_cache_hit_tokens, not kept
    `)
    const response = {
      sequences: [{ tokens: [3, 4], logprobs: [-1, -2], stop_reason: 'length' as const }],
      prompt_logprobs: [null, -0.5],
      topk_prompt_logprobs: [null, [[9, -1] as const]],
    }
    expect(decodeSampleResponse(message)).toEqual(response)
    expect(encodeSampleResponse(response)).toEqual(message.subarray(0, -2))
  })

  it('fields in another order, unpacked and unknown', () => {
    const message = bytes(`
      fa 01 03 61 62 63   # 31: unknown, bytes
      f9 01 00 00 00 00 00 00 00 00   # 31: unknown, eight bytes
      fd 01 00 00 00 00   # 31: unknown, four bytes
      22 03 70 70 6f      # 4: loss_fn
      1a 0d               # 3: datum of 13
        12 0b             #   2: entry of 11
          0a 01 61        #     1: "a"
          12 06           #     2: tensor of 6, without data
            20 01 20 02   #       4: shape, one by one
            18 00         #       3: unspecified
    `)
    expect(decodeForwardBackwardRequest(message)).toMatchObject({
      lossFn: 'ppo',
      data: [{ loss_fn_inputs: { a: { data: [], dtype: 'float32', shape: [1, 2] } } }],
    })
  })

  it('bfloat16', () => {
    expect(fromBytes(bytes('80 3f 20 c0'), 'bfloat16')).toEqual([1, -2.5])
  })

  it('damage is refused', () => {
    for (let length = 1; length < REQUEST.length; length++) {
      const cut = REQUEST.subarray(0, length)
      // Cut between two fields it is a shorter message; cut inside one it is none.
      const between = [3, 6, 59, 64, 80].includes(length)
      if (between) decodeForwardBackwardRequest(cut)
      else expect(() => decodeForwardBackwardRequest(cut), `${length} bytes`).toThrow(/damaged/)
    }
    expect(() => fromBytes(new Uint8Array(5), 'float32')).toThrow(/damaged/)
  })
})

describe('round trips', () => {
  const text = fc.string({ maxLength: 8 })
  const float = fc.float({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)
  const id = fc.integer({ min: 0, max: 2 ** 31 - 1 })
  const tensor = fc.oneof(
    fc.array(float).map((data) => ({ data, dtype: 'float32' as const, shape: [data.length] })),
    fc.array(fc.maxSafeInteger()).map((data) => ({ data, dtype: 'int64' as const, shape: [data.length] })),
  )
  const inputs = fc.dictionary(text, tensor, { noNullPrototype: true })
  const datum = fc.record({
    model_input: fc.record({
      chunks: fc.array(fc.record({ type: fc.constant('encoded_text'), tokens: fc.array(id) })),
    }),
    loss_fn_inputs: inputs,
  })

  it('requests', () => {
    const rest = fc.record({
      modelId: text,
      seqId: id,
      lossFn: text,
      lossFnConfig: fc.dictionary(text, fc.double({ noNaN: true }), { noNullPrototype: true }),
      forwardOnly: fc.boolean(),
    })
    fc.assert(
      fc.property(rest, fc.array(datum, { maxLength: 4 }), (request, data) => {
        const written = encodeForwardBackwardRequest(request, data.map(encodeDatum))
        expect(decodeForwardBackwardRequest(written)).toEqual({ ...request, data })
      }),
    )
  })

  it('outputs', () => {
    const rows = fc.array(fc.array(float), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(
        rows,
        rows,
        fc.dictionary(text, fc.double({ noNaN: true }), { noNullPrototype: true }),
        (a, b, metrics) => {
          const of = (data: number[]) => ({ data, dtype: 'float32' as const, shape: [data.length] })
          const output = {
            loss_fn_output_type: 'TokenLogprobs',
            loss_fn_outputs: a.map((data, i) => ({ logprobs: of(data), other: of(b[i % b.length]!) })),
            metrics,
          }
          expect(decodeForwardBackwardOutput(encodeForwardBackwardOutput(output))).toEqual(output)
        },
      ),
    )
  })
})
