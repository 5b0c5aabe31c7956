// A run killed anywhere and resumed must end with the bytes of one that was not killed.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { RandomStream, rootKey } from '@gigpo/core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createRun, isWallClockMetric, openRun, readMetrics } from './index.ts'
import { toyConfig, trainToy } from './toy-training.test-support.ts'

// Each round flushes some hundred files: slow on a busy disk.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 })

const root = mkdtempSync(join(tmpdir(), 'gigpo-crash-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** Every file but lock and events, by relative path; wall-clock metrics removed. */
function contents(directory: string): Record<string, string> {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = files.map((entry) => relative(directory, join(entry.parentPath, entry.name))).sort()
  return Object.fromEntries(
    paths
      .filter((path) => path !== 'lock' && path !== 'events.jsonl')
      .map((path) => [
        path,
        path === 'metrics.jsonl' ? metricsWithoutClock(directory) : readFileSync(join(directory, path), 'latin1'),
      ]),
  )
}

function metricsWithoutClock(directory: string): string {
  return JSON.stringify(
    readMetrics(directory).map((line) => Object.entries(line).filter(([name]) => !isWallClockMetric(name))),
  )
}

/** Resumes to the end, and removes the directory. */
async function finish(directory: string): Promise<Record<string, string>> {
  const run = openRun(directory)
  await trainToy(run)
  run.close()
  const result = contents(directory)
  rmSync(directory, { recursive: true })
  return result
}

let expected: Record<string, string>
const snapshots: { stage: string; directory: string }[] = []

beforeAll(async () => {
  const directory = join(root, 'whole')
  const run = createRun(directory, toyConfig)
  await trainToy(run, (stage) => {
    const copy = join(root, `at-${snapshots.length}`)
    cpSync(directory, copy, { recursive: true })
    rmSync(join(copy, 'lock'))
    snapshots.push({ stage, directory: copy })
  })
  run.close()
  expected = contents(directory)
})

function copyOf(directory: string): string {
  const copy = mkdtempSync(join(root, 'copy-'))
  cpSync(directory, copy, { recursive: true })
  return copy
}

describe('a run stopped between two writes', () => {
  it('keeps the first, the best and the two newest checkpoints', () => {
    const kept = readdirSync(join(root, 'whole', 'checkpoints')).sort()
    expect(kept).toEqual(['0', '2', '6', '7', 'best', 'latest'])
    expect(snapshots.length).toBeGreaterThan(20)
  })

  it('resumes to the same bytes, at every stage', async () => {
    for (const { stage, directory } of snapshots) expect(await finish(copyOf(directory)), stage).toEqual(expected)
  })

  it('drops what a killed write may leave: torn lines, temporary files, a checkpoint that latest does not name', async () => {
    for (const { stage, directory } of snapshots) {
      const copy = copyOf(directory)
      appendFileSync(join(copy, 'metrics.jsonl'), '{"iteration":99,"rew')
      appendFileSync(join(copy, 'events.jsonl'), '{"time":"20')
      writeFileSync(join(copy, 'episodes', '.tmp-9.jsonl-77'), '{"group":')
      writeFileSync(join(copy, 'eval', '.tmp-9.json-77'), '{')
      writeFileSync(join(copy, '.tmp-lock-77'), '')
      mkdirSync(join(copy, 'checkpoints', '.tmp-9-77', 'sub'), { recursive: true })
      mkdirSync(join(copy, 'checkpoints', '9'))
      writeFileSync(join(copy, 'checkpoints', '9', 'model.bin'), 'half')
      writeFileSync(join(copy, 'lock'), '{"pid":')
      expect(await finish(copy), stage).toEqual(expected)
    }
  })

  it('resumes to the same bytes when the last append is cut at any byte', async () => {
    const stage = snapshots.findIndex(({ stage }) => stage === 'metrics 5')
    const { directory } = snapshots[stage]!
    const before = readFileSync(join(snapshots[stage - 1]!.directory, 'metrics.jsonl')).length
    const after = readFileSync(join(directory, 'metrics.jsonl')).length
    for (let length = before; length <= after; length += 7) {
      const copy = copyOf(directory)
      truncateSync(join(copy, 'metrics.jsonl'), length)
      expect(await finish(copy), String(length)).toEqual(expected)
    }
  })

  it('resumes when it is stopped again while it rolls back or goes on', async () => {
    const draw = new RandomStream(rootKey(5))
    for (let round = 0; round < 30; round++) {
      const copy = copyOf(draw.pick(snapshots).directory)
      let budget = draw.integer(6)
      const run = openRun(copy)
      await expect(
        trainToy(run, () => {
          if (budget-- === 0) throw new Error('stopped')
        }).then(() => 'done', String),
      ).resolves.toMatch(/done|stopped/)
      run.close()
      expect(await finish(copy)).toEqual(expected)
    }
  })
})

describe('a process killed by SIGKILL', () => {
  const program = fileURLToPath(new URL('./toy-training.test-support.ts', import.meta.url))
  const start = (directory: string, mode: string): ChildProcess =>
    spawn(
      process.execPath,
      ['--import', 'tsx', '--conditions=gigpo-source', program, 'toy-training', directory, mode],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )

  it('leaves a run that resumes to the same bytes', async () => {
    let interrupted = 0
    for (const delay of [0, 4, 12, 30]) {
      const directory = join(root, `killed-${delay}`)
      const child = start(directory, 'new')
      const ended = once(child, 'exit')
      await once(child.stdout!, 'data')
      await setTimeout(delay)
      child.kill('SIGKILL')
      await ended
      if (existsSync(join(directory, 'lock'))) interrupted++
      expect(await finish(directory)).toEqual(expected)
    }
    expect(interrupted).toBeGreaterThan(0)
  })
})
