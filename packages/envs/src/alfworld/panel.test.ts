import { GigpoError, rootKey } from '@gigpo/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Game, GameSource } from './game.ts'
import { gamesSource, joinGames } from './game-source.ts'
import { assertDisjoint, selectPanel } from './panel.ts'

const sourceOf = (ids: readonly string[]): GameSource =>
  gamesSource(
    ids.map(
      (id): Game => ({
        id,
        split: 'own',
        taskType: 'none',
        task: '',
        domain: '',
        grammar: '',
        problem: id,
        walkthrough: null,
        solvable: null,
      }),
    ),
  )
const idsOf = (source: GameSource): string[] => Array.from({ length: source.size }, (_, i) => source.info(i).id)
const numbered = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, i) => `game-${from + i}`)
const key = rootKey(1)

describe('a panel', () => {
  it('is a sorted part of the source, the same whatever the order of the source', () => {
    const ids = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(ids, fc.nat(), (games, draw) => {
        const size = (draw % games.length) + 1
        const panel = idsOf(selectPanel(sourceOf(games), { size, key }))
        expect(panel).toEqual([...new Set(panel)].sort())
        expect(panel).toHaveLength(size)
        for (const id of panel) expect(games).toContain(id)
        expect(idsOf(selectPanel(sourceOf([...games].reverse()), { size, key }))).toEqual(panel)
      }),
    )
  })

  it('depends on the key', () => {
    const source = sourceOf(numbered(0, 200))
    expect(idsOf(selectPanel(source, { size: 20, key }))).not.toEqual(
      idsOf(selectPanel(source, { size: 20, key: rootKey(2) })),
    )
  })

  it('hardly changes when games are added, and contains the smaller panels of its key', () => {
    const small = idsOf(selectPanel(sourceOf(numbered(0, 200)), { size: 50, key }))
    const grown = idsOf(selectPanel(sourceOf(numbered(0, 220)), { size: 50, key }))
    expect(small.filter((id) => grown.includes(id)).length).toBeGreaterThan(35)
    const smaller = idsOf(selectPanel(sourceOf(numbered(0, 200)), { size: 20, key }))
    expect(smaller.filter((id) => !small.includes(id))).toEqual([])
  })

  it('loads the games it names and has a digest of its own', () => {
    const panel = selectPanel(sourceOf(numbered(0, 30)), { size: 5, key })
    for (let i = 0; i < panel.size; i++) expect(panel.load(i).id).toBe(panel.info(i).id)
    expect(panel.digest).toMatch(/^[0-9a-f]{64}$/)
    expect(panel.digest).toBe(selectPanel(sourceOf(numbered(0, 30)), { size: 5, key }).digest)
    expect(panel.digest).not.toBe(selectPanel(sourceOf(numbered(0, 30)), { size: 6, key }).digest)
  })

  it('leaves out what is excluded', () => {
    const source = sourceOf(numbered(0, 40))
    const first = selectPanel(source, { size: 15, key })
    const second = selectPanel(source, { size: 25, key, exclude: [first] })
    assertDisjoint(first, second)
    expect([...idsOf(first), ...idsOf(second)].sort()).toEqual(numbered(0, 40).sort())
  })

  it.each([0, 1.5, 31])('of %j games of 30 is refused', (size) => {
    expect(() => selectPanel(sourceOf(numbered(0, 30)), { size, key })).toThrow(
      expect.objectContaining({ code: 'config' }),
    )
  })
})

it('overlap is an error that names a game of both', () => {
  assertDisjoint(sourceOf(numbered(0, 5)), sourceOf(numbered(5, 9)))
  try {
    assertDisjoint(sourceOf(numbered(0, 5)), sourceOf(numbered(4, 9)))
    expect.unreachable()
  } catch (error) {
    expect(GigpoError.isInstance(error) && error.code === 'config' && error.message.includes('game-4')).toBe(true)
  }
})

describe('joined sources', () => {
  it('are taken one after another and refuse a game that is in two', () => {
    const joined = joinGames([sourceOf(numbered(0, 3)), sourceOf(numbered(5, 7))])
    expect(idsOf(joined)).toEqual([...numbered(0, 3), ...numbered(5, 7)])
    expect(joined.load(3).problem).toBe('game-5')
    expect(joined.digest).not.toBe(joinGames([sourceOf(numbered(0, 3)), sourceOf(numbered(5, 8))]).digest)
    expect(() => joined.load(5)).toThrow(RangeError)
    expect(() => joinGames([sourceOf(['a']), sourceOf(['a'])])).toThrow(GigpoError)
  })
})
