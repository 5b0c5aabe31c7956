// The results that have a protobuf form, by what they hold.
import { encodeForwardBackwardOutput, type ForwardBackwardOutput } from '../protobuf/forward-backward-output.ts'
import { encodeSampleResponse, type SampleResponse } from '../protobuf/sample-response.ts'

/** undefined: this result has only a JSON form. */
export function toProtobuf(result: unknown): Uint8Array<ArrayBuffer> | undefined {
  if (typeof result !== 'object' || result === null || 'gigpo_responses' in result) return undefined
  if ('loss_fn_outputs' in result) return encodeForwardBackwardOutput(result as ForwardBackwardOutput)
  return 'sequences' in result ? encodeSampleResponse(result as SampleResponse) : undefined
}
