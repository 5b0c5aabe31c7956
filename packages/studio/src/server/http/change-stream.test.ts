import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { Hono } from 'hono'
import { afterEach, expect, it } from 'vitest'
import { lines, metricsLine, temporaryFolder, writeSmallRun } from '../small-run.test-support.ts'
import { openStudio } from '../studio.ts'
import { createChangeStream } from './change-stream.ts'

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

interface Listener {
  /** The next event's id and data. */
  next(): Promise<{ id: string; data: unknown }>
  leave(): Promise<void>
}

function open() {
  const folder = temporaryFolder()
  const run = writeSmallRun(folder, 'a', { planned: 99 })
  const studio = openStudio(folder)
  studio.runs()
  const changes = createChangeStream(studio, { everyMs: 20 })
  closers.push(changes.close, studio.close)
  const app = new Hono().get('/', (c) => changes.answer(c))
  const listen = async (lastEventId?: string): Promise<Listener> => {
    const headers = lastEventId === undefined ? {} : { 'last-event-id': lastEventId }
    const response = await app.request('/', { headers })
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    const next = async (): Promise<{ id: string; data: unknown }> => {
      for (;;) {
        const end = text.indexOf('\n\n')
        if (end < 0) {
          const { value, done } = await reader.read()
          if (done) throw new Error('the stream has ended')
          text += value
          continue
        }
        const event = text.slice(0, end)
        text = text.slice(end + 2)
        const data = /^data: (.*)$/m.exec(event)
        if (data !== null) return { id: /^id: (.*)$/m.exec(event)![1]!, data: JSON.parse(data[1]!) as unknown }
      }
    }
    return { next, leave: () => reader.cancel() }
  }
  const write = (iteration: number): void => appendFileSync(join(run, 'metrics.jsonl'), lines([metricsLine(iteration)]))
  return { listen, write, studio, changes }
}

const metrics = { run: 'a', parts: ['metrics', 'summary'] }
const all = { run: 'a', parts: ['summary', 'metrics', 'events', 'episodes', 'evaluations'] }

it('tells every listener what has changed, as it happens', async () => {
  const { listen, write } = open()
  const [one, two] = [await listen(), await listen()]
  write(4)
  const [first, second] = [await one.next(), await two.next()]
  expect([first.data, second]).toEqual([metrics, first])
  write(5)
  expect((await one.next()).data).toEqual(metrics)
  await one.leave()
  expect((await two.next()).data).toEqual(metrics)
})

it('tells who comes back what was missed, and no more', async () => {
  const { listen, write, studio } = open()
  const before = await listen()
  write(4)
  const { id } = await before.next()
  await before.leave()
  write(5)
  studio.refresh()
  write(6)
  const after = await listen(id)
  const [fifth, sixth] = [await after.next(), await after.next()]
  expect([fifth.data, sixth.data]).toEqual([metrics, metrics])
  expect(sixth.id).not.toBe(fifth.id)
  const again = await listen(fifth.id)
  expect(await again.next()).toEqual(sixth)
})

it('tells who comes from another studio, or with nonsense, to ask for everything', async () => {
  const { listen } = open()
  for (const id of ['0123456789ab-3', 'nonsense', '', `${'f'.repeat(12)}-999999999999999`]) {
    expect((await (await listen(id)).next()).data).toEqual(all)
  }
})

it('ends when it is closed', async () => {
  const { listen, changes } = open()
  const listener = await listen()
  const ended = expect(listener.next()).rejects.toThrow('has ended')
  changes.close()
  await ended
})
