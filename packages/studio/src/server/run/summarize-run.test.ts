import { utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createFence } from '../files/fence.ts'
import { lines, metricsLine, range, temporaryFolder, writeSmallRun } from '../small-run.test-support.ts'
import { openRunFolder, type RunFolder } from './run-folder.ts'
import { statusOf, summarizeRun } from './summarize-run.ts'

function opened(config: string, holder?: object): { run: RunFolder; now: number } {
  const folder = temporaryFolder()
  const directory = writeSmallRun(folder, 'a', { iterations: 12 })
  writeFileSync(join(directory, 'config.yaml'), config)
  writeFileSync(join(directory, 'metrics.jsonl'), lines(range(1, 12).map(metricsLine)))
  if (holder !== undefined) writeFileSync(join(directory, 'lock'), JSON.stringify(holder))
  const run = openRunFolder(createFence(folder), { id: 'a', directory })
  run.refresh()
  return { run, now: run.updatedAt }
}
const alive = { pid: process.pid, started: null, host: hostname() }

it('knows when a run is done, by iterations or by its budget', () => {
  const status = (config: string): string => {
    const { run, now } = opened(config)
    return statusOf(run, now)
  }
  expect(status('iterations: 12')).toBe('done')
  expect(status('iterations: 13')).toBe('stopped')
  expect(status('iterations: 5\nbudget: { environmentSteps: 144 }')).toBe('done')
  expect(status('iterations: 5\nbudget: { environmentSteps: 145 }')).toBe('stopped')
  expect(status('name: a')).toBe('stopped')
})

it('calls a run stale when its process is gone, or silent for long', () => {
  const { run, now } = opened('iterations: 99', alive)
  expect([statusOf(run, now + 1000), statusOf(run, now + 599_000), statusOf(run, now + 601_000)]).toEqual([
    'running',
    'running',
    'stale',
  ])
  const elsewhere = opened('iterations: 99', { ...alive, host: 'another' })
  expect(statusOf(elsewhere.run, elsewhere.now)).toBe('running')
  const gone = opened('iterations: 99', { ...alive, pid: 2 ** 30 })
  expect(statusOf(gone.run, gone.now)).toBe('stale')
})

it('reckons the time left from the pace of late', () => {
  const byIterations = opened('iterations: 20', alive)
  expect(summarizeRun(byIterations.run, byIterations.now)).toMatchObject({ timeLeft: 16, iterations: 20 })
  const byBudget = opened('iterations: 20\nbudget: { environmentSteps: 264 }', alive)
  expect(summarizeRun(byBudget.run, byBudget.now)).toMatchObject({ timeLeft: 20, iterations: null })
  const stopped = opened('iterations: 20')
  expect(summarizeRun(stopped.run, stopped.now).timeLeft).toBeNull()
})

it('says when something was last written', () => {
  const { run } = opened('iterations: 20')
  const later = new Date(Date.now() + 60_000)
  utimesSync(join(run.directory, 'metrics.jsonl'), later, later)
  run.refresh()
  expect(run.updatedAt).toBe(later.getTime())
})
