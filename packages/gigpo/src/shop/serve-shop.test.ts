import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { serveShop } from './serve-shop.ts'
import { goals, positions, shop, task } from './small-shop.test-support.ts'

const options = { shop, goals, positions }

it('serves on a free port of this machine, and stops', async () => {
  const first = await serveShop(options)
  const second = await serveShop({ ...options, task: goals[task]!.id })
  expect(second.url).not.toBe(first.url)
  expect(second.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  const response = await fetch(second.url)
  expect(response.url).toBe(`${second.url}/fixed_${task}`)
  expect(await response.text()).toContain(goals[task]!.instruction)
  await first.close()
  await second.close()
  await expect(fetch(second.url)).rejects.toThrow()
})

it('refuses a port asked for that is taken, and what it cannot serve', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => other.once('listening', resolve))
  const { port } = other.address() as AddressInfo
  const file = join(mkdtempSync(join(tmpdir(), 'gigpo-test-')), 'script.jsonl')
  writeFileSync(file, '{"task":"0","actions":["search[mug]"]}\n{"task":"nobody","actions":[]}\n')
  const refused: [object, object][] = [
    [{ port }, { code: 'usage', message: `port ${port} is taken` }],
    [{ port: 70_000 }, { code: 'usage' }],
    [{ task: '99999' }, { code: 'usage' }],
    [
      { task: `${goals[task]!.id}0` },
      { code: 'usage', remedy: expect.stringContaining(`Did you mean ${goals[task]!.id}?`) },
    ],
    [{ positions: [] }, { code: 'usage' }],
    [{ episodes: '/nowhere.jsonl' }, { code: 'missing-data' }],
    [{ episodes: file, episode: 2 }, { code: 'usage' }],
    [{ episodes: file, episode: 1 }, { code: 'usage' }],
  ]
  for (const [more, error] of refused) await expect(serveShop({ ...options, ...more })).rejects.toMatchObject(error)
  other.close()
  const server = await serveShop({ ...options, episodes: file })
  expect((await fetch(server.url)).url).toBe(`${server.url}/replay/0/0`)
  await server.close()
})
