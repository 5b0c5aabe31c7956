// One file to the disk: it grows under a name of its own, goes on where it stopped, and takes its name only once its
// checksum is right.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { GigpoError, messageOf } from '@gigpo/core'
import type { ModelName } from './hub-cache.ts'
import { type FileFacts, type Hub, requestFile, unreachable } from './hub-client.ts'

export interface FileDownload {
  readonly hub: Hub
  readonly model: ModelName
  readonly commit: string
  readonly file: string
  readonly facts: FileFacts
  /** Where it goes; `.incomplete` is added while it grows. */
  readonly to: string
  readonly signal?: AbortSignal
  /** Bytes on the disk so far. */
  readonly onBytes?: (bytes: number) => void
  /** Milliseconds before the n-th try in a row that brought nothing; default 1 s, doubled each time. */
  readonly pause?: (tries: number) => number
}

/** Tries in a row that bring no byte. */
const MOST_TRIES = 5

/** @throws GigpoError `storage`, `data` (checksum), `missing-data` or `interrupted`; what has come is kept for the next time. */
export async function downloadFile(download: FileDownload): Promise<void> {
  const { facts, to, file, hub } = download
  if ((await sizeOf(to)) === facts.bytes) return
  const growing = `${to}.incomplete`
  await mkdir(dirname(to), { recursive: true })
  for (let round = 1; ; round++) {
    await fill(download, growing)
    const found = await checksum(growing, facts.etag)
    if (found === facts.etag) break
    await rm(growing)
    if (round === 2)
      throw new GigpoError('data', `${file} came with checksum ${found}, expected ${facts.etag}`, {
        where: hub.endpoint,
        remedy: 'What the server sends is not the file it names: try later, or another HF_ENDPOINT.',
      })
  }
  await rename(growing, to)
}

/** Until the file has its size. */
async function fill(download: FileDownload, growing: string): Promise<void> {
  const { facts, signal, pause = (tries: number) => 1000 * 2 ** (tries - 1) } = download
  for (let tries = 0; ; ) {
    const before = (await sizeOf(growing)) ?? 0
    if (before === facts.bytes) return
    if (before > facts.bytes) await rm(growing)
    try {
      await receive(download, growing, before > facts.bytes ? 0 : before)
      tries = 0
    } catch (error) {
      const isNetwork = GigpoError.isInstance(error) && error.code === 'storage' && error.where !== growing
      tries = ((await sizeOf(growing)) ?? 0) > before ? 1 : tries + 1
      if (!isNetwork || tries >= MOST_TRIES || signal?.aborted) throw error
      await new Promise((resolve) => setTimeout(resolve, pause(tries)))
    }
  }
}

/** One request's bytes, appended. */
async function receive(download: FileDownload, growing: string, from: number): Promise<void> {
  const { hub, model, commit, file, facts, signal, onBytes } = download
  const response = await requestFile(hub, model, { commit, file, from, ...(signal === undefined ? {} : { signal }) })
  const goesOn = response.status === 206 && response.headers.get('content-range')?.startsWith(`bytes ${from}-`)
  if (response.status === 416 || (from > 0 && response.status === 206 && !goesOn)) {
    await response.body?.cancel()
    await rm(growing, { force: true })
    throw unreachable(hub.endpoint, new Error('the server cannot go on where the file stopped'))
  }
  let at = goesOn ? from : 0
  const handle = await open(growing, goesOn ? 'a' : 'w').catch((cause: unknown) => {
    throw notWritten(growing, cause)
  })
  const body = (response.body ?? []) as AsyncIterable<Uint8Array>
  try {
    for (const parts = body[Symbol.asyncIterator](); ; ) {
      const part = await parts.next().catch((cause: unknown) => {
        throw unreachable(hub.endpoint, cause, signal)
      })
      if (part.done) break
      await handle.appendFile(part.value).catch((cause: unknown) => {
        throw notWritten(growing, cause)
      })
      at += part.value.length
      onBytes?.(at)
    }
  } finally {
    await handle.close()
  }
  if (at < facts.bytes)
    throw unreachable(hub.endpoint, new Error(`the connection ended after ${at} of ${facts.bytes} bytes`))
}

async function sizeOf(path: string): Promise<number | undefined> {
  return stat(path).then(
    ({ size }) => size,
    () => undefined,
  )
}

/** In the kind that the etag is: SHA-256, or Git's SHA-1 of a blob. */
async function checksum(path: string, etag: string): Promise<string> {
  const hash = createHash(etag.length === 64 ? 'sha256' : 'sha1')
  if (etag.length === 40) hash.update(`blob ${(await stat(path)).size}\0`)
  for await (const part of createReadStream(path)) hash.update(part as Uint8Array)
  return hash.digest('hex')
}

function notWritten(path: string, cause: unknown): GigpoError {
  return new GigpoError('storage', `cannot write: ${messageOf(cause)}`, {
    where: path,
    remedy: 'Free some space or choose another folder, and give the command again: it goes on where it stopped.',
    cause,
  })
}
