// The fast engine against recordings of the real one and against every shipped walkthrough; and both engines against each
// other on real games.
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { type RandomStream, rootKey, stream } from '@gigpo/core'
import { describe, expect, it } from 'vitest'
import type { Game } from '../game.ts'
import { parseGameRecord } from '../game-file.ts'
import { loadGeneric } from '../generic/load-generic.ts'
import { loadFast } from './load-fast.ts'

const root = fileURLToPath(new URL('../../../../../../shared/data/alfworld/', import.meta.url))
const absent = !existsSync(root)
const reason = absent ? ' (skipped: ../shared/data/alfworld is absent)' : ''

const lines = (file: string): string[] => {
  const bytes = readFileSync(root + file)
  const text = (file.endsWith('.br') ? brotliDecompressSync(bytes) : gunzipSync(bytes)).toString('utf8')
  return text.split('\n').filter((line) => line !== '')
}

function readGames(file: string): Game[] {
  const shared = {
    domain: readFileSync(`${root}logic/domain-as-shipped.pddl`, 'utf8'),
    grammar: readFileSync(`${root}logic/grammar-as-shipped.twl2`, 'utf8'),
  }
  return lines(file).map((line) => parseGameRecord(line, shared))
}

const SPLITS = [
  'games-train.jsonl.br',
  'games-valid_train.jsonl.gz',
  'games-valid_seen.jsonl.gz',
  'games-valid_unseen.jsonl.gz',
]

interface Recorded {
  readonly cmd: string | null
  readonly obs: string
  readonly won: boolean
  readonly admissible: readonly string[]
}

describe.skipIf(absent)(`the fast engine on real games${reason}`, () => {
  it('wins all walkthroughs', { timeout: 300_000 }, () => {
    let games = 0
    let steps = 0
    let seconds = 0
    for (const split of SPLITS) {
      for (const game of readGames(split)) {
        const begin = performance.now()
        const play = loadFast(game)!.start()
        expect(play.won).toBe(false)
        for (const command of game.walkthrough!) play.step(command)
        expect(play.won, game.id).toBe(true)
        seconds += (performance.now() - begin) / 1000
        games++
        steps += game.walkthrough!.length
      }
    }
    expect([games, steps]).toEqual([4027, 24129])
    console.log(`4,027 walkthroughs loaded and played in ${seconds.toFixed(1)} s`)
  })

  it('prints, lists and wins as the recorded real engine does', { timeout: 120_000 }, () => {
    const recordings = lines('golden/real-engine.jsonl.gz').map(
      (line) => JSON.parse(line) as { game: string; random: Recorded[]; walkthrough: Recorded[] },
    )
    const wanted = new Map(recordings.map((recording) => [recording.game.replace('/game.tw-pddl', ''), recording]))
    let records = 0
    for (const split of SPLITS) {
      for (const game of readGames(split)) {
        const recording = wanted.get(game.id)
        if (recording === undefined) continue
        wanted.delete(game.id)
        const loaded = loadFast(game)!
        for (const run of [recording.random, recording.walkthrough]) {
          const play = loaded.start()
          for (const { cmd, obs, won, admissible } of run) {
            if (cmd !== null) play.step(cmd)
            expect({ cmd, obs: play.feedback, won: play.won, admissible: play.admissible() }).toEqual({
              cmd,
              obs,
              won,
              admissible,
            })
            records++
          }
        }
      }
    }
    expect(wanted.size).toBe(0)
    expect(records).toBe(2380)
  })

  it('equals the generic interpreter on four games of each type', { timeout: 300_000 }, () => {
    const played = new Map<string, number>()
    for (const game of readGames('games-valid_unseen.jsonl.gz')) {
      const count = played.get(game.taskType) ?? 0
      if (count === 4) continue
      played.set(game.taskType, count + 1)
      compare(game, 500, stream(rootKey(5), game.id))
    }
    expect([...played.values()]).toEqual([4, 4, 4, 4, 4, 4])
  })
})

function compare(game: Game, steps: number, random: RandomStream): void {
  const fast = loadFast(game)!.start()
  const generic = loadGeneric(game).start()
  const keys = new Map<string, string>()
  for (let t = 0; t < steps; t++) {
    const commands = generic.admissible()
    expect([fast.feedback, fast.won, fast.admissible()]).toEqual([generic.feedback, generic.won, commands])
    const key = fast.stateKey()
    expect(keys.get(generic.stateKey()) ?? key).toBe(key)
    keys.set(generic.stateKey(), key)
    const acts = commands.filter((command) => !command.startsWith('go to '))
    const command = random.uniform() < 0.05 ? 'take apple 99 from fridge 1' : random.pick(t % 3 === 0 ? commands : acts)
    fast.step(command)
    generic.step(command)
  }
  expect(new Set(keys.values()).size).toBe(keys.size)
}
