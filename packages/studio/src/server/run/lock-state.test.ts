import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createFence } from '../files/fence.ts'
import { lockState } from './lock-state.ts'

const directory = mkdtempSync(join(tmpdir(), 'gigpo-lock-'))
const fence = createFence(directory)
const stateOf = (content: string): string => {
  writeFileSync(join(directory, 'lock'), content)
  return lockState(fence, directory)
}
const own = { pid: process.pid, started: null as string | null, host: hostname() }

it('tells a process that lives from one that is gone, is another, or cannot be asked', () => {
  expect(stateOf(JSON.stringify(own))).toBe('alive')
  expect(stateOf(JSON.stringify({ ...own, pid: 2 ** 22 + 1 }))).toBe('gone')
  expect(stateOf(JSON.stringify({ ...own, pid: 2 ** 22 + 1, host: `not-${hostname()}` }))).toBe('elsewhere')
  rmSync(join(directory, 'lock'))
  expect(lockState(fence, directory)).toBe('none')
})

it.skipIf(process.platform !== 'linux')('knows an id that is used again (needs /proc)', () => {
  const stat = readFileSync(`/proc/${process.pid}/stat`, 'utf8')
  const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]!
  expect(stateOf(JSON.stringify({ ...own, started }))).toBe('alive')
  expect(stateOf(JSON.stringify({ ...own, started: `${started}0` }))).toBe('gone')
})

it('takes a torn lock as nobody’s', () => {
  for (const content of ['', '{"pid":', '[]', '{"pid":-1,"host":"x"}', '{"pid":"1","host":"x"}', 'x'.repeat(5000)]) {
    expect(stateOf(content), content.slice(0, 20)).toBe('gone')
  }
})
