// The two questions asked of a Hugging Face endpoint: which files a revision has, and the bytes of one of them from a place on.
// A token is sent to the endpoint alone, never to the storage it redirects to, and appears in no error.
import { GigpoError, messageOf } from '@gigpo/core'
import type { ModelName } from './hub-cache.ts'

export interface Hub {
  /** Without a slash at the end. */
  readonly endpoint: string
  readonly token?: string
}

export interface RemoteFile {
  readonly name: string
  readonly bytes?: number
}

export interface RemoteModel {
  readonly commit: string
  readonly files: readonly RemoteFile[]
}

export interface FileFacts {
  /** SHA-256 of the file, or Git's SHA-1 of it as a blob; as the endpoint names it. */
  readonly etag: string
  readonly bytes: number
}

const MOST_REDIRECTS = 5

/** From HF_ENDPOINT and HF_TOKEN. @throws GigpoError `usage` where the endpoint is no address. */
export function hubOf(env: Readonly<Record<string, string | undefined>> = process.env): Hub {
  const endpoint = (env.HF_ENDPOINT || 'https://huggingface.co').replace(/\/+$/, '')
  if (!/^https?:\/\//.test(endpoint) || !URL.canParse(endpoint))
    throw new GigpoError('usage', `HF_ENDPOINT is "${endpoint}"`, {
      remedy: 'Give an address like https://huggingface.co.',
    })
  return env.HF_TOKEN ? { endpoint, token: env.HF_TOKEN } : { endpoint }
}

/** @throws GigpoError `missing-data` where there is no such model or access to it; `storage` where the network fails. */
export async function readRemoteModel(hub: Hub, model: ModelName, signal?: AbortSignal): Promise<RemoteModel> {
  const url = `${hub.endpoint}/api/models/${pathOf(model)}/revision/${encodeURIComponent(model.revision)}?blobs=true`
  const { response } = await ask(hub, url, signal === undefined ? {} : { signal })
  if (!response.ok) throw refusal(hub, model, response.status)
  const value = (await response.json().catch(() => undefined)) as
    | { sha?: unknown; siblings?: unknown }
    | null
    | undefined
  const siblings: unknown = value?.siblings
  const commit = value?.sha
  if (typeof commit !== 'string' || !/^[0-9a-f]{40}$/.test(commit) || !Array.isArray(siblings))
    throw new GigpoError('data', 'the endpoint does not answer as Hugging Face does', { where: url })
  const files = siblings.flatMap((entry: { rfilename?: unknown; size?: unknown } | null) => {
    if (typeof entry?.rfilename !== 'string') return []
    return [{ name: entry.rfilename, ...(typeof entry.size === 'number' ? { bytes: entry.size } : {}) }]
  })
  return { commit, files }
}

/** @throws as `readRemoteModel`. */
export async function readFileFacts(
  hub: Hub,
  model: ModelName,
  { commit, file, signal }: { readonly commit: string; readonly file: string; readonly signal?: AbortSignal },
): Promise<FileFacts> {
  const init = { method: 'HEAD', ...(signal === undefined ? {} : { signal }) }
  const { response, headers } = await ask(hub, fileUrl(hub, model, commit, file), init)
  if (!response.ok) throw refusal(hub, model, response.status, file)
  const etag = (headers['x-linked-etag'] ?? headers.etag ?? '').replace(/^W\//, '').replaceAll('"', '')
  const bytes = Number(headers['x-linked-size'] ?? headers['content-length'])
  if (!/^[\w-]+$/.test(etag) || !Number.isSafeInteger(bytes))
    throw new GigpoError('data', `the endpoint gives no checksum or size of ${file}`, {
      where: hub.endpoint,
      remedy: 'Use https://huggingface.co or a mirror that passes ETag and Content-Length on.',
    })
  return { etag, bytes }
}

/** The file's bytes from `from` on, where the server keeps to it (status 206). @throws as `readRemoteModel`. */
export async function requestFile(
  hub: Hub,
  model: ModelName,
  { commit, file, from, signal }: { commit: string; file: string; from: number; signal?: AbortSignal },
): Promise<Response> {
  const headers: Record<string, string> = from === 0 ? {} : { range: `bytes=${from}-` }
  const init = { headers, ...(signal === undefined ? {} : { signal }) }
  const { response } = await ask(hub, fileUrl(hub, model, commit, file), init)
  if (response.ok || response.status === 416) return response
  throw refusal(hub, model, response.status, file)
}

function pathOf({ organisation, name }: ModelName): string {
  return `${organisation}/${name}`
}

function fileUrl(hub: Hub, model: ModelName, commit: string, file: string): string {
  return `${hub.endpoint}/${pathOf(model)}/resolve/${commit}/${encodeURIComponent(file)}`
}

/** Follows redirects by hand: what Hugging Face says of a large file stands on the first answer, not on the storage's. */
async function ask(
  { endpoint, token }: Hub,
  url: string,
  init: { readonly method?: string; readonly headers?: Record<string, string>; readonly signal?: AbortSignal },
): Promise<{ readonly response: Response; readonly headers: Readonly<Record<string, string>> }> {
  const known: Record<string, string> = {}
  let place = url
  for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
    const isHome = new URL(place).origin === new URL(endpoint).origin
    const response = await fetch(place, {
      ...init,
      redirect: 'manual',
      headers: {
        ...init.headers,
        'accept-encoding': 'identity',
        ...(token !== undefined && isHome ? { authorization: `Bearer ${token}` } : {}),
      },
    }).catch((cause: unknown) => {
      throw unreachable(place, cause, init.signal)
    })
    const isRedirect = response.status >= 300 && response.status < 400
    for (const [key, value] of response.headers) if (key.startsWith('x-') || !isRedirect) known[key] ??= value
    const location = isRedirect ? response.headers.get('location') : null
    if (location === null) return { response, headers: known }
    await response.body?.cancel()
    place = new URL(location, place).href
  }
  throw new GigpoError('storage', `more than ${MOST_REDIRECTS} redirects`, { where: url })
}

/** Of a request or of its body. Addresses of storage carry signatures, so only the host is named. */
export function unreachable(url: string, cause: unknown, signal?: AbortSignal): GigpoError {
  if (signal?.aborted) return new GigpoError('interrupted', 'stopped on request')
  const inner = cause instanceof Error && cause.cause !== undefined ? `: ${messageOf(cause.cause)}` : ''
  return new GigpoError('storage', `the network failed: ${messageOf(cause)}${inner}`, {
    where: new URL(url).origin,
    remedy: 'Check the connection or HF_ENDPOINT, and give the command again: it goes on where it stopped.',
    cause,
  })
}

function refusal({ endpoint, token }: Hub, model: ModelName, status: number, file?: string): GigpoError {
  const what = `${pathOf(model)}@${model.revision}${file === undefined ? '' : `/${file}`}`
  const page = `${endpoint}/${pathOf(model)}`
  if (status === 401 || status === 403)
    return new GigpoError('missing-data', `${what} may not be read (HTTP ${status})`, {
      where: endpoint,
      remedy:
        token === undefined
          ? `Check the name; if the model asks for it, accept its terms at ${page} and set HF_TOKEN.`
          : `Accept the model's terms at ${page} with the account of HF_TOKEN.`,
    })
  if (status === 404)
    return new GigpoError('missing-data', `there is no ${what} (HTTP 404)`, {
      where: endpoint,
      remedy: 'Check the name and the revision.',
    })
  return new GigpoError('storage', `the endpoint answered ${what} with HTTP ${status}`, {
    where: endpoint,
    remedy: 'Give the command again in a while: it goes on where it stopped.',
  })
}
