import { appendFileSync, chmodSync, cpSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { StudioChange } from '../api/contract.ts'
import { episodeLines, lines, metricsLine, temporaryFolder, writeSmallRun } from './small-run.test-support.ts'
import { openStudio, type Studio } from './studio.ts'

const open: Studio[] = []
const studioOn = (folder: string): Studio => {
  const studio = openStudio(folder)
  open.push(studio)
  return studio
}
afterEach(() => {
  for (const studio of open.splice(0)) studio.close()
})

describe('the studio', () => {
  it('sums up every run below its folder', () => {
    const folder = temporaryFolder()
    writeSmallRun(folder, 'first')
    writeSmallRun(folder, 'study/second', { seed: 2, planned: 9 })
    mkdirSync(join(folder, 'nothing', 'in', 'here'), { recursive: true })
    const [first, second, ...more] = studioOn(folder).runs()
    expect(more).toEqual([])
    expect(first).toMatchObject({
      id: 'first',
      status: 'done',
      iteration: 3,
      iterations: 3,
      environmentSteps: 36,
      algorithm: 'gigpo',
      environment: 'alfworld',
      engine: 'local',
      seed: 1,
      return: 1.5,
      tokensPerSecond: 100,
      timeLeft: null,
      alarms: 1,
      startedAt: Date.parse('2026-01-02T03:04:05.000Z'),
      damage: 0,
    })
    expect(first!.panels).toEqual([
      { panel: 'held_out', temperature: 1, iteration: 3, success: 0.75, interval: [0.1, 0.9], tasks: 4, digest: 'd' },
    ])
    expect(second).toMatchObject({ id: 'study/second', name: 'second', status: 'stopped', iterations: 9, seed: 2 })
    expect(second!.digest).not.toBe(first!.digest)
  })

  it('opens one run as well, and groups seeds by their digest', () => {
    const folder = temporaryFolder()
    const studio = studioOn(writeSmallRun(folder, 'a'))
    expect(studio.runs().map(({ id }) => id)).toEqual(['a'])
    writeSmallRun(folder, 'b', { seed: 2 })
    expect(
      new Set(
        studioOn(folder)
          .runs()
          .map(({ digest }) => digest),
      ).size,
    ).toBe(1)
  })

  it('gives columns, events and outcomes', () => {
    const folder = temporaryFolder()
    writeSmallRun(folder, 'a')
    const studio = studioOn(folder)
    expect(studio.metrics('a', ['reward/mean', 'adv/sometimes', 'nothing'])).toEqual({
      iteration: [1, 2, 3],
      environmentSteps: [12, 24, 36],
      tokens: [200, 400, 600],
      seconds: [2, 4, 6],
      values: { 'reward/mean': [0.5, 1, 1.5], 'adv/sometimes': [1, null, 1] },
      lines: 3,
    })
    expect(studio.metrics('a', undefined, { file: 'supervised' }).values).toEqual({ 'loss/train': [2, 1] })
    const detail = studio.run('a')
    expect(detail.config.recorded).toEqual({ format: 1, digest: 'abc', facts: {} })
    expect(detail.metricNames).toContain('success/rate')
    expect(detail.events.map(({ kind }) => kind)).toEqual(['run-started', 'returns-equal'])
    expect(detail.episodeIterations).toEqual([1, 2, 3])
    const outcomes = studio.evaluations('a')
    expect(outcomes.map(({ iteration, environmentSteps, tasks }) => [iteration, environmentSteps, tasks])).toEqual([
      [0, 0, 4],
      [3, 36, 4],
    ])
    expect(outcomes[1]!.outcomes[3]).toMatchObject({ id: 'valid/3', success: false })
  })

  it('finds, filters and orders episodes', async () => {
    const folder = temporaryFolder()
    writeSmallRun(folder, 'a')
    const studio = studioOn(folder)
    await studio.indexed('a')
    const all = await studio.episodes('a', {})
    expect([all.total, all.pending]).toEqual([18, 0])
    expect(all.facets).toEqual({ failed: 12, succeeded: 6, truncated: 12, invalid: 6, error: 0 })
    expect(all.rows[1]).toEqual({
      iteration: 1,
      index: 1,
      group: '1-0',
      task: { id: 'train/pick-0', index: 0, type: 'pick_and_place' },
      member: 1,
      success: false,
      return: 0,
      stop: 'truncated',
      steps: 3,
      tokens: 12,
      invalid: 0,
      advantage: 0.5,
    })
    const found = await studio.episodes('a', { search: 'APPLE iteration 2', facets: ['succeeded'], limit: 1 })
    expect([found.total, found.rows.length]).toEqual([2, 1])
    expect(found.rows[0]!.match).toEqual({
      t: 1,
      text: 'You see a shelf and <b>an apple</b> of iteration 2.',
    })
    expect((await studio.episodes('a', { search: 'mug 12' })).total).toBe(12)
    expect((await studio.episodes('a', { search: 'nowhere' })).total).toBe(0)
    expect((await studio.episodes('a', { iteration: 2, group: '2-1' })).rows.map(({ member }) => member)).toEqual([
      0, 1, 2,
    ])
    expect((await studio.episodes('a', { iteration: 77 })).total).toBe(0)
  })

  it('shows an episode with its tokens as text, and whole groups', async () => {
    const folder = temporaryFolder()
    const run = writeSmallRun(folder, 'a')
    const studio = studioOn(folder)
    const episode = await studio.episode('a', 2, 3)
    expect(episode).toMatchObject({ iteration: 2, index: 3, group: '2-1', member: 0, success: true, decoded: true })
    expect(episode.steps[1]).toMatchObject({
      action: 'take apple 1',
      tokens: 4,
      advantage: { episode: 1, step: 0.25, total: 1.25, return: 10, group: 2 },
    })
    expect(episode.tokens[1]).toEqual({
      t: 1,
      policyVersion: 1,
      prompt: 'go to shelf 1 take',
      promptTokens: 5,
      completion: [
        { id: 3, text: 'go', logprob: -0.5 },
        { id: 5, text: ' to', logprob: -0.25 },
        { id: 8, text: ' shelf', logprob: -0.125 },
        { id: 1, text: ' <eos>', logprob: -1 },
      ],
    })
    expect(await studio.groups('a', 2)).toEqual([
      expect.objectContaining({ group: '2-0', episodes: 3, successes: 1, steps: 8, grouped: 7 }),
      expect.objectContaining({ group: '2-1', episodes: 3, successes: 1, steps: 8, grouped: 7 }),
    ])
    const views = await studio.group('a', 2, '2-1')
    expect(views.map(({ member, steps }) => [member, steps.length])).toEqual([
      [0, 2],
      [1, 3],
      [2, 3],
    ])
    expect(views[2]!.steps[0]!.advantage).toBeNull()
    expect('tokens' in views[0]!).toBe(false)
    rmSync(join(run, 'checkpoints'), { recursive: true })
    const bare = await studio.episode('a', 2, 3)
    expect([bare.decoded, bare.tokens[0]!.prompt]).toEqual([false, '3 5 8 9 3'])
  })

  it('says what is not there', async () => {
    const folder = temporaryFolder()
    writeSmallRun(folder, 'first')
    const studio = studioOn(folder)
    expect(() => studio.run('frist')).toThrow(expect.objectContaining({ remedy: 'Did you mean first?' }))
    for (const id of ['', '..', '../first', 'first/', 'first/episodes', '__proto__']) {
      expect(() => studio.run(id), id).toThrow('there is no run')
    }
    await expect(studio.episode('first', 1, 99)).rejects.toThrow('no episode 99')
    await expect(studio.episode('first', 99, 0)).rejects.toThrow('has no episodes')
    await expect(studio.group('first', 1, 'x')).rejects.toThrow('no group "x"')
    expect(studio.roadmap()).toBeNull()
  })

  it('reports damage and shows the rest', async () => {
    const folder = temporaryFolder()
    const run = writeSmallRun(folder, 'a')
    appendFileSync(
      join(run, 'metrics.jsonl'),
      '{"iteration":4,\n[]\n{"iteration":5,"reward/mean":"much","success/rate":1}\n',
    )
    appendFileSync(join(run, 'events.jsonl'), '{"time":"now"')
    writeFileSync(join(run, 'eval', '3.json'), '{"panels":')
    writeFileSync(join(run, 'notes.json'), 'notes')
    const [first, ...rest] = episodeLines(2)
    writeFileSync(
      join(run, 'episodes', '2.jsonl'),
      `${lines([first])}{"group":\n${lines([{ group: 'x', steps: [{}] }, ...rest])}`,
    )
    symlinkSync('/etc/hostname', join(run, 'episodes', '9.jsonl'))
    const studio = studioOn(folder)
    await studio.indexed('a')
    const { damages, damage } = studio.run('a')
    expect(damages.map(({ file, line, reason }) => `${file}:${line ?? ''} ${reason}`)).toEqual([
      'notes.json: these are no notes',
      'metrics.jsonl:4 this is not JSON',
      'metrics.jsonl:5 this is no line of metrics',
      'metrics.jsonl:6 reward/mean is not a number',
      'events.jsonl:3 the last line is only half there',
      'eval/3.json: this is not JSON',
      'episodes/9.jsonl: this leads out of the folder, or nowhere',
      'episodes/2.jsonl:2 this is not JSON',
      'episodes/2.jsonl:3 step 0: the anchor is missing',
    ])
    expect(damage).toBe(9)
    expect(studio.metrics('a', ['success/rate']).values['success/rate']).toEqual([0.1, 0.2, 0.3, 1])
    expect((await studio.episodes('a', { iteration: 2 })).rows.map(({ index }) => index)).toEqual([0, 3, 4, 5, 6, 7])
    expect((await studio.episode('a', 2, 7)).member).toBe(2)
    expect((await studio.groups('a', 2)).map(({ episodes }) => episodes)).toEqual([3, 3])
  })

  it('shows a directory of which only pieces are left', async () => {
    const folder = temporaryFolder()
    const run = writeSmallRun(folder, 'a')
    for (const name of ['config.yaml', 'metrics.jsonl', 'events.jsonl', 'eval', 'supervised.jsonl']) {
      rmSync(join(run, name), { recursive: true })
    }
    const studio = studioOn(folder)
    expect(studio.runs()[0]).toMatchObject({ id: 'a', status: 'stopped', iteration: 0, algorithm: '', damage: 1 })
    expect((await studio.episode('a', 1, 0)).steps).toHaveLength(2)
    writeFileSync(join(run, 'config.yaml'), 'a: &a [*a, *a]\nb: [[[[')
    studio.refresh()
    expect(studio.run('a').damages[0]!.file).toBe('config.yaml')
  })

  it('notices what a trainer writes, and tells the parts', async () => {
    const folder = temporaryFolder()
    const run = writeSmallRun(folder, 'a', { planned: 9 })
    const studio = studioOn(folder)
    studio.runs()
    const changes: StudioChange[] = []
    studio.listen((change) => changes.push(change))
    studio.refresh()
    expect(changes).toEqual([])
    writeFileSync(join(run, 'episodes', '4.jsonl'), lines(episodeLines(4)))
    appendFileSync(join(run, 'metrics.jsonl'), lines([metricsLine(4)]))
    studio.refresh()
    expect(changes).toEqual([{ run: 'a', parts: ['metrics', 'summary', 'episodes'] }])
    expect(studio.run('a')).toMatchObject({ iteration: 4, episodeIterations: [1, 2, 3, 4] })
    expect((await studio.episodes('a', { iteration: 4 })).total).toBe(6)
    writeFileSync(join(run, 'lock'), JSON.stringify({ pid: process.pid, started: null, host: hostname() }))
    studio.refresh()
    expect(studio.run('a')).toMatchObject({ status: 'running', timeLeft: 10 })
    writeFileSync(join(run, 'lock'), JSON.stringify({ pid: 2 ** 30, started: null, host: hostname() }))
    studio.refresh()
    expect(studio.run('a').status).toBe('stale')
    expect(changes.at(-1)).toEqual({ run: 'a', parts: ['summary'] })
    rmSync(run, { recursive: true })
    await new Promise((resolve) => setTimeout(resolve, 2100))
    studio.refresh()
    expect(studio.runs()).toEqual([])
  })
})

describe('the index', () => {
  it('is kept beside the files, and may vanish or lie at any time', async () => {
    const folder = temporaryFolder()
    const run = writeSmallRun(folder, 'a')
    const expected = await answers(studioOn(folder))
    const index = join(run, '.studio')
    const bare = writeSmallRun(folder, 'b')
    studioOn(folder).run('b')
    expect(readdirSync(bare)).not.toContain('.studio')
    expect(readdirSync(index).sort()).toEqual(['rows-1.jsonl', 'words-1.jsonl'])
    expect(await answers(studioOn(folder))).toEqual(expected)
    const lies: (() => void)[] = [
      () => rmSync(index, { recursive: true }),
      () => rmSync(join(index, 'words-1.jsonl')),
      () => rmSync(join(index, 'rows-1.jsonl')),
      () => writeFileSync(join(index, 'rows-1.jsonl'), '{"half'),
      () => appendFileSync(join(index, 'rows-1.jsonl'), '\n{"iteration":1,"size":1}\nnull\n[]\n'),
    ]
    for (const lie of lies) {
      lie()
      expect(await answers(studioOn(folder)), String(lie)).toEqual(expected)
    }
  })

  it('serves a folder that was copied, or that nobody may write', async () => {
    const folder = temporaryFolder()
    const run = writeSmallRun(folder, 'a')
    const expected = await answers(studioOn(folder))
    const copy = temporaryFolder()
    cpSync(run, join(copy, 'a'), { recursive: true })
    expect(await answers(studioOn(copy))).toEqual(expected)
    rmSync(join(run, '.studio'), { recursive: true })
    // A file where the index would be: no folder can be made there, whoever asks.
    writeFileSync(join(run, '.studio'), '')
    chmodSync(run, 0o555)
    expect(await answers(studioOn(folder))).toEqual(expected)
    expect(await answers(studioOn(folder))).toEqual(expected)
  })

  it('does not follow links out of the folder', async () => {
    const folder = temporaryFolder()
    const outside = temporaryFolder()
    const run = writeSmallRun(folder, 'a')
    symlinkSync(outside, join(run, '.studio'))
    await answers(studioOn(folder))
    expect(readdirSync(outside)).toEqual([])
  })

  it('follows files that are replaced', async () => {
    const folder = temporaryFolder()
    const run = writeSmallRun(folder, 'a')
    const studio = studioOn(folder)
    await answers(studio)
    writeFileSync(join(run, 'episodes', '3.jsonl'), lines(episodeLines(33).slice(0, 2)))
    rmSync(join(run, 'episodes', '2.jsonl'))
    studio.refresh()
    await studio.indexed('a')
    expect((await studio.episodes('a', { search: 'iteration 33' })).total).toBe(2)
    expect((await studio.episodes('a', {})).total).toBe(8)
  })
})

async function answers(studio: Studio): Promise<unknown> {
  await studio.indexed('a')
  return [
    await studio.episodes('a', {}),
    await studio.episodes('a', { search: 'apple mug', order: 'advantage' }),
    await studio.episode('a', 3, 5),
    await studio.groups('a', 1),
  ]
}
