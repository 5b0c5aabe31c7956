import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ErrorCode, GigpoError, type Group, RandomStream, rootKey } from '@gigpo/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { resolveConfig } from '../config/index.ts'
import { replaceFile } from './files.ts'
import {
  createRun,
  findCheckpoint,
  groupsFromEpisodes,
  openRun,
  parseEpisodes,
  readEpisodes,
  readEvaluations,
  readEvents,
  readMetrics,
  readRunConfig,
} from './index.ts'
import { toyConfig, trainToy } from './toy-training.test-support.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gigpo-run-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function failure(work: () => unknown): GigpoError {
  try {
    work()
  } catch (error) {
    if (GigpoError.isInstance(error)) return error
    throw error
  }
  throw new Error('did not fail')
}

async function finished(name = 'run'): Promise<string> {
  const directory = join(root, name)
  const run = createRun(directory, toyConfig, { facts: { version: '1.2.3', tasks: { train: 'abc' } } })
  await trainToy(run)
  run.close()
  return directory
}

describe('a run directory', () => {
  it('has the documented layout and reads back', async () => {
    const directory = await finished()
    expect(readdirSync(directory).sort()).toEqual([
      'checkpoints',
      'config.yaml',
      'episodes',
      'eval',
      'events.jsonl',
      'metrics.jsonl',
      'supervised.jsonl',
    ])
    const { config, facts } = readRunConfig(directory)
    expect(config).toEqual(toyConfig)
    expect(facts).toEqual({ version: '1.2.3', tasks: { train: 'abc' } })
    expect(resolveConfig(readFileSync(join(directory, 'config.yaml'), 'utf8'))).toEqual(toyConfig)
    expect(readMetrics(directory).map((line) => line.iteration)).toEqual([1, 2, 3, 4, 5, 6, 7])
    expect(readMetrics(directory, 'supervised.jsonl')).toHaveLength(3)
    expect(readEvaluations(directory).map((report) => report.iteration)).toEqual([0, 2, 4, 6, 7])
    expect(readEvents(directory)).toHaveLength(7)
    expect(findCheckpoint(directory, 'best')).toBe(join(directory, 'checkpoints', '2'))
    expect(findCheckpoint(directory)).toBe(join(directory, 'checkpoints', '7'))
  })

  it('keeps groups through writing and reading, with one advantage a step', async () => {
    const directory = join(root, 'run')
    const run = createRun(directory, toyConfig)
    const task = { id: 'g', index: 3, type: 'pick' }
    const step = (t: number) => ({
      t,
      prompt: [5, 6],
      completion: [7],
      logprobs: [-0.1234567890123],
      policyVersion: 2,
      observation: 'line\nbreak \u2028 “quote”',
      anchor: `s${t}`,
      action: 'go',
      valid: t === 0,
      ...(t === 0 ? { thought: 'hm' } : { info: { won: true } }),
      reward: t,
    })
    const episode = (member: number, count: number) => {
      const steps = Array.from({ length: count }, (_, t) => step(t))
      return {
        task,
        member,
        seed: 9,
        steps,
        return: count - 1,
        success: false,
        stop: 'truncated' as const,
        finalAnchor: 'end',
      }
    }
    const groups: Group[] = [
      { id: 'a', task, episodes: [episode(0, 2), episode(1, 1)] },
      { id: 'b', task, episodes: [episode(0, 1)] },
    ]
    const values = [1, 2, 3, Number.NaN]
    const advantages = { episode: values, step: values, total: values, stepReturn: values, stepGroup: [0, 1, 0, -1] }
    run.writeEpisodes(1, groups, advantages)
    const lines = readEpisodes(join(directory, 'episodes', '1.jsonl'))
    expect(groupsFromEpisodes(lines)).toEqual(groups)
    expect(lines[0]!.steps[1]!.advantage).toEqual({ episode: 2, step: 2, total: 2, return: 2, group: 1 })
    expect(lines[2]!.steps[0]!.advantage).toBeNull()
    const short = { ...advantages, total: [1, 2] }
    expect(failure(() => run.writeEpisodes(1, groups, short)).code).toBe('contract')
    expect(groupsFromEpisodes(readEpisodes(join(directory, 'episodes', '1.jsonl')))).toEqual(groups)
    run.close()
  })

  it('reads episodes of other origin that give anchors and rewards only', () => {
    const text =
      '{"group":"g","steps":[{"anchor":"s","reward":0},{"anchor":"t","reward":1}]}\n{"group":"g","steps":[]}\n{"gro'
    const groups = groupsFromEpisodes(parseEpisodes(text, 'log.jsonl'))
    expect(groups).toHaveLength(1)
    expect(groups[0]!.episodes.map((episode) => [episode.member, episode.return, episode.success])).toEqual([
      [0, 1, true],
      [1, 0, false],
    ])
    expect(groups[0]!.episodes[0]!.steps.map((step) => step.t)).toEqual([0, 1])
    const error = failure(() => parseEpisodes('{"group":"g","steps":[{"reward":0}]}\n', 'log.jsonl'))
    expect(error.code).toBe('data')
    expect(error.describe()).toContain('log.jsonl: line 1 is not an episode: steps.0.anchor')
    expect(failure(() => parseEpisodes('{"gro\n{}\n', 'log.jsonl')).message).toContain('line 1 is not JSON')
  })

  it('refuses writes out of turn', async () => {
    const run = createRun(join(root, 'run'), toyConfig)
    expect(failure(() => run.appendMetrics({ iteration: 2 })).code).toBe('contract')
    expect(failure(() => run.writeEpisodes(2, [], null)).code).toBe('contract')
    run.appendMetrics({ iteration: 1, a: Number.NaN })
    expect(readMetrics(run.directory)).toEqual([{ iteration: 1, a: null }])
    await expect(run.checkpoint(0, async () => {}, {})).rejects.toThrow('expected iteration 1, received 0')
    await run.checkpoint(1, async () => {}, {})
    await expect(run.checkpoint(1, async () => {}, {})).rejects.toThrow('already has a checkpoint')
    run.close()
  })

  it('keeps facts that became known after the start, also over resuming', async () => {
    const directory = await finished()
    const run = openRun(directory)
    run.addFacts({ critic: { parameters: 3 } })
    const before = readFileSync(join(directory, 'config.yaml'), 'utf8')
    run.addFacts({ critic: { parameters: 3 } })
    expect(readFileSync(join(directory, 'config.yaml'), 'utf8')).toBe(before)
    run.close()
    const facts = { version: '1.2.3', tasks: { train: 'abc' }, critic: { parameters: 3 } }
    expect(readRunConfig(directory).facts).toEqual(facts)
    const again = openRun(directory)
    expect(again.facts).toEqual(facts)
    again.close()
    expect(readRunConfig(directory).config).toEqual(toyConfig)
  })

  it('takes changes of the configuration on resuming, and records them', async () => {
    const directory = await finished()
    const longer = openRun(directory, { overrides: ['iterations=9'] })
    await trainToy(longer)
    longer.close()
    expect(readMetrics(directory)).toHaveLength(9)
    expect(readRunConfig(directory).config.iterations).toBe(9)
    expect(readRunConfig(directory).facts).toEqual({ version: '1.2.3', tasks: { train: 'abc' } })
    expect(readEvents(directory).filter((event) => event.kind === 'config-changed')).toHaveLength(1)
    expect(failure(() => openRun(directory, { overrides: ['iteration=9'] })).code).toBe('config')
    openRun(directory).close()
  })

  it('goes back to an earlier checkpoint and to the beginning', async () => {
    const directory = await finished()
    const run = openRun(directory)
    run.rollbackTo(2)
    expect([run.iteration, readMetrics(directory).length, readEvents(directory).length]).toEqual([2, 2, 2])
    expect(readdirSync(join(directory, 'episodes')).sort()).toEqual(['1.jsonl', '2.jsonl'])
    expect(readdirSync(join(directory, 'eval')).sort()).toEqual(['0.json', '2.json'])
    expect(readdirSync(join(directory, 'checkpoints')).sort()).toEqual(['0', '2', 'best', 'latest'])
    run.rollbackTo(null)
    expect(readdirSync(join(directory, 'checkpoints'))).toEqual([])
    expect(existsSync(join(directory, 'supervised.jsonl'))).toBe(false)
    expect(failure(() => run.rollbackTo(4)).code).toBe('checkpoint')
    run.close()
  })
})

describe('a directory that is not a whole run', () => {
  const cases: [string, (directory: string) => void, ErrorCode, string][] = [
    ['no config', (d) => rmSync(join(d, 'config.yaml')), 'missing-data', 'config.yaml is missing'],
    ['a recipe instead', (d) => writeFileSync(join(d, 'config.yaml'), 'seed: 1\n'), 'data', 'not a run directory'],
    ['a torn config', (d) => writeFileSync(join(d, 'config.yaml'), 'seed: [1'), 'config', 'not valid YAML'],
    [
      'a later layout',
      (d) => edit(d, 'config.yaml', 'format: 1', 'format: 2'),
      'data',
      'expected layout 1, received 2',
    ],
    [
      'an odd config',
      (d) => edit(d, 'config.yaml', 'iterations: 7', 'iterations: x'),
      'config',
      'iterations: expected an integer',
    ],
    ['missing metrics', (d) => rmSync(join(d, 'metrics.jsonl')), 'missing-data', 'no such file'],
    [
      'fewer metrics',
      (d) => writeFileSync(join(d, 'metrics.jsonl'), '{"iteration":1}\n'),
      'data',
      'metrics before it are missing',
    ],
    [
      'odd metrics',
      (d) => edit(d, 'metrics.jsonl', '{"iteration":2', '{"iteration":"2"'),
      'data',
      'line 2 is not a line of metrics',
    ],
    [
      'broken metrics',
      (d) => edit(d, 'metrics.jsonl', '{"iteration":2', '"iteration":2'),
      'data',
      'line 2 is not JSON',
    ],
    ['an odd latest', (d) => writeFileSync(join(d, 'checkpoints/latest'), '../x'), 'checkpoint', 'expected the number'],
    [
      'a missing checkpoint',
      (d) => writeFileSync(join(d, 'checkpoints/latest'), '5'),
      'checkpoint',
      'state.json is missing',
    ],
    [
      'a changed weight',
      (d) => appendFileSync(join(d, 'checkpoints/7/model.bin'), 'x'),
      'checkpoint',
      'model.bin has changed: 513 bytes',
    ],
    ['a missing weight', (d) => rmSync(join(d, 'checkpoints/7/model.bin')), 'checkpoint', 'model.bin is missing'],
    [
      'a torn state',
      (d) => writeFileSync(join(d, 'checkpoints/7/state.json'), '{'),
      'checkpoint',
      'state.json cannot be read',
    ],
  ]
  it.each(cases)('says so: %s', async (_, damage, code, message) => {
    const directory = await finished()
    damage(directory)
    const before = readdirSync(directory, { recursive: true }).sort()
    const error = failure(() => openRun(directory))
    expect(error.code).toBe(code)
    expect(error.describe()).toContain(message)
    expect(readdirSync(directory, { recursive: true }).sort()).toEqual(before)
  })

  it('is not written over by a new run', async () => {
    const directory = await finished()
    expect(failure(() => createRun(directory, toyConfig))).toMatchObject({
      code: 'usage',
      message: 'this directory already holds a run',
    })
    const foreign = join(root, 'foreign')
    mkdirSync(foreign)
    writeFileSync(join(foreign, 'thesis.tex'), 'x')
    expect(failure(() => createRun(foreign, toyConfig)).code).toBe('usage')
    expect(readdirSync(foreign)).toEqual(['thesis.tex'])
    mkdirSync(join(root, 'empty', 'episodes'), { recursive: true })
    createRun(join(root, 'empty'), toyConfig).close()
  })
})

function edit(directory: string, file: string, from: string, to: string): void {
  const path = join(directory, file)
  const text = readFileSync(path, 'utf8')
  expect(text).toContain(from)
  writeFileSync(path, text.replace(from, to))
}

describe('the lock', () => {
  it('lets one trainer in, and the next after it', async () => {
    const run = createRun(join(root, 'run'), toyConfig)
    const error = failure(() => openRun(run.directory))
    expect(error.code).toBe('locked')
    expect(error.message).toContain(`process ${process.pid}`)
    run.close()
    run.close()
    openRun(run.directory).close()
  })

  it('is taken over from a process that is gone, and from a later owner of its id', async () => {
    const child = spawn(process.execPath, ['-e', ''])
    await once(child, 'exit')
    const directory = await finished()
    const lock = (holder: object) => writeFileSync(join(directory, 'lock'), JSON.stringify(holder))
    lock({ pid: child.pid, started: '1', host: hostname() })
    openRun(directory).close()
    if (process.platform === 'linux') {
      lock({ pid: process.pid, started: '1', host: hostname() })
      openRun(directory).close()
    }
    lock({ pid: child.pid, started: '1', host: 'elsewhere' })
    expect(failure(() => openRun(directory)).message).toContain('on elsewhere')
  })

  it('is not released by one who lost it', () => {
    const run = createRun(join(root, 'run'), toyConfig)
    writeFileSync(join(run.directory, 'lock'), 'of another')
    run.close()
    expect(existsSync(join(run.directory, 'lock'))).toBe(true)
  })
})

describe('storage failures', () => {
  it('names a path that is a file', () => {
    writeFileSync(join(root, 'file'), 'x')
    for (const path of ['file', 'file/run']) {
      const error = failure(() => createRun(join(root, path), toyConfig))
      expect(error.code).toBe('storage')
      expect(error.remedy).toContain('choose another directory')
    }
    expect(readFileSync(join(root, 'file'), 'utf8')).toBe('x')
  })

  it('names a directory that refuses to be written', () => {
    // Root may write anywhere but into the kernel's own tree.
    const refusing = process.getuid?.() === 0 ? '/proc/gigpo-run' : join(root, 'run')
    chmodSync(root, 0o500)
    expect(failure(() => createRun(refusing, toyConfig))).toMatchObject({ code: 'storage', where: refusing })
    chmodSync(root, 0o700)
  })

  it.skipIf(!existsSync('/dev/full'))('reports a full disk on append (skipped without /dev/full)', () => {
    const run = createRun(join(root, 'run'), toyConfig)
    symlinkSync('/dev/full', join(run.directory, 'metrics.jsonl'))
    const error = failure(() => run.appendMetrics({ iteration: 1 }))
    expect(error.code).toBe('storage')
    expect(error.remedy).toContain('free some space')
    expect(run.iteration).toBe(0)
    run.close()
  })

  it('leaves the old file and nothing else when a replacement fails half-way', () => {
    const path = join(root, 'file')
    replaceFile(path, 'old')
    function* failing(): Generator<string> {
      yield 'x'.repeat(3 << 20)
      throw new RangeError('stopped')
    }
    expect(() => replaceFile(path, failing())).toThrow(RangeError)
    expect(readFileSync(path, 'utf8')).toBe('old')
    expect(readdirSync(root)).toEqual(['file'])
  })

  it('leaves no trace of a checkpoint whose saving fails', async () => {
    const run = createRun(join(root, 'run'), toyConfig)
    await expect(
      run.checkpoint(
        0,
        async (directory) => {
          mkdirSync(directory)
          writeFileSync(join(directory, 'half'), 'x')
          writeFileSync(join(directory, 'missing', 'x'), 'x')
        },
        {},
      ),
    ).rejects.toMatchObject({ code: 'storage' })
    expect(readdirSync(join(run.directory, 'checkpoints'))).toEqual([])
    run.close()
  })
})

describe('readers on damaged files', () => {
  it('throw nothing but GigpoError over 4,000 mutations', async () => {
    const directory = await finished()
    const readers: [string, () => unknown][] = [
      ['metrics.jsonl', () => readMetrics(directory)],
      ['events.jsonl', () => readEvents(directory)],
      ['episodes/1.jsonl', () => groupsFromEpisodes(readEpisodes(join(directory, 'episodes', '1.jsonl')))],
      ['eval/2.json', () => readEvaluations(directory)],
      ['config.yaml', () => readRunConfig(directory)],
    ]
    const scraps = [
      'null',
      '-1',
      '1e999',
      '{',
      '}',
      '[',
      ']',
      '"',
      ',',
      '\n',
      '\u0000',
      '"__proto__":',
      '[[[[',
      '"iteration":2,',
      'true',
    ]
    const draw = new RandomStream(rootKey(8))
    const outcomes = { read: 0, refused: 0 }
    for (let round = 0; round < 4000; round++) {
      const [file, read] = draw.pick(readers)
      const path = join(directory, file)
      const original = readFileSync(path, 'utf8')
      const at = draw.integer(original.length + 1)
      writeFileSync(
        path,
        original.slice(0, at) + (draw.integer(4) > 0 ? draw.pick(scraps) : '') + original.slice(at + draw.integer(30)),
      )
      try {
        read()
        outcomes.read++
      } catch (error) {
        if (!GigpoError.isInstance(error)) throw error
        outcomes.refused++
      }
      writeFileSync(path, original)
    }
    expect(Math.min(outcomes.read, outcomes.refused)).toBeGreaterThan(100)
  }, 240_000)
})
