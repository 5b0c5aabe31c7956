import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { addresses } from '../../api/addresses.ts'
import { temporaryFolder, writeSmallRun } from '../small-run.test-support.ts'
import { openStudio } from '../studio.ts'
import { createAccess } from './access.ts'
import { createChangeStream } from './change-stream.ts'
import { clientFiles } from './client-files.ts'
import { createStudioApp } from './studio-app.ts'

const folder = temporaryFolder()
writeSmallRun(folder, 'study/first')
writeFileSync(join(folder, 'roadmap.json'), '{"goals":[]}')
const pages = temporaryFolder()
mkdirSync(join(pages, 'assets'))
writeFileSync(join(pages, 'index.html'), '<!doctype html><script src="./assets/studio-1a.js"></script>')
writeFileSync(join(pages, 'assets', 'studio-1a.js'), 'start()')
writeFileSync(join(pages, 'secret.key'), 'secret')
symlinkSync('/etc/passwd', join(pages, 'passwd.txt'))

const studio = openStudio(folder)
const access = createAccess({ host: '127.0.0.1', token: 'the-token' })
const changes = createChangeStream(studio, { everyMs: 50 })
const app = createStudioApp({ studio, access, changes, client: clientFiles(pages) })
afterAll(() => {
  changes.close()
  studio.close()
})

const cookie = access.cookie.split(';')[0]!
const get = (path: string, more: RequestInit & { headers?: Record<string, string> } = {}) =>
  app.request(path, { ...more, headers: { host: '127.0.0.1:4747', cookie, ...more.headers } })
const answer = async (path: string) => (await get(path)).json() as Promise<Record<string, unknown>>

describe('the studio’s addresses', () => {
  it('answer as the contract says', async () => {
    expect(await answer(addresses.runs)).toMatchObject([{ id: 'study/first' }])
    expect(await answer(addresses.run('study/first'))).toMatchObject({ iteration: 3 })
    expect(await answer(addresses.metrics('study/first', { names: ['reward/mean'], points: 2 }))).toMatchObject({
      values: { 'reward/mean': [0.5, 1.25] },
      high: { 'reward/mean': [0.5, 1.5] },
    })
    expect(await answer(addresses.metrics('study/first', { file: 'supervised' }))).toMatchObject({ lines: 2 })
    expect(await answer(addresses.evaluations('study/first'))).toHaveLength(2)
    const query = { search: 'apple', facets: ['failed', 'invalid'], order: 'longest', limit: 3 } as const
    expect(await answer(addresses.episodes('study/first', query))).toMatchObject({ total: 6, pending: 0 })
    expect(await answer(addresses.episode('study/first', 2, 3))).toMatchObject({ group: '2-1', decoded: true })
    expect(await answer(addresses.groups('study/first', 2))).toHaveLength(2)
    expect(await answer(addresses.group('study/first', 2, '2-1'))).toHaveLength(3)
    expect(await answer(addresses.roadmap)).toEqual({ goals: [] })
  })

  it('refuse what is not of its kind, and say what was received', async () => {
    const refused: [string, number, string][] = [
      ['/api/runs/nothing', 404, 'there is no run'],
      ['/api/runs/study%2Ffirst/episodes?limit=-1', 400, '"-1"'],
      ['/api/runs/study%2Ffirst/episodes?iteration=one', 400, 'iteration'],
      ['/api/runs/study%2Ffirst/episodes?order=best', 400, 'longest'],
      ['/api/runs/study%2Ffirst/episodes?facets=failed,odd', 400, '"odd"'],
      ['/api/runs/study%2Ffirst/metrics?file=..%2Fconfig', 400, 'supervised'],
      ['/api/runs/study%2Ffirst/metrics?points=1e9', 400, 'points'],
      ['/api/runs/study%2Ffirst/episodes/1/x', 400, 'index'],
      ['/api/runs/study%2Ffirst/episodes/1/99', 404, 'no episode'],
      ['/api/runs/%E0%A4%A/episodes', 404, 'there is no run'],
      ['/api/runs/..%2F..%2Fetc', 404, 'there is no run'],
      ['/api/nothing', 404, 'nothing at this address'],
      [`/${'x'.repeat(9000)}`, 414, 'too long'],
    ]
    for (const [path, status, text] of refused) {
      const response = await get(path)
      expect([path, response.status]).toEqual([path, status])
      expect(response.headers.get('content-type')).toContain('application/json')
      const { error } = (await response.json()) as { error: { code: string; message: string } }
      expect(error.message).toContain(text)
    }
    expect((await get('/api/runs/study%2Ffirst/episodes?limit=99999999999999999999')).status).toBe(200)
  })
})

describe('access', () => {
  it('takes the token once and gives a cookie for it', async () => {
    const response = await get('/?token=the-token&view=runs', { headers: { cookie: '' } })
    expect([response.status, response.headers.get('location')]).toEqual([303, '/?view=runs'])
    const set = response.headers.get('set-cookie')!
    expect(set).toMatch(/; Path=\/; HttpOnly; SameSite=Strict$/)
    expect(set).not.toContain('the-token')
    const page = await get('/', { headers: { cookie: `other=1; ${set.split(';')[0]}` } })
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<!doctype html>')])
    expect((await get('//evil.example?token=the-token', { headers: { cookie: '' } })).headers.get('location')).toBe(
      '/evil.example',
    )
  })

  it('refuses everybody else, wherever they ask', async () => {
    const strangers: Record<string, string>[] = [
      { cookie: '' },
      { cookie: 'gigpo-studio=' },
      { cookie: 'gigpo-studio=the-token' },
      { cookie: `${cookie}x` },
      { cookie: '', authorization: 'Bearer the-toke' },
      { cookie: '', authorization: 'Basic the-token' },
    ]
    for (const headers of strangers) {
      for (const path of ['/', '/assets/studio-1a.js', '/api/runs', '/api/changes', '/nothing', '/?token=the-tokem']) {
        expect((await get(path, { headers })).status, path).toBe(401)
      }
    }
    const bearer = await get('/api/runs', { headers: { cookie: '', authorization: 'Bearer the-token' } })
    expect(bearer.status).toBe(200)
  })

  it('refuses foreign host names', async () => {
    for (const host of [
      'evil.example',
      'evil.example:4747',
      '127.0.0.1.evil.example',
      '',
      'localhost.',
      '[::1',
      'a b',
    ]) {
      expect((await get('/api/runs', { headers: { host } })).status, host).toBe(403)
      expect((await get('/?token=the-token', { headers: { host } })).status, host).toBe(403)
    }
    for (const host of ['localhost:1', 'LOCALHOST', '127.0.0.1', '[::1]:4747']) {
      expect((await get('/api/runs', { headers: { host } })).status, host).toBe(200)
    }
  })

  it('only reads', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const response = await get('/api/runs', { method })
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
    }
    const head = await get('/api/runs', { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
    expect((await get('/api/changes', { method: 'HEAD' })).status).toBe(200)
  })

  it('lets nothing run but its own scripts, and nothing be sniffed or kept', async () => {
    const { headers } = await get('/api/runs')
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
    )
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('cache-control')).toBe('no-store')
    const { headers: refused } = await get('/', { headers: { cookie: '' } })
    expect(refused.get('content-security-policy')).toContain("default-src 'none'")
  })

  it('serves the built pages and nothing beside them', async () => {
    const script = await get('/assets/studio-1a.js')
    expect([await script.text(), script.headers.get('content-type')]).toEqual([
      'start()',
      'text/javascript; charset=utf-8',
    ])
    expect(script.headers.get('cache-control')).toContain('immutable')
    for (const path of ['/secret.key', '/passwd.txt', '/../secret.key', '/%2e%2e/etc/passwd', '/assets', '/assets/']) {
      expect((await get(path)).status, path).toBe(404)
    }
    expect(() => clientFiles(temporaryFolder())).toThrow(expect.objectContaining({ remedy: 'Run npm run build once.' }))
  })
})
