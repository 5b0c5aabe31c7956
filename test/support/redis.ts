// A redis-server of the test's own, on a free port, that keeps nothing.
import { spawn, spawnSync } from 'node:child_process'
import { createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { temporaryDirectory } from './cli.ts'

/** Why tests with Redis cannot run; undefined: they can. */
export const noRedis: string | undefined =
  spawnSync('redis-server', ['--version']).status === 0 ? undefined : 'redis-server is not installed'

export interface RedisServer {
  readonly url: string
  stop(): void
}

export async function startRedis(): Promise<RedisServer> {
  const port = await freePort()
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
  const server = spawn('redis-server', [...args, '--dir', temporaryDirectory()], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  server.stdout.on('data', (text: Buffer) => {
    said += String(text)
  })
  while (!said.includes('Ready to accept connections')) {
    if (server.exitCode !== null) throw new Error(`redis-server ended: ${said}`)
    await wait(20)
  }
  return { url: `redis://127.0.0.1:${port}`, stop: () => server.kill('SIGKILL') }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
