import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { GigpoError } from '@gigpo/core'
import { describe, expect, it } from 'vitest'
import { loadFast } from './fast/load-fast.ts'
import { parseGameFile } from './game-file.ts'
import { generatedSource } from './generator/generated-source.ts'
import { loadGame } from './load-game.ts'

const game = generatedSource({ split: 'train', count: 1, seed: 9 }).load(0)

describe('loading a game', () => {
  it('takes the fast engine for a known structure, with equal play each time', () => {
    const [first, second] = [loadGame(game).start(), loadGame(game).start()]
    for (const command of game.walkthrough!) {
      first.step(command)
      second.step(command)
      expect([first.feedback, first.admissible(), first.stateKey()]).toEqual([
        second.feedback,
        second.admissible(),
        second.stateKey(),
      ])
    }
    expect(first.won).toBe(true)
  })

  it('takes the generic interpreter for another, where new actions work', () => {
    const waving = {
      ...game,
      domain: game.domain.replace(
        '(:action look',
        '(:action wave :parameters (?a - agent) :effect (checked ?a))\n(:action look',
      ),
      grammar: `${game.grammar}\naction wave { template :: "wave"; feedback :: "You wave."; }`,
    }
    expect(loadFast(waving)).toBeUndefined()
    const play = loadGame(waving).start()
    expect(play.admissible()).toContain('wave')
    play.step('wave')
    expect(play.feedback).toBe('You wave.')
    for (const command of game.walkthrough!) play.step(command)
    expect(play.won).toBe(true)
  })

  const odd = fileURLToPath(new URL('../../../../../shared/data/alfworld/multi-agent/game.tw-pddl', import.meta.url))
  const absent = !existsSync(odd)
  it.skipIf(absent)(
    `plays or refuses three agents clearly${absent ? ' (skipped: ../shared/data is absent)' : ''}`,
    () => {
      const three = parseGameFile(readFileSync(odd, 'utf8'), { id: 'odd/three-agents/game' })
      expect(loadFast(three)).toBeUndefined()
      try {
        const play = loadGame(three).start()
        expect(play.admissible().length).toBeGreaterThan(0)
        for (const command of play.admissible().slice(0, 20)) play.fork().step(command)
      } catch (error) {
        expect(GigpoError.isInstance(error) && error.code).toBe('data')
      }
    },
  )
})
