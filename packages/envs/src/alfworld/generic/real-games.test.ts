// The generic interpreter against recordings of the real engine, and on every shipped game.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { Game } from '../game.ts'
import { parseGameFile, parseGameRecord, toGameFile } from '../game-file.ts'
import { loadGeneric } from './load-generic.ts'

const root = fileURLToPath(new URL('../../../../../../shared/data/alfworld/', import.meta.url))
const absent = !existsSync(root)
const reason = absent ? ' (skipped: ../shared/data/alfworld is absent)' : ''

function lines(file: string): string[] {
  const bytes = readFileSync(root + file)
  const text = (file.endsWith('.br') ? brotliDecompressSync(bytes) : gunzipSync(bytes)).toString('utf8')
  return text.split('\n').filter((line) => line !== '')
}

function readGames(): Map<string, Game> {
  const shared = {
    domain: readFileSync(`${root}logic/domain-as-shipped.pddl`, 'utf8'),
    grammar: readFileSync(`${root}logic/grammar-as-shipped.twl2`, 'utf8'),
  }
  const files = ['train.jsonl.br', 'valid_train.jsonl.gz', 'valid_seen.jsonl.gz', 'valid_unseen.jsonl.gz']
  const games = files.flatMap((file) => lines(`games-${file}`)).map((line) => parseGameRecord(line, shared))
  return new Map(games.map((game) => [game.id, game]))
}

interface RecordedStep {
  readonly cmd: string | null
  readonly obs: string
  readonly won: boolean
  readonly admissible: readonly string[]
}

describe.skipIf(absent)(`the generic interpreter on real games${reason}`, () => {
  const games = absent ? new Map<string, Game>() : readGames()

  it('equals every record of the real engine', () => {
    let records = 0
    for (const line of lines('golden/real-engine.jsonl.gz')) {
      const golden = JSON.parse(line) as { game: string; random: RecordedStep[]; walkthrough: RecordedStep[] }
      const loaded = loadGeneric(games.get(golden.game.replace('/game.tw-pddl', ''))!)
      for (const steps of [golden.random, golden.walkthrough]) {
        const play = loaded.start()
        for (const { cmd, obs, won, admissible } of steps) {
          if (cmd !== null) play.step(cmd)
          expect({ obs: play.feedback, won: play.won, admissible: play.admissible() }).toEqual({ obs, won, admissible })
          records++
        }
      }
    }
    expect(records).toBeGreaterThan(2000)
  })

  it('wins all walkthroughs', { timeout: 300_000 }, () => {
    for (const game of games.values()) {
      const play = loadGeneric(game).start()
      const wonBefore = play.won
      for (const command of game.walkthrough!) play.step(command)
      expect([wonBefore, play.won], game.id).toEqual([false, true])
    }
    expect(games.size).toBe(4027)
  })

  it('reads the raw samples as the bundles have them, and writes them back', () => {
    const names = readdirSync(`${root}raw-samples`, { recursive: true, encoding: 'utf8' })
    const files = names.filter((name) => name.endsWith('game.tw-pddl'))
    expect(files).toHaveLength(18)
    for (const file of files) {
      const text = readFileSync(`${root}raw-samples/${file}`, 'utf8')
      const game = parseGameFile(text, { id: file.replace('/game.tw-pddl', '') })
      expect(game).toEqual(games.get(game.id))
      expect(JSON.parse(toGameFile(game))).toEqual(JSON.parse(text))
    }
  })

  it('plays the multi-agent sample with its older grammar', () => {
    const text = readFileSync(`${root}multi-agent/game.tw-pddl`, 'utf8')
    const game = parseGameFile(text, { id: 'multi-agent' })
    expect([game.solvable, game.walkthrough, game.task]).toEqual([null, null, 'put a hot potato in sinkbasin.'])
    const play = loadGeneric(game).start()
    const commands = play.admissible()
    for (const agent of ['alice', 'bob', 'charlie']) expect(commands).toContain(`${agent} : go to fridge 1`)
    play.step('bob : go to fridge 1')
    expect(play.feedback).toMatch(/^You arrive at loc \d+\. The fridge 1 is closed\.$/)
    expect(play.admissible()).toContain('bob : open fridge 1')
    expect(play.admissible()).not.toContain('alice : open fridge 1')
  })
})
