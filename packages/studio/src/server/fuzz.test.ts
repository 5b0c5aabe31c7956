// Ten thousand broken files and hostile requests, from a fixed seed: whatever lies in a run directory and whatever is asked,
// the answer is one of the contract's or a typed problem, never a crash, never an internal error, never a byte of a file
// outside the folder.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { type RandomStream, rootKey, stream } from '@gigpo/core'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { addresses } from '../api/addresses.ts'
import type { StudioProblem } from '../api/contract.ts'
import { createAccess } from './http/access.ts'
import { createChangeStream } from './http/change-stream.ts'
import { clientFiles } from './http/client-files.ts'
import { createStudioApp } from './http/studio-app.ts'
import { serveStudio } from './serve-studio.ts'
import { temporaryFolder, writeSmallRun } from './small-run.test-support.ts'
import { openStudio } from './studio.ts'

const FILES = 5000
const REQUESTS = 4700
const SOCKETS = 300
const SECRET = 'a-secret-outside-the-folder'

const outside = temporaryFolder()
writeFileSync(join(outside, 'secret'), `{"iteration":1,"${SECRET}":1,"group":"${SECRET}","steps":[]}\n`)
const pages = temporaryFolder()
writeFileSync(join(pages, 'index.html'), '<!doctype html>')

function openApp(folder: string) {
  const studio = openStudio(folder)
  const access = createAccess({ host: '127.0.0.1', token: 'token' })
  const changes = createChangeStream(studio)
  const app = createStudioApp({ studio, access, changes, client: clientFiles(pages) })
  closers.push(changes.close, studio.close)
  return { studio, app, headers: { host: 'localhost', cookie: access.cookie.split(';')[0]! } }
}
const closers: (() => void)[] = []
afterAll(() => {
  for (const close of closers) close()
})

/** What the contract allows: an answer, or a problem with a status that is not a failure of ours. */
function check(status: number, type: string | null, text: string, about: string): void {
  expect(text.includes(SECRET), about).toBe(false)
  expect([200, 303, 400, 401, 403, 404, 405, 414], `${about}\n${text.slice(0, 500)}`).toContain(status)
  if (status < 400) return
  expect(type, about).toContain('application/json')
  const { error } = JSON.parse(text) as StudioProblem
  expect([typeof error.code, typeof error.message], about).toEqual(['string', 'string'])
}

describe('broken run directories', () => {
  const folder = temporaryFolder()
  const run = writeSmallRun(folder, 'a', { iterations: 2 })
  writeFileSync(join(run, 'notes.json'), '{"tags":["x"],"note":"y"}')
  writeFileSync(join(run, 'lock'), JSON.stringify({ pid: process.pid, started: null, host: 'h' }))
  writeFileSync(join(folder, 'roadmap.json'), '{"goals":[{"id":1}]}')
  const { studio, app, headers } = openApp(folder)
  const asked = [
    addresses.runs,
    addresses.roadmap,
    addresses.run('a'),
    addresses.metrics('a', { points: 1 }),
    addresses.metrics('a', { file: 'supervised' }),
    addresses.evaluations('a'),
    addresses.episodes('a'),
    addresses.episodes('a', { search: 'apple 1', order: 'advantage', facets: ['failed'] }),
    addresses.episode('a', 1, 0),
    addresses.groups('a', 1),
    addresses.group('a', 1, '1-0'),
  ]
  const files = [
    'a/config.yaml',
    'a/metrics.jsonl',
    'a/supervised.jsonl',
    'a/events.jsonl',
    'a/notes.json',
    'a/lock',
    'a/episodes/1.jsonl',
    'a/episodes/1.jsonl',
    'a/eval/2.json',
    'a/checkpoints/2/tokenizer.json',
    'a/.studio/rows-1.jsonl',
    'a/.studio/words-1.jsonl',
    'roadmap.json',
  ]

  it(`answers all the same (${FILES} files)`, { timeout: 300_000 }, async () => {
    await studio.indexed('a')
    const originals = new Map(files.map((file) => [file, readFileSync(join(folder, file))]))
    for (let round = 0; round < FILES; round++) {
      const random = stream(rootKey(8), 'fuzz', round)
      const file = files[random.integer(files.length)]!
      const path = join(folder, file)
      breakFile(path, originals.get(file)!, random)
      // The index files are read when a studio opens; now and then one does.
      const other = file.includes('.studio') ? openApp(folder) : undefined
      studio.refresh()
      const address = asked[random.integer(asked.length)]!
      const about = `round ${round}: ${file}, ${address}`
      const response = await (other?.app ?? app).request(address, { headers: other?.headers ?? headers })
      const text = await response.text()
      // The one file that is passed on whole: what is wrong with it is said in place of it.
      if (address === addresses.roadmap && response.status === 500) expect(text).toContain('roadmap.json')
      else check(response.status, response.headers.get('content-type'), text, about)
      other?.studio.close()
      rmSync(path, { recursive: true, force: true })
      replace(path, originals.get(file)!)
    }
    studio.refresh()
    await studio.indexed('a')
    const healed = await (await app.request(addresses.run('a'), { headers })).json()
    expect(healed).toMatchObject({ iteration: 2, damage: 0, episodeIterations: [1, 2] })
    expect(readdirSync(outside)).toEqual(['secret'])
  })
})

function breakFile(path: string, original: Buffer, random: RandomStream): void {
  const kind = random.integer(20)
  rmSync(path, { recursive: true, force: true })
  if (kind === 0) symlinkSync(join(outside, 'secret'), path)
  else if (kind === 1) mkdirSync(path)
  else if (kind === 2) symlinkSync(path, path)
  else if (kind > 3) replace(path, mutate(original, random))
}

/** As the trainer does: by rename. */
function replace(path: string, content: Buffer): void {
  writeFileSync(`${path}.new`, content)
  renameSync(`${path}.new`, path)
}

const pieces: readonly (string | Buffer)[] = [
  '\n',
  '"',
  '{',
  ']',
  '\0',
  '1e999',
  '-1',
  'null',
  '99999999999999999999',
  '\\ud800',
  '{"__proto__":{"x":1},"iteration":1}\n',
  '"constructor"',
  '[[[[[[[[',
  '['.repeat(20_000),
  '{"a":'.repeat(5000),
  'x'.repeat(100_000),
  '&a [*a, *a]',
  ': : :',
  '!!js/function x',
  Buffer.from([0xff, 0xfe, 0xc3, 0x28, 0xed, 0xa0, 0x80]),
  '{"iteration":1e15,"size":-1,"share":[9],"shared":[["g",{}]]}\n',
]

/** One to four changes of the bytes. */
function mutate(original: Buffer, random: RandomStream): Buffer {
  let bytes = original
  for (let change = 0; change <= random.integer(4); change++) {
    const at = random.integer(bytes.length + 1)
    const to = Math.min(bytes.length, at + random.integer(1 + (bytes.length >> 2)))
    const kind = random.integer(6)
    if (kind === 0) bytes = bytes.subarray(0, at)
    else if (kind === 1) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(to)])
    else if (kind === 2) bytes = Buffer.concat([bytes.subarray(0, to), bytes.subarray(at)])
    else if (kind === 3 && bytes.length > 0) {
      bytes = Buffer.from(bytes)
      bytes[at % bytes.length] = random.integer(256)
    } else {
      const piece = Buffer.from(pieces[random.integer(pieces.length)]!)
      bytes = Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(kind === 4 ? at : to)])
    }
  }
  return bytes
}

describe('hostile requests', () => {
  const folder = temporaryFolder()
  writeSmallRun(folder, 'a')
  writeSmallRun(folder, 'b/c')
  symlinkSync(outside, join(folder, 'out'))
  const { app, headers } = openApp(folder)

  const anything = fc
    .array(fc.nat(0xd7ff), { maxLength: 12 })
    .map((codes) => encodeURIComponent(String.fromCharCode(...codes)))
  const part = fc.oneof(
    fc.constantFrom('api', 'runs', 'a', 'b%2Fc', 'b/c', 'metrics', 'episodes', 'groups', 'evaluations', 'roadmap'),
    fc.constantFrom('1', '0', '2-1', '-1', '1e9', '99999999999999999999999', '1.5', '0x1', ''),
    fc.constantFrom(
      '..',
      '.',
      '%2e%2e',
      '%2e%2e%2fout',
      '..%2Fout%2Fsecret',
      '%00',
      '%',
      '%E0%A4%A',
      '%c0%ae',
      '\\..',
      'out',
    ),
    fc.constantFrom('__proto__', 'constructor', 'index.html', 'assets', 'etc', 'passwd', 'x'.repeat(3000)),
    anything,
  )
  const route = fc.constantFrom('/api/runs/a/episodes', '/api/runs/a/metrics', '/api/runs/b%2Fc/groups/1', '/')
  const path = fc.oneof(
    fc.array(part, { maxLength: 7 }).map((parts) => `/${parts.join('/')}`),
    fc.tuple(route, part).map(([known, more]) => `${known}/${more}`),
    route,
  )
  const value = fc.oneof(part, anything, fc.constantFrom('failed,odd', 'longest'))
  const field = fc.tuple(
    fc.constantFrom(
      'iteration',
      'search',
      'facets',
      'group',
      'order',
      'offset',
      'limit',
      'names',
      'points',
      'file',
      'token',
    ),
    value,
  )
  const query = fc.array(field, { maxLength: 4 }).map((fields) => fields.map((pair) => pair.join('=')).join('&'))
  const more = fc.oneof(
    fc.constant({}),
    fc.constantFrom<Record<string, string>>(
      { host: 'evil.example' },
      { cookie: '' },
      { cookie: 'gigpo-studio=wrong' },
      { authorization: `Bearer ${'t'.repeat(500)}` },
      { range: 'bytes=0-99999999999' },
      { 'last-event-id': '../../secret' },
      { accept: 'text/html' },
      { 'x-forwarded-host': 'evil.example' },
    ),
  )
  const method = fc.constantFrom('GET', 'GET', 'GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS')

  it(`get answers or problems (${REQUESTS} requests)`, { timeout: 300_000 }, async () => {
    const property = fc.asyncProperty(path, query, more, method, async (path, query, more, method) => {
      const address = query === '' ? path : `${path}?${query}`
      // An address without an end: what it says is the matter of its own test.
      if (path.startsWith('/api/changes')) return
      const response = await app.request(`http://localhost${address}`, { method, headers: { ...headers, ...more } })
      const text = await response.text()
      if (method === 'HEAD') expect(text).toBe('')
      else check(response.status, response.headers.get('content-type'), text, `${method} ${address}`)
    })
    await fc.assert(property, { numRuns: REQUESTS, seed: 8 })
  })

  it(`over sockets as well (${SOCKETS} requests)`, { timeout: 300_000 }, async () => {
    const server = await serveStudio({ directory: folder, clientDirectory: pages, token: 'token' })
    const random = stream(rootKey(9), 'fuzz')
    const line = Buffer.from(
      'GET /api/runs/a/episodes?limit=1 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer token\r\nConnection: close\r\n\r\n',
    )
    for (let round = 0; round < SOCKETS; round++) {
      const text = await send(server.port, mutate(line, random))
      expect(text.includes(SECRET)).toBe(false)
      expect(text, text.slice(0, 300)).toMatch(/^$|^HTTP\/1\.1 (200|303|400|401|403|404|405|408|414|431) /)
    }
    const status = await new Promise((resolve) => {
      const options = { port: server.port, path: '/api/runs', headers: { authorization: 'Bearer token' } }
      request(options, (response) => resolve(response.resume().statusCode)).end()
    })
    expect(status).toBe(200)
    await server.close()
  })
})

/** What comes back before the connection ends; the server may wait for a request to go on, so we end it. */
function send(port: number, bytes: Buffer): Promise<string> {
  return new Promise((resolve) => {
    let text = ''
    const socket = connect(port, '127.0.0.1', () => socket.end(bytes))
    socket.setTimeout(1000, () => socket.destroy())
    socket.on('data', (data) => {
      text += data.toString('latin1')
    })
    socket.on('error', () => socket.destroy())
    socket.on('close', () => resolve(text))
  })
}
