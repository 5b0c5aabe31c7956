import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { brotliCompressSync, gunzipSync, gzipSync } from 'node:zlib'
import { GigpoError } from '@gigpo/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type GameParsers, gigpoHome, importAlfworld, openStore, type SharedTexts, type StoredGame } from './index.ts'

// The environment's parsers are injected; these read the same two forms without its checks.
const parsers: GameParsers = {
  parseGameFile: (text, { id }) => {
    const value = parse(text)
    return {
      id,
      split: id.split('/')[0]!,
      taskType: /^[a-z_]+/.exec(id.split('/')[1] ?? '')?.[0] ?? '',
      task: String(value.task),
      domain: String(value.pddl_domain),
      grammar: String(value.grammar),
      problem: String(value.pddl_problem),
      walkthrough: value.walkthrough as string[],
      solvable: (value.solvable as boolean | undefined) ?? null,
    }
  },
  parseGameRecord: (line, shared) => {
    const value = parse(line)
    return {
      id: String(value.id),
      split: String(value.split),
      taskType: String(value.task_type),
      task: String(value.task),
      problem: String(value.pddl_problem),
      walkthrough: value.walkthrough as string[],
      solvable: (value.solvable as boolean | undefined) ?? null,
      ...shared,
    }
  },
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    throw new GigpoError('data', 'not JSON', { where: 'game', remedy: 'Use unmodified files.' })
  }
}

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gigpo-store-'))
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

const texts: SharedTexts = { domain: '(define (domain d))', grammar: 'grammar :: "…"' }

function game(number: number, split = 'train', changes: Partial<StoredGame> = {}): StoredGame {
  const trial = `trial_T${String(number).padStart(3, '0')}`
  return {
    id: `${split}/look_at_obj_in_light-Book-None-DeskLamp-${number}/${trial}`,
    split,
    taskType: 'look_at_obj_in_light',
    task: `look at book ${number} – ü`,
    problem: `(define (problem p${number}) ${'(objectAtLocation o l) '.repeat(200)})`,
    walkthrough: ['go to desk 1', 'use desklamp 1'],
    solvable: true,
    ...texts,
    ...changes,
  }
}

function writeGame(directory: string, value: StoredGame): void {
  const path = join(directory, value.id, 'game.tw-pddl')
  mkdirSync(dirname(path), { recursive: true })
  const { domain, grammar, problem, walkthrough, solvable, task } = value
  writeFileSync(
    path,
    JSON.stringify({
      pddl_domain: domain,
      grammar,
      pddl_problem: problem,
      walkthrough,
      task,
      ...(solvable === null ? {} : { solvable }),
    }),
  )
}

const record = ({ id, split, taskType, task, problem, walkthrough, solvable }: StoredGame): string =>
  JSON.stringify({ id, split, task_type: taskType, task, pddl_problem: problem, walkthrough, solvable })

function writeLogic(directory: string): void {
  mkdirSync(join(directory, 'logic'), { recursive: true })
  writeFileSync(join(directory, 'logic', 'domain.pddl'), texts.domain)
  writeFileSync(join(directory, 'logic', 'grammar.twl2'), texts.grammar)
}

describe('importAlfworld', () => {
  it('reads a tree of original files and reports what it skips', () => {
    const tree = join(root, 'removable', 'tree')
    for (const number of [3, 1, 2]) writeGame(tree, game(number))
    writeGame(tree, game(4, 'valid_seen'))
    writeGame(tree, game(5, 'train', { solvable: false }))
    writeGame(tree, game(6, 'train', { solvable: null }))
    writeGame(tree, game(7, 'train', { id: 'train/pick_movable-7/trial_T7' }))
    writeGame(tree, game(8, 'train', { id: 'train/pick-AppleSliced-8/trial_T8' }))
    symlinkSync(tree, join(tree, 'loop'))
    const seen: number[] = []
    const report = importAlfworld(tree, {
      home: root,
      parsers,
      onProgress: ({ done, total }) => seen.push(done, total ?? -1),
    })
    expect(report.splits.map(({ split, games }) => [split, games])).toEqual([
      ['train', 3],
      ['valid_seen', 1],
    ])
    expect(report.skipped).toEqual({ unsupported: 2, unsolvable: 2, duplicate: 0 })
    expect(seen.slice(-2)).toEqual([8, 8])
    const store = openStore(root, 'alfworld')
    expect(store.splits).toEqual(['train', 'valid_seen'])
    const source = store.source('train')
    expect(source.digest).toBe(report.splits[0]!.digest)
    expect([0, 1, 2].map((index) => source.load(index))).toEqual([game(1), game(2), game(3)])
    expect(source.info(2)).toEqual({ id: game(3).id, taskType: 'look_at_obj_in_light' })
    expect(() => source.info(3)).toThrow(RangeError)
    expect(() => source.load(-1)).toThrow(RangeError)
  })

  it('gives one digest for trees, single files and bundles, whatever the order', () => {
    const digests = new Set<string>()
    const note = (path: string, home: string): void => {
      const report = importAlfworld(path, { home: join(root, home), parsers })
      expect(report.splits).toHaveLength(1)
      digests.add(report.splits[0]!.digest)
    }
    writeGame(join(root, 'tree'), game(1))
    writeGame(join(root, 'tree'), game(2))
    note(join(root, 'tree'), 'a')
    note(join(root, 'tree', 'train'), 'b')
    const text = `${record(game(2))}\n${record(game(1))}\n`
    for (const [name, bytes] of [
      ['g.jsonl', Buffer.from(text)],
      ['g.jsonl.gz', gzipSync(text)],
      ['g.jsonl.br', brotliCompressSync(text)],
    ] as const) {
      const directory = join(root, `bundle-${name}`)
      writeLogic(directory)
      writeFileSync(join(directory, name), bytes)
      note(directory, `home-${name}`)
      note(join(directory, name), `file-${name}`)
    }
    expect(digests.size).toBe(1)
    const single = importAlfworld(join(root, 'tree', game(1).id, 'game.tw-pddl'), {
      home: join(root, 'single'),
      parsers,
    })
    expect(single.splits.map(({ split, games }) => [split, games])).toEqual([['train', 1]])
    expect(digests.has(single.splits[0]!.digest)).toBe(false)
  })

  it('counts equal games once and refuses two games of one id', () => {
    const tree = join(root, 'tree')
    writeLogic(tree)
    writeGame(tree, game(1))
    writeFileSync(join(tree, 'games.jsonl'), `${record(game(1))}\n${record(game(2))}`)
    expect(importAlfworld(tree, { home: root, parsers }).skipped.duplicate).toBe(1)
    writeFileSync(join(tree, 'games.jsonl'), record(game(1, 'train', { task: 'another' })))
    expect(failure(() => importAlfworld(tree, { home: root, parsers })).message).toContain('two different games')
  })

  it('names the file and line of a damaged game and then changes nothing', () => {
    const tree = join(root, 'tree')
    writeGame(tree, game(1))
    importAlfworld(tree, { home: root, parsers })
    const before = readdirSync(join(root, 'data', 'alfworld'))
    writeLogic(tree)
    writeFileSync(join(tree, 'games.jsonl'), `${record(game(2))}\n{"id":\n`)
    const error = failure(() => importAlfworld(tree, { home: root, parsers }))
    expect(error).toMatchObject({
      code: 'data',
      where: `${join(tree, 'games.jsonl')}:2`,
      remedy: 'Use unmodified files.',
    })
    writeFileSync(join(tree, 'games.jsonl'), '')
    writeFileSync(join(tree, 'x.jsonl.gz'), gzipSync(record(game(2))).subarray(0, 40))
    expect(failure(() => importAlfworld(tree, { home: root, parsers })).message).toContain('cannot be decompressed')
    expect(readdirSync(join(root, 'data', 'alfworld'))).toEqual(before)
    rmSync(join(tree, 'x.jsonl.gz'))
    writeFileSync(join(tree, 'games.jsonl'), record(game(2, '../up')))
    expect(failure(() => importAlfworld(tree, { home: root, parsers })).message).toContain('"../up"')
  })

  it('says what is missing', () => {
    expect(failure(() => importAlfworld(join(root, 'none'), { home: root, parsers })).code).toBe('missing-data')
    mkdirSync(join(root, 'empty'))
    expect(failure(() => importAlfworld(join(root, 'empty'), { home: root, parsers })).remedy).toContain('game.tw-pddl')
    writeFileSync(join(root, 'empty', 'games.jsonl'), record(game(1)))
    expect(failure(() => importAlfworld(join(root, 'empty', 'games.jsonl'), { home: root, parsers })).where).toContain(
      'logic',
    )
  })

  it('replaces a split whole and leaves others', () => {
    writeGame(join(root, 'one'), game(1))
    writeGame(join(root, 'one'), game(9, 'valid_seen'))
    writeGame(join(root, 'two'), game(2))
    importAlfworld(join(root, 'one'), { home: root, parsers })
    importAlfworld(join(root, 'two'), { home: root, parsers })
    const store = openStore(root, 'alfworld')
    expect(store.splits).toEqual(['train', 'valid_seen'])
    expect(store.source('train').load(0)).toEqual(game(2))
    expect(readdirSync(join(root, 'data', 'alfworld')).filter((name) => name.startsWith('train-'))).toHaveLength(1)
  })
})

describe('openStore', () => {
  function imported(): { directory: string; data: string } {
    for (const number of [1, 2, 3]) writeGame(join(root, 'tree'), game(number))
    const { directory } = importAlfworld(join(root, 'tree'), { home: root, parsers })
    return { directory, data: join(directory, readdirSync(directory).find((name) => name.endsWith('.games'))!) }
  }

  it('says how to import, and how to do without', () => {
    const error = failure(() => openStore(root, 'alfworld'))
    expect(error.code).toBe('missing-data')
    expect(error.remedy).toContain('gigpo data import alfworld PATH')
    expect(error.remedy).toContain('source: generated')
    imported()
    expect(failure(() => openStore(root, 'alfworld').source('trian')).message).toContain('did you mean "train"?')
  })

  it('finds any flipped byte of the data file, naming the file and the game', () => {
    const { data, directory } = imported()
    const bytes = readFileSync(data)
    const unnoticed: number[] = []
    const index = JSON.parse(readFileSync(join(directory, 'train.json'), 'utf8')) as { dictionary: { length: number } }
    for (let at = 0; at < bytes.length; at += 13) {
      const damaged = Buffer.from(bytes)
      damaged[at]! ^= 0x10
      writeFileSync(data, damaged)
      const source = openStore(root, 'alfworld').source('train')
      try {
        for (let index = 0; index < source.size; index++) expect(source.load(index)).toEqual(game(index + 1))
        unnoticed.push(at)
      } catch (error) {
        if (!GigpoError.isInstance(error)) throw error
        expect(error.code).toBe('data')
        expect(error.where).toBe(data)
        expect(error.message).toMatch(/the stored game train\/.* is damaged/)
      }
    }
    // Harmless are bytes of the dictionary that no record refers to, and the unused bits of a record's last byte.
    expect(unnoticed.filter((at) => at >= index.dictionary.length).length).toBeLessThanOrEqual(4)
    writeFileSync(data, bytes.subarray(0, bytes.length - 5))
    expect(failure(() => openStore(root, 'alfworld').source('train').load(2)).message).toContain('ends too early')
    rmSync(data)
    expect(failure(() => openStore(root, 'alfworld').source('train')).message).toContain('missing')
  })

  it('finds a damaged index', () => {
    const { directory } = imported()
    const path = join(directory, 'train.json')
    const text = readFileSync(path, 'utf8')
    for (const damaged of [
      '',
      '{',
      '[]',
      text.slice(0, 300),
      text.replace('-Book-', '-Vase-'),
      text.replace('"texts":0', '"texts":7'),
    ]) {
      writeFileSync(path, damaged)
      expect(failure(() => openStore(root, 'alfworld').source('train'))).toMatchObject({ code: 'data', where: path })
    }
    writeFileSync(path, text)
    appendFileSync(join(directory, 'train.json'), ' ')
    expect(openStore(root, 'alfworld').source('train').size).toBe(3)
  })
})

it('takes its home from GIGPO_HOME', () => {
  expect(gigpoHome({ GIGPO_HOME: '/data/g' })).toBe('/data/g')
  expect(gigpoHome({})).toMatch(/\.gigpo$/)
})

const shared = new URL('../../../../../shared/data/alfworld/', import.meta.url).pathname
describe.skipIf(!existsSync(shared))('the official games (skipped where ../shared/data is absent)', () => {
  it('keeps valid_unseen whole', () => {
    const file = join(shared, 'games-valid_unseen.jsonl.gz')
    const report = importAlfworld(file, { home: root, parsers })
    expect(report.splits).toMatchObject([{ split: 'valid_unseen', games: 134 }])
    const source = openStore(root, 'alfworld').source('valid_unseen')
    const lines = gunzipSync(readFileSync(file)).toString().trim().split('\n')
    const originals = new Map(lines.map((line) => [(JSON.parse(line) as { id: string }).id, line]))
    const ids = Array.from({ length: source.size }, (_, index) => source.info(index).id)
    expect(ids).toEqual([...originals.keys()].sort())
    for (const [index, id] of ids.entries()) {
      const { domain, grammar, problem } = source.load(index)
      expect(problem).toBe((JSON.parse(originals.get(id)!) as { pddl_problem: string }).pddl_problem)
      expect(domain.length + grammar.length).toBeGreaterThan(10_000)
    }
  })
})
