// The server against what OpenEnv asks of one, and the client against the server: through the wire an environment is what it
// was, two hundred play at once, and whatever is wrong is answered by name.
import { type Environment, GigpoError } from '@gigpo/core'
import { createToyTaskSet, environmentChecks } from '@gigpo/core/testing'
import { resolveConfig } from '@gigpo/trainer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { environmentKind } from '../registry/environments.ts'
import { connectOpenEnv } from './connection.ts'
import { RemoteEnvironment } from './remote-environment.ts'
import { type OpenEnvServer, serveOpenEnv } from './serve-openenv.ts'

const taskSet = createToyTaskSet({ side: 4, maxSteps: 20 })
let server: OpenEnvServer
beforeAll(async () => {
  server = await serveOpenEnv({ taskSet, host: '127.0.0.1', port: 0, maxSessions: 220 })
})
afterAll(() => server.close())

function remote(overrides: Partial<ConstructorParameters<typeof RemoteEnvironment>[0]> = {}): RemoteEnvironment {
  return new RemoteEnvironment({
    url: server.url,
    seed: 5,
    episodeId: 'a',
    actionField: 'action',
    textField: 'text',
    anchor: 'observation',
    maxSteps: 100,
    timeoutMs: 20_000,
    ...overrides,
  })
}

async function get(path: string): Promise<Record<string, unknown>> {
  const response = await fetch(`${server.url}${path}`)
  expect(response.status, path).toBe(200)
  return (await response.json()) as Record<string, unknown>
}

async function post(path: string, body: unknown): Promise<{ status: number; body: unknown }> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(`${server.url}${path}`, { method: 'POST', body: text })
  return { status: response.status, body: await response.json() }
}

describe('the server', () => {
  it('says what it is', async () => {
    expect(await get('/health')).toEqual({ status: 'healthy' })
    expect(await get('/metadata')).toMatchObject({ name: 'toy/grid', description: expect.stringContaining('16 tasks') })
    expect(await get('/state')).toEqual({ episode_id: null, step_count: 0 })
    const schema = await get('/schema')
    for (const name of ['action', 'observation', 'state']) expect(schema[name]).toMatchObject({ type: 'object' })
    const { info, paths } = (await get('/openapi.json')) as { info: { version: string }; paths: object }
    expect(info.version).toMatch(/^1\./)
    for (const path of ['/reset', '/step', '/state']) expect(Object.keys(paths)).toContain(path)
  })

  it('answers stateless calls with a fresh environment each', async () => {
    const first = await post('/reset', { seed: 3 })
    expect(first).toMatchObject({ status: 200, body: { reward: null, done: false } })
    expect(await post('/reset', { seed: 3, episode_id: 'x' })).toEqual(first)
    expect(await post('/step', { action: { action: 'left' } })).toMatchObject({
      status: 200,
      body: { done: false, reward: 0 },
    })
    for (const [path, body] of [
      ['/reset', { seed: -1 }],
      ['/reset', { colour: 'red' }],
      ['/reset', '{'],
      ['/step', { action: 'left' }],
      ['/step', {}],
    ] as const) {
      expect((await post(path, body)).status, JSON.stringify(body)).toBe(422)
    }
  })

  it('speaks JSON-RPC where MCP is asked for', async () => {
    const ask = (body: unknown) => post('/mcp', body)
    expect(await ask({ jsonrpc: '2.0', id: 1, method: 'tools/list' })).toMatchObject({
      body: { id: 1, result: { tools: [] } },
    })
    expect(await ask({ jsonrpc: '2.0', id: 2, method: 'dance' })).toMatchObject({ body: { error: { code: -32601 } } })
    expect(await ask('{')).toMatchObject({ body: { error: { code: -32700 } } })
  })

  it('plays over a socket, and answers what is malformed by its code', async () => {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws`)
    await new Promise((resolve) => socket.once('open', resolve))
    const ask = async (frame: string | Buffer): Promise<{ type: string; data: Record<string, unknown> }> => {
      const answer = new Promise<Buffer>((resolve) => socket.once('message', resolve))
      socket.send(frame)
      return JSON.parse(String(await answer)) as { type: string; data: Record<string, unknown> }
    }
    const error = (code: string) => ({ type: 'error', data: { code } })
    expect(await ask('{"type":')).toMatchObject(error('INVALID_JSON'))
    expect(await ask(Buffer.from('{"type":"state"}'))).toMatchObject(error('INVALID_JSON'))
    expect(await ask('[1]')).toMatchObject(error('VALIDATION_ERROR'))
    expect(await ask('{"type":"jump"}')).toMatchObject(error('UNKNOWN_TYPE'))
    expect(await ask('{"type":"reset","data":{"seed":"x","colour":1}}')).toMatchObject({
      type: 'error',
      data: { code: 'VALIDATION_ERROR', errors: [expect.stringContaining('colour'), expect.stringContaining('seed')] },
    })
    expect(await ask('{"type":"reset","seed":1}')).toMatchObject(error('VALIDATION_ERROR'))
    expect(await ask('{"type":"step","data":{"action":"left"}}')).toMatchObject(error('EXECUTION_ERROR'))
    expect(await ask('{"type":"state"}')).toEqual({ type: 'state', data: { episode_id: null, step_count: 0 } })
    expect(await ask('{"type":"reset","data":{"seed":5,"episode_id":"e"}}')).toMatchObject({
      type: 'observation',
      data: { reward: null, done: false, observation: { text: expect.stringContaining('goal 5') } },
    })
    expect(await ask('{"type":"step","data":{"word":"left"}}')).toMatchObject(error('VALIDATION_ERROR'))
    expect(await ask('{"type":"step","data":{"action":"left"}}')).toMatchObject({
      type: 'observation',
      data: { reward: 0 },
    })
    expect(await ask('{"type":"state"}')).toMatchObject({ type: 'state', data: { episode_id: 'e', step_count: 1 } })
    expect(await ask('{"type":"mcp","data":{"jsonrpc":"2.0","id":7,"method":"initialize"}}')).toMatchObject({
      type: 'mcp',
      data: { id: 7, result: { serverInfo: { name: 'gigpo' } } },
    })
    const closed = new Promise((resolve) => socket.once('close', resolve))
    socket.send('{"type":"close"}')
    expect(await closed).toBe(1000)
  })

  it('refuses more sessions than it has room for', async () => {
    const small = await serveOpenEnv({ taskSet, host: '127.0.0.1', port: 0, maxSessions: 1 })
    const first = await connectOpenEnv(small.url, 5000)
    const second = await connectOpenEnv(small.url, 5000)
    await expect(second.ask({ type: 'state' }, 'state')).rejects.toThrow('CAPACITY_REACHED')
    await expect(first.ask({ type: 'state' }, 'state')).resolves.toMatchObject({ step_count: 0 })
    await Promise.all([first.close(), second.close()])
    await small.close()
  })
})

describe('the client', () => {
  for (const check of environmentChecks(() => remote())) it(check.name, check.run)

  it('plays what is played without the wire', async () => {
    for (const anchor of ['observation', 'state'] as const) {
      const own = taskSet.create(taskSet.task(5), 5)
      const other = remote({ anchor })
      expect(await other.reset()).toEqual(await own.reset())
      const keys = new Map<string, string>()
      for (const action of ['left', 'up', 'right', 'right', 'down', 'down', 'left', 'left']) {
        const [a, b] = [await own.step(action), await other.step(action)]
        expect(b).toEqual(a)
        // Equal states have equal keys, other states other ones.
        expect(keys.get(own.anchor()) ?? other.anchor()).toBe(other.anchor())
        keys.set(own.anchor(), other.anchor())
        if (a.terminated || a.truncated) break
      }
      expect(new Set(keys.values()).size).toBe(keys.size)
      await other.close()
    }
  })

  it('two hundred play at once', async () => {
    const play = async (n: number): Promise<number> => {
      const environment = remote({ seed: n, episodeId: String(n), maxSteps: 10 })
      await environment.reset()
      for (let steps = 1; ; steps++) {
        const { terminated, truncated } = await environment.step(['left', 'right', 'up', 'down'][(n + steps) % 4]!)
        if (!terminated && !truncated) continue
        await environment.close()
        return steps
      }
    }
    const steps = await Promise.all(Array.from({ length: 200 }, (_, n) => play(n)))
    expect(Math.max(...steps)).toBe(10)
  })

  it('says what is wrong with a server', async () => {
    await expect(remote({ url: 'http://127.0.0.1:1' }).reset()).rejects.toMatchObject({ code: 'environment' })
    const wrong = remote({ actionField: 'word' })
    await wrong.reset()
    await expect(wrong.step('left')).rejects.toThrow('VALIDATION_ERROR')
    await wrong.close()
    const gone: Environment = remote()
    await gone.reset()
    const other = await serveOpenEnv({ taskSet, host: '127.0.0.1', port: 0, maxSessions: 4 })
    const cut = remote({ url: other.url })
    await cut.reset()
    await other.close()
    await expect(cut.step('left')).rejects.toSatisfy(GigpoError.isInstance)
    await gone.close?.()
  })
})

describe('a recipe', () => {
  const config = (text: string) => resolveConfig(text).environment
  const open = (text: string, split = 'train') => {
    const environment = config(text)
    return environmentKind('openenv').createTaskSet({ ...environment, split }, environment, '')
  }

  it('names a server in short, and its tasks are seeds that splits do not share', () => {
    const short = 'environment: { openenv: "http://127.0.0.1:8010", games: 50 }'
    expect(config(short)).toMatchObject({ name: 'openenv', options: { url: 'http://127.0.0.1:8010' } })
    const ids = ['train', 'valid'].flatMap((split) => {
      const set = open(short, split)
      return Array.from({ length: set.size }, (_, index) => set.task(index).id)
    })
    expect(new Set(ids).size).toBe(100)
  })

  it('needs a URL', () => {
    expect(() => open('environment: { name: openenv }')).toThrow('URL')
  })
})
