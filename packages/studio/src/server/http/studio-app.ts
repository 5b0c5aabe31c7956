// The studio as a web application, without sockets: the addresses of the contract and the built pages, behind the checks of
// access. It only ever reads, so it knows no methods but GET and HEAD.
import { type Context, Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import type { MetricOptions } from '../../api/contract.ts'
import { MAX_POINTS } from '../run/metric-columns.ts'
import type { Studio } from '../studio.ts'
import type { Access } from './access.ts'
import type { ChangeStream } from './change-stream.ts'
import type { ClientFile, ClientFiles } from './client-files.ts'
import { fail, refuse } from './problem.ts'
import { oneOf, readEpisodeQuery, wholeNumber } from './read-query.ts'

export interface StudioAppOptions {
  readonly studio: Studio
  readonly access: Access
  readonly changes: ChangeStream
  readonly client: ClientFiles
}

/** Longest address answered, in characters. */
const LONGEST = 8000
const HOW_TO_ENTER = 'Open the address that gigpo studio has printed, with its token.'

export function createStudioApp({ studio, access, changes, client }: StudioAppOptions): Hono {
  const app = new Hono()
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'none'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
      strictTransportSecurity: false,
    }),
  )
  app.use(async (c, next) => {
    c.header('cache-control', 'no-store')
    if (!access.isOwnHost(c.req.header('host'))) return refuse(c, 403, 'usage', 'this is not the host of the studio')
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') {
      c.header('allow', 'GET, HEAD')
      return refuse(c, 405, 'usage', `the studio only reads; it does not know ${c.req.method}`)
    }
    if (c.req.url.length > LONGEST) return refuse(c, 414, 'usage', 'this address is too long')
    const url = new URL(c.req.url)
    const token = url.searchParams.get('token')
    if (token !== null && access.isToken(token)) return enter(c, url)
    if (access.isAllowed(c.req.header('cookie'), c.req.header('authorization'))) return next()
    return refuse(c, 401, 'usage', 'the studio does not know you', HOW_TO_ENTER)
  })
  app.notFound((c) => refuse(c, 404, 'missing-data', 'there is nothing at this address'))
  app.onError((error, c) => fail(c, error))

  /** Takes the token out of the address, so that it stays in no history. */
  function enter(c: Context, url: URL): Response {
    c.header('set-cookie', access.cookie)
    url.searchParams.delete('token')
    return c.redirect(`${url.pathname.replace(/^\/+/, '/')}${url.search}`, 303)
  }

  app.get('/api/runs', (c) => c.json(studio.runs()))
  app.get('/api/roadmap', (c) => c.json(studio.roadmap() as object))
  app.get('/api/changes', (c) => (c.req.method === 'HEAD' ? c.body(null) : changes.answer(c)))
  app.get('/api/runs/:run', (c) => c.json(studio.run(c.req.param('run'))))
  app.get('/api/runs/:run/metrics', (c) => {
    const names = c.req.query('names')?.split(',')
    const points = c.req.query('points')
    const file = oneOf<NonNullable<MetricOptions['file']>>('file', c.req.query('file') ?? 'metrics', [
      'metrics',
      'supervised',
    ])
    const options = { file, points: points === undefined ? MAX_POINTS : wholeNumber('points', points, MAX_POINTS) }
    return c.json(studio.metrics(c.req.param('run'), names, options))
  })
  app.get('/api/runs/:run/evaluations', (c) => c.json(studio.evaluations(c.req.param('run'))))
  app.get('/api/runs/:run/episodes', async (c) => {
    const query = readEpisodeQuery(new URL(c.req.url).searchParams)
    return c.json(await studio.episodes(c.req.param('run'), query))
  })
  app.get('/api/runs/:run/episodes/:iteration/:index', async (c) => {
    const { run, iteration, index } = c.req.param()
    return c.json(await studio.episode(run, wholeNumber('iteration', iteration), wholeNumber('index', index)))
  })
  app.get('/api/runs/:run/groups/:iteration', async (c) => {
    const { run, iteration } = c.req.param()
    return c.json(await studio.groups(run, wholeNumber('iteration', iteration)))
  })
  app.get('/api/runs/:run/groups/:iteration/:group', async (c) => {
    const { run, iteration, group } = c.req.param()
    return c.json(await studio.group(run, wholeNumber('iteration', iteration), group))
  })

  app.get('/', (c) => show(c, client.get('/index.html')!))
  app.get('*', (c) => {
    const file = client.get(c.req.path)
    return file === undefined ? c.notFound() : show(c, file)
  })
  return app
}

function show(c: Context, file: ClientFile): Response {
  // The names of assets hold a digest of what is in them.
  if (c.req.path.startsWith('/assets/')) c.header('cache-control', 'public, max-age=31536000, immutable')
  return c.body(new Uint8Array(file.read()), 200, { 'content-type': file.type })
}
