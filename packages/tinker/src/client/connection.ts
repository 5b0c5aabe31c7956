// A server that was greeted: what it is, what it can do, and the key it wants.
import { GigpoError } from '@gigpo/core'
import { z } from 'zod'
import { type Clock, randomId, systemClock } from '../clock.ts'
import { type Announcement, announcementSchema, EXTENSION_VERSION } from '../wire/extensions.ts'
import { expectOk, parse } from './futures.ts'
import { Transport } from './transport.ts'

export interface ConnectionOptions {
  /** Of the server, for example http://127.0.0.1:8000; without /api/v1. */
  readonly url: string
  /** How long a server that cannot be reached or fails is borne, milliseconds (default 300,000). */
  readonly patienceMs?: number
  /** Whether to use what our own server offers beside the protocol (default true). */
  readonly extensions?: boolean
  /** Form of losses and results; default: protobuf at the hosted service, JSON at any other. */
  readonly wire?: 'json' | 'protobuf'
  readonly clock?: Clock
  readonly createId?: () => string
  /** Uniform in [0, 1): spreads retries. */
  readonly uniform?: () => number
}

export interface Connection {
  readonly transport: Transport
  readonly clock: Clock
  /** Present where the server is ours. */
  readonly extension: Announcement | undefined
  readonly models: readonly { readonly name: string; readonly contextLength: number | undefined }[]
  /** The most of one `forward_backward`. */
  readonly chunk: { readonly rows: number; readonly bytes: number }
  /** The most `asample` requests at the same time. */
  readonly concurrency: number
  /** Whether losses travel as protobuf. */
  readonly protobuf: boolean
  /** Numbers `asample` requests. */
  readonly nextSample: () => number
}

/** The version of the official client whose requests these are. */
export const SDK_VERSION = '0.25.0'

const configSchema = z.object({
  pjwt_auth_enabled: z.boolean().nullish(),
  fwdbwd_max_chunk_len: z.int().min(1).nullish(),
  fwdbwd_max_chunk_bytes_count: z.number().min(1).nullish(),
  /** Only the hosted service names it. */
  proto_compress_fwdbwd: z.unknown().optional(),
  sample_max_concurrent_requests: z.int().min(1).nullish(),
  gigpo: announcementSchema.optional(),
})
const capabilitiesSchema = z.object({
  supported_models: z.array(
    z.union([z.string(), z.object({ model_name: z.string(), max_context_length: z.number().nullish() })]),
  ),
})
const tokenSchema = z.union([
  z.object({ jwt: z.string() }).transform(({ jwt }) => jwt),
  z.object({ token: z.string() }).transform(({ token }) => token),
])

/** @throws GigpoError `engine` when it cannot be reached, `usage` for a wrong address or key. */
export async function connect(options: ConnectionOptions): Promise<Connection> {
  const { clock = systemClock, createId = randomId, uniform = secureUniform } = options
  const transport = new Transport({
    url: checkedUrl(options.url),
    apiKey: apiKey(),
    patienceMs: options.patienceMs ?? 300_000,
    clock,
    createId,
    uniform,
  })
  const { url } = transport
  const reply = await transport.post('client/config', { sdk_version: SDK_VERSION })
  // SkyRL's early versions have no such endpoint.
  const config = reply.status === 404 ? {} : parse(configSchema, expectOk(reply, 'client/config', url), 'client/config')
  if (config.pjwt_auth_enabled === true) {
    const token = expectOk(await transport.post('auth/token', {}), 'auth/token', url)
    transport.setApiKey(parse(tokenSchema, token, 'auth/token'))
  }
  const asked = 'get_server_capabilities'
  const { supported_models } = parse(capabilitiesSchema, expectOk(await transport.get(asked), asked, url), asked)
  const extension = options.extensions === false ? undefined : config.gigpo
  if (extension !== undefined && extension.version !== EXTENSION_VERSION) {
    throw new GigpoError('engine', `the server speaks version ${extension.version}, this client ${EXTENSION_VERSION}`, {
      where: url,
      remedy: 'run the same version of gigpo on both sides',
    })
  }
  const protobuf = options.wire === undefined ? 'proto_compress_fwdbwd' in config : options.wire === 'protobuf'
  if (protobuf) transport.preferProtobuf()
  let samples = 0
  return {
    transport,
    clock,
    extension,
    models: supported_models.map((model) =>
      typeof model === 'string'
        ? { name: model, contextLength: undefined }
        : { name: model.model_name, contextLength: model.max_context_length ?? undefined },
    ),
    chunk: {
      rows: config.fwdbwd_max_chunk_len ?? 1024,
      bytes: config.fwdbwd_max_chunk_bytes_count ?? 5e6,
    },
    concurrency: Math.min(256, config.sample_max_concurrent_requests ?? 256),
    protobuf,
    nextSample: () => ++samples,
  }
}

/** @throws GigpoError `usage`. */
function checkedUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.username === '' && url.search === '') return text
  throw new GigpoError('usage', `expected the address of a Tinker server, received ${JSON.stringify(text)}`, {
    remedy: 'for example http://127.0.0.1:8000; a key goes into TINKER_API_KEY',
  })
}

/** From the environment alone; servers that ask for none take any. */
function apiKey(): string {
  return process.env.TINKER_API_KEY || 'tml-dummy'
}

/** Delays change no result, so they need no key. */
function secureUniform(): number {
  return Number.parseInt(randomId().slice(0, 8), 16) / 2 ** 32
}
