import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { type AgentView, type Demonstrator, type HistoryEntry, rootKey, stream } from '@gigpo/core'
import { describe, expect, it } from 'vitest'
import { loadFast } from '../fast/load-fast.ts'
import type { Game, GamePlay } from '../game.ts'
import { parseGameRecord } from '../game-file.ts'
import { generatedSource } from '../generator/generated-source.ts'
import { loadGeneric } from '../generic/load-generic.ts'
import { type AlfworldExpertOptions, createAlfworldExpert } from './alfworld-expert.ts'
import { builtInPriors, learnPriors } from './priors.ts'

interface Played {
  readonly won: boolean
  readonly actions: readonly string[]
  readonly thoughts: readonly string[]
}

/** Plays at most 50 steps; the view carries the admissible actions only where asked. */
function playGame(game: Game, options: AlfworldExpertOptions, seed: number, showActions: boolean): Played {
  return playOn((loadFast(game) ?? loadGeneric(game)).start(), createAlfworldExpert(options), seed, showActions)
}

function playOn(play: GamePlay, expert: Demonstrator, seed: number, showActions: boolean): Played {
  const random = stream(rootKey(seed), 'expert')
  const history: HistoryEntry[] = []
  const thoughts: string[] = []
  for (let step = 0; step < 50 && !play.won; step++) {
    const text = play.feedback
    const observation = showActions ? { text, actions: play.admissible() } : { text }
    const { action, thought } = expert.act({ step, observation, history: history.slice() }, random)
    if (thought !== undefined) thoughts.push(thought)
    history.push({ observation: text, action, valid: true })
    play.step(action)
  }
  return { won: play.won, actions: history.map(({ action }) => action), thoughts }
}

describe('the expert on generated games', () => {
  const source = generatedSource({ split: 'train', count: 500, seed: 11 })

  it('wins 500 of 500 within 50 steps, from text alone', () => {
    const lost: string[] = []
    let steps = 0
    for (let i = 0; i < source.size; i++) {
      const game = source.load(i)
      const { won, actions } = playGame(game, {}, i, false)
      steps += actions.length
      if (!won) lost.push(game.id)
    }
    expect(lost).toEqual([])
    expect(steps / source.size).toBeLessThan(11)
  })

  it('does not look at the list of admissible actions', () => {
    for (let i = 0; i < 40; i++)
      expect(playGame(source.load(i), {}, i, true)).toEqual(playGame(source.load(i), {}, i, false))
  })

  it('carries on from 40 % random actions, and repeats them for equal seeds', () => {
    const options = { randomActions: 0.4, thoughts: true }
    let won = 0
    let changed = 0
    for (let i = 0; i < 150; i++) {
      const played = playGame(source.load(i), options, i, true)
      if (played.won) won++
      if (i < 20) expect(playGame(source.load(i), options, i, true)).toEqual(played)
      if (playGame(source.load(i), options, i + 1000, true).actions.join() !== played.actions.join()) changed++
      expect(played.thoughts).toHaveLength(played.actions.length)
      expect(played.thoughts.every((thought) => thought.length > 5)).toBe(true)
    }
    expect(won).toBeGreaterThan(135)
    expect(changed).toBeGreaterThan(100)
  })

  it('takes detours and other orders, and still wins', () => {
    let won = 0
    let different = 0
    for (let i = 0; i < 100; i++) {
      const plain = playGame(source.load(i), {}, i, false)
      const varied = playGame(source.load(i), { detours: 0.1, orderNoise: 0.5 }, i, false)
      if (varied.won) won++
      if (varied.actions.join() !== plain.actions.join()) different++
    }
    expect(won).toBeGreaterThan(97)
    expect(different).toBeGreaterThan(70)
  })

  it('learns where things are from games', () => {
    const games = Array.from({ length: 300 }, (_, i) => source.load(i))
    const priors = learnPriors(games)
    for (const row of priors.values())
      for (const chance of row.values()) {
        expect(chance).toBeGreaterThan(0)
        expect(chance).toBeLessThanOrEqual(1)
      }
    expect(priors.get('pillow')!.get('bed')).toBeGreaterThan(0.3)
    expect(priors.get('pillow')!.get('drawer')).toBeUndefined()
    expect(builtInPriors().get('handtowel')!.get('handtowelholder')).toBeGreaterThan(0.5)
    const other = generatedSource({ split: 'valid_unseen', count: 60, seed: 3 })
    for (let i = 0; i < other.size; i++) expect(playGame(other.load(i), { priors }, i, false).won).toBe(true)
  })
})

describe('the expert in odd states', () => {
  const intro =
    'You are in the middle of a room. Looking quickly around you, you see a desk 1, a drawer 1, and a shelf 1.\n\nYour task is to: put a pen in shelf.'
  const steps: readonly (readonly [string, string])[] = [
    ['go to desk 1', 'You arrive at desk 1. On the desk 1, you see a book 1, and a pen 1.'],
    ['take book 1 from desk 1', 'You pick up the book 1 from the desk 1.'],
  ]
  function viewAfter(count: number, more: readonly (readonly [string, string])[] = []): AgentView {
    const all = [...steps.slice(0, count), ...more]
    const texts = [intro, ...all.map(([, text]) => text)]
    return {
      step: all.length,
      observation: { text: texts.at(-1)! },
      history: all.map(([action], i) => ({ action, observation: texts[i]!, valid: true })),
    }
  }
  const random = stream(rootKey(1))
  const actAfter = (view: AgentView): string => createAlfworldExpert().act(view, random).action

  it('puts away what the task does not need', () => {
    expect(actAfter(viewAfter(1))).toBe('take pen 1 from desk 1')
    expect(actAfter(viewAfter(2))).toBe('move book 1 to desk 1')
  })

  it('knows that what cannot be gone to is here', () => {
    const taken = ['take pen 1 from desk 1', 'You pick up the pen 1 from the desk 1.'] as const
    expect(actAfter(viewAfter(1, [taken]))).toBe('go to shelf 1')
    expect(actAfter(viewAfter(1, [taken, ['go to shelf 1', 'Nothing happens.']]))).toBe('examine shelf 1')
  })

  it('looks around where there is no task it knows', () => {
    expect(actAfter({ step: 0, observation: { text: 'Hello.' }, history: [] })).toBe('look')
  })
})

const data = new URL('../../../../../../shared/data/alfworld/', import.meta.url)
describe.skipIf(!existsSync(data))('the expert on real games (skipped without ../shared/data/alfworld)', () => {
  it('wins all 134 unseen games within 50 steps, with built-in priors', () => {
    const shared = {
      domain: readFileSync(new URL('logic/domain-as-shipped.pddl', data), 'utf8'),
      grammar: readFileSync(new URL('logic/grammar-as-shipped.twl2', data), 'utf8'),
    }
    const lines = gunzipSync(readFileSync(new URL('games-valid_unseen.jsonl.gz', data)))
      .toString()
      .trim()
      .split('\n')
    let steps = 0
    for (const line of lines) {
      const { won, actions } = playGame(parseGameRecord(line, shared), {}, 0, false)
      expect(won).toBe(true)
      steps += actions.length
    }
    expect(lines).toHaveLength(134)
    expect(steps / lines.length).toBeLessThan(10)
  })
})
