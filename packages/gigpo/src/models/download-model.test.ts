// Downloads from a server on this machine, through everything that goes wrong on the way.
import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { GigpoError } from '@gigpo/core'
import { describeModel } from '@gigpo/engine'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type DownloadOptions, downloadModel } from './download-model.ts'
import { findCached, listCached, parseModelName } from './hub-cache.ts'
import { hubOf } from './hub-client.ts'
import { type HubServer, startHub } from './hub-server.test-support.ts'
import { modelDirectory } from './model-directory.ts'

const fixture = fileURLToPath(new URL('../../../engine/fixtures/qwen2-tiny-sharded', import.meta.url))
const NAME = 'gigpo-test/tiny'
const model = parseModelName(NAME)!
const shard = 'model-00001-of-00002.safetensors'
let cache: string
let server: HubServer

beforeEach(async () => {
  cache = mkdtempSync(join(tmpdir(), 'gigpo-hub-'))
  server = await startHub(fixture, NAME)
})
afterEach(async () => {
  await server.close()
  rmSync(cache, { recursive: true })
})

const download = (more: Partial<DownloadOptions> = {}) =>
  downloadModel(model, { hub: { endpoint: server.endpoint }, to: { cache }, pause: () => 0, ...more })
const failure = async (work: Promise<unknown>): Promise<GigpoError> => {
  const error = await work.catch((caught: unknown) => caught)
  expect(GigpoError.isInstance(error)).toBe(true)
  return error as GigpoError
}
const sameFiles = (directory: string): void => {
  const files = readdirSync(directory)
  expect(files.sort()).toEqual(
    readdirSync(fixture)
      .filter((file) => file !== 'reference.json')
      .sort(),
  )
  for (const file of files)
    expect(readFileSync(join(directory, file)).equals(readFileSync(join(fixture, file))), file).toBe(true)
}
const isPartial = (): boolean =>
  readdirSync(join(cache, 'models--gigpo-test--tiny', 'blobs')).some((f) => f.endsWith('.incomplete'))

describe('into the cache', () => {
  it('keeps Hugging Face’s layout, is found by name, and is not fetched twice', async () => {
    const seen: number[] = []
    const { directory, commit, bytes } = await download({ onBytes: (done, total) => seen.push(done / total!) })
    expect(commit).toBe(server.commit)
    sameFiles(directory)
    expect(lstatSync(join(directory, shard)).isSymbolicLink()).toBe(true)
    const sizes = readdirSync(directory).map((file) => readFileSync(join(directory, file)).length)
    expect(bytes).toBe(sizes.reduce((a, b) => a + b, 0))
    expect(modelDirectory(NAME, cache)).toBe(directory)
    expect(modelDirectory(`${NAME}@${commit}`, cache)).toBe(directory)
    expect(listCached(cache)).toMatchObject([{ organisation: 'gigpo-test', name: 'tiny', revision: 'main', commit }])
    expect(await describeModel(directory)).toMatchObject({
      architecture: 'qwen2',
      files: 2,
      types: ['F32'],
      chatTemplate: true,
    })
    expect([...seen].sort((a, b) => a - b)).toEqual(seen)
    // The total is of the files that are fetched: reference.json is none.
    expect(seen.at(-1)).toBe(1)
    const before = server.log.length
    await download()
    expect(server.log.slice(before).filter((line) => line.includes('GET /gigpo-test'))).toEqual([])
  })

  it('survives connections that drop', async () => {
    server.faults.drops = [100, 100, 0, 200]
    await download()
    sameFiles(modelDirectory(NAME, cache))
  })

  it('asks for what is missing of a file alone', async () => {
    const { directory } = await download()
    const blobs = join(cache, 'models--gigpo-test--tiny', 'blobs')
    const blob = join(blobs, basename(readlinkSync(join(directory, shard))))
    writeFileSync(`${blob}.incomplete`, readFileSync(blob).subarray(0, 1000))
    rmSync(blob)
    await download()
    sameFiles(directory)
    expect(server.log.filter((line) => line.includes('bytes='))).toEqual([
      `GET /${NAME}/resolve/${server.commit}/${shard} bytes=1000-`,
      `storage GET /${shard} bytes=1000-`,
    ])
  })

  it('goes on in another process after an interrupt; until then there is no such model', async () => {
    const controller = new AbortController()
    const stopped = download({
      signal: controller.signal,
      onBytes: (_, __, file) => {
        if (file === shard) controller.abort()
      },
    })
    expect((await failure(stopped)).code).toBe('interrupted')
    expect(findCached(model, cache)).toBeUndefined()
    expect((await failure((async () => modelDirectory(NAME, cache))())).remedy).toBe(`gigpo model download ${NAME}`)
    await download()
    sameFiles(modelDirectory(NAME, cache))
  })

  it('starts a file again where the server keeps to no range', async () => {
    server.faults.ignoresRanges = true
    server.faults.drops = [50]
    await download()
    sameFiles(modelDirectory(NAME, cache))
  })

  it('gives up after tries that bring nothing, and keeps what came', async () => {
    server.faults.drops = [40, 0, 0, 0, 0, 0, 0, 0, 0]
    const error = await failure(download())
    expect(error).toMatchObject({ code: 'storage', where: expect.stringContaining('127.0.0.1') })
    expect(error.remedy).toMatch(/goes on/)
    expect(isPartial()).toBe(true)
    server.faults.drops = []
    await download()
    sameFiles(modelDirectory(NAME, cache))
  })

  it('throws a wrong file away and asks once more', async () => {
    server.faults.wrongBodies = 1
    await download()
    sameFiles(modelDirectory(NAME, cache))
  })

  it('refuses a file that is wrong twice, and leaves nothing of it', async () => {
    server.faults.wrongBodies = 2
    const error = await failure(download())
    expect(error.code).toBe('data')
    expect(error.message).toMatch(/came with checksum [0-9a-f]{40,64}, expected [0-9a-f]{40,64}/)
    expect(isPartial()).toBe(false)
    expect(findCached(model, cache)).toBeUndefined()
  })

  it('throws away what is longer than the file', async () => {
    const { directory } = await download()
    const blobs = join(cache, 'models--gigpo-test--tiny', 'blobs')
    const etag = readdirSync(blobs).find((name) => name.length === 64)!
    const whole = readFileSync(join(blobs, etag))
    rmSync(join(blobs, etag))
    writeFileSync(join(blobs, `${etag}.incomplete`), Buffer.concat([whole, whole]))
    await download()
    sameFiles(directory)
  })
})

it('into a folder, files lie under their names', async () => {
  const directory = join(cache, 'mine')
  await download({ to: { directory } })
  sameFiles(directory)
  expect(modelDirectory(directory)).toBe(directory)
})

describe('tokens', () => {
  it('open the endpoint, do not reach the storage, and are in no message', async () => {
    server.faults.token = 'hf_secret'
    const closed = await failure(download())
    expect(closed).toMatchObject({ code: 'missing-data', remedy: expect.stringContaining('HF_TOKEN') })
    const wrong = await failure(download({ hub: { endpoint: server.endpoint, token: 'hf_wrong' } }))
    expect(JSON.stringify(wrong.toJSON())).not.toContain('hf_wrong')
    await download({ hub: { endpoint: server.endpoint, token: 'hf_secret' } })
    const storage = server.log.filter((line) => line.startsWith('storage'))
    expect(storage.length).toBeGreaterThan(0)
    expect(storage.filter((line) => line.includes('with token'))).toEqual([])
  })

  it('come from HF_TOKEN alone', () => {
    expect(hubOf({})).toEqual({ endpoint: 'https://huggingface.co' })
    expect(hubOf({ HF_ENDPOINT: 'http://mirror/', HF_TOKEN: 'x' })).toEqual({ endpoint: 'http://mirror', token: 'x' })
    expect(() => hubOf({ HF_ENDPOINT: 'mirror' })).toThrow(/HF_ENDPOINT is "mirror"/)
  })
})

describe('refusals', () => {
  it('an unknown model', async () => {
    const other = downloadModel(parseModelName('no/such')!, { hub: { endpoint: server.endpoint }, to: { cache } })
    expect(await failure(other)).toMatchObject({ code: 'missing-data', message: 'there is no no/such@main (HTTP 404)' })
    expect(existsSync(join(cache, 'models--no--such'))).toBe(false)
  })

  it('a server in trouble, and none', async () => {
    server.faults.status = 503
    expect((await failure(download())).message).toMatch(/HTTP 503/)
    const nobody = await failure(download({ hub: { endpoint: 'http://127.0.0.1:9' } }))
    expect(nobody).toMatchObject({ code: 'storage', where: 'http://127.0.0.1:9' })
  })

  it('a model without safetensors', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'gigpo-hub-'))
    writeFileSync(join(empty, 'config.json'), '{}')
    const bare = await startHub(empty, NAME)
    const error = await failure(download({ hub: { endpoint: bare.endpoint } }))
    expect(error.message).toBe('gigpo-test/tiny has no tokenizer.json, no model.safetensors')
    await bare.close()
    rmSync(empty, { recursive: true })
  })

  it.each(['x', 'a/b/c', '../x', 'a/..', 'a/b@', 'a/b@../c', 'a/b@c@d', '/a/b', 'a//b', '.a/b'])(
    '%s is no name',
    (text) => {
      expect(parseModelName(text)).toBeUndefined()
    },
  )
})
