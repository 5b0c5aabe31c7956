import { writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { serveStudio } from './serve-studio.ts'
import { temporaryFolder, writeSmallRun } from './small-run.test-support.ts'

const clientDirectory = temporaryFolder()
writeFileSync(join(clientDirectory, 'index.html'), '<!doctype html>')
const directory = temporaryFolder()
writeSmallRun(directory, 'a')

it('serves this machine alone, and stops with listeners still there', async () => {
  const first = await serveStudio({ directory, clientDirectory })
  const second = await serveStudio({ directory, clientDirectory })
  expect(first.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{32}$/)
  expect([second.token === first.token, second.port === first.port, first.runs]).toEqual([false, false, 1])
  const entered = await fetch(first.url, { redirect: 'manual' })
  const cookie = entered.headers.get('set-cookie')!.split(';')[0]!
  const base = `http://127.0.0.1:${first.port}`
  expect(await (await fetch(`${base}/api/runs`, { headers: { cookie } })).json()).toMatchObject([{ id: 'a' }])
  expect((await fetch(`http://127.0.0.1:${second.port}/api/runs`, { headers: { cookie } })).status).toBe(401)
  const listening = await fetch(`${base}/api/changes`, { headers: { cookie } })
  await first.close()
  await second.close()
  await listening.text().catch(() => {})
  await expect(fetch(base)).rejects.toThrow()
})

it('survives requests that are no HTTP', async () => {
  const server = await serveStudio({ directory, clientDirectory })
  for (const bytes of [
    '\0\0\0\r\n\r\n',
    'GET /\0 HTTP/1.1\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: a b\r\n\r\n',
    'GET //x HTTP/1.1\r\n\r\n',
  ]) {
    const answer = await new Promise<string>((resolve) => {
      let text = ''
      const socket = connect(server.port, '127.0.0.1', () => socket.end(bytes))
      socket.on('data', (data) => {
        text += data
      })
      socket.on('close', () => resolve(text))
      socket.on('error', () => resolve(text))
    })
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /)
  }
  expect((await fetch(server.url, { redirect: 'manual' })).status).toBe(303)
  await server.close()
})

it('refuses ports, hosts, folders and pages that are not there', async () => {
  const server = await serveStudio({ directory, clientDirectory })
  const refused: [object, object][] = [
    [{ port: server.port }, { code: 'usage', message: `port ${server.port} is taken` }],
    [{ port: 70_000 }, { code: 'usage' }],
    [{ host: '203.0.113.1' }, { code: 'usage', remedy: expect.stringContaining('--host') }],
    [{ directory: join(directory, 'nothing') }, { code: 'missing-data' }],
    [{ clientDirectory: directory }, { code: 'missing-data', remedy: 'Run npm run build once.' }],
  ]
  for (const [more, error] of refused) {
    await expect(serveStudio({ directory, clientDirectory, ...more })).rejects.toMatchObject(error)
  }
  await server.close()
})
