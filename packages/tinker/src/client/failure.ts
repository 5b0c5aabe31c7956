// What a server's refusal means for whoever called: the error of our own server as it was thrown there, and the codes of
// others in words.
import { type ErrorCode, GigpoError } from '@gigpo/core'
import { z } from 'zod'

const liftedSchema = z.object({
  gigpo_error: z.object({
    code: z.string(),
    message: z.string(),
    remedy: z.string().exactOptional(),
    where: z.string().exactOptional(),
  }),
})
const detailSchema = z.object({ detail: z.unknown() })

const GO_ON = 'go on from the last checkpoint: gigpo train --run NAME --resume'

const byStatus: Readonly<Record<number, readonly [ErrorCode, string | undefined]>> = {
  401: ['usage', 'set TINKER_API_KEY to a key that the server knows'],
  402: ['engine', 'the account is paused: see its billing'],
  403: ['usage', 'set TINKER_API_KEY to a key that the server knows'],
  404: ['engine', `the server was restarted or has ended the session; ${GO_ON}`],
  410: ['engine', GO_ON],
  413: ['engine', undefined],
  422: ['contract', undefined],
}

/** @param asked What was asked, for the message. */
export function toError(status: number, body: unknown, asked: string, where: string): GigpoError {
  const lifted = liftedSchema.safeParse(body)
  if (lifted.success)
    return GigpoError.fromJSON({ ...lifted.data.gigpo_error, code: lifted.data.gigpo_error.code as ErrorCode })
  const [code, remedy] = byStatus[status] ?? ['engine', undefined]
  return new GigpoError(code, `${asked} was answered ${status}: ${wordsOf(body)}`, {
    where,
    ...(remedy === undefined ? {} : { remedy }),
  })
}

export function lost(asked: string, patienceMs: number, last: string, where: string): GigpoError {
  return new GigpoError('engine', `${asked} failed for ${Math.round(patienceMs / 1000)} s, at last with: ${last}`, {
    where,
    remedy: `see that the server runs and can be reached; then ${GO_ON}`,
  })
}

function wordsOf(body: unknown): string {
  const detail = detailSchema.safeParse(body)
  const words = detail.success ? detail.data.detail : body
  const text = typeof words === 'string' ? words : (JSON.stringify(words) ?? '')
  return text.length > 500 ? `${text.slice(0, 500)}…` : text || 'nothing'
}
