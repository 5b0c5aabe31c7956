// What our own server offers beside the protocol, so that a run on it has the bits of a run on the local engine: keys of 64
// bits instead of seeds, a whole round of requests in one `asample`, the full loss, and the tokenizer. The server announces
// itself in the answer to `client/config`; to any other server the client sends nothing of this. All names start with
// `gigpo_`, which other servers ignore as they ignore every unknown field.
import type { LossSpec, RandomKey } from '@gigpo/core'
import { z } from 'zod'

/** Counts changes of the extension that older clients cannot read. */
export const EXTENSION_VERSION = 1

export const keySchema: z.ZodType<RandomKey> = z.tuple([word(), word()]).readonly()

function word() {
  return z.int().min(0).max(0xffffffff)
}

/** In the answer to `client/config`. */
export interface Announcement {
  readonly version: number
  /** Tokens of prompt and completion together. */
  readonly context_length: number
}

export const announcementSchema: z.ZodType<Announcement> = z.object({
  version: z.int().min(1),
  context_length: z.int().min(2),
})

const temperature = z.number().positive().exactOptional()
const entropyCoefficient = z.number().min(0).exactOptional()

/** core's LossSpec as it is. */
export const lossSchema: z.ZodType<LossSpec> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('cross-entropy'), temperature }),
  z.object({
    kind: z.literal('ppo'),
    clipLow: z.number().min(0),
    clipHigh: z.number().min(0),
    dualClip: z.number().gt(1).exactOptional(),
    kl: z.object({ kind: z.enum(['k1', 'abs', 'k2', 'k3']), coefficient: z.number() }).exactOptional(),
    entropyCoefficient,
    temperature,
  }),
  z.object({ kind: z.literal('linear'), entropyCoefficient, temperature }),
])
