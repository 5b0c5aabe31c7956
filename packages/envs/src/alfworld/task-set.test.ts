import type { Transition } from '@gigpo/core'
import { taskSetChecks } from '@gigpo/core/testing'
import { describe, expect, it } from 'vitest'
import type { Game, GameSource } from './game.ts'
import { gamesSource, selectGames } from './game-source.ts'
import { generatedSource } from './generator/generated-source.ts'
import { createAlfworldTaskSet } from './task-set.ts'

const generated = generatedSource({ split: 'train', count: 12, seed: 2 })
const games: Game[] = Array.from({ length: generated.size }, (_, index) => generated.load(index))
const source = gamesSource(games)

describe('conformance', () => {
  for (const { name, run } of taskSetChecks(() => createAlfworldTaskSet(source, { split: 'train' }))) it(name, run)
})

/** Counts loads of a source. */
function watched(of: GameSource): { source: GameSource; loads: number[] } {
  const loads: number[] = []
  return {
    loads,
    source: {
      ...of,
      digest: of.digest,
      load: (index) => {
        loads.push(index)
        return of.load(index)
      },
    },
  }
}

describe('a task set of games', () => {
  it('has the games as tasks, in order, with the digest of the source', () => {
    const taskSet = createAlfworldTaskSet(source, { name: 'alfworld/generated', split: 'train' })
    expect(taskSet).toMatchObject({ name: 'alfworld/generated', split: 'train', size: 12, digest: source.digest })
    expect(taskSet.task(3)).toEqual({ id: games[3]!.id, index: 3, type: games[3]!.taskType })
    expect(() => taskSet.task(12)).toThrow(RangeError)
  })

  it('plays every game to its win', () => {
    const taskSet = createAlfworldTaskSet(source, { split: 'train', reward: 1 })
    for (const [index, { walkthrough }] of games.entries()) {
      const environment = taskSet.create(taskSet.task(index), 0)
      void environment.reset()
      expect(walkthrough!.map((command) => (environment.step(command) as Transition).reward).at(-1)).toBe(1)
    }
  })

  it('reads a game when first played and keeps only the last played', () => {
    const { source: counted, loads } = watched(source)
    const taskSet = createAlfworldTaskSet(counted, { split: 'train', cacheGames: 2 })
    for (let i = 0; i < taskSet.size; i++) taskSet.task(i)
    expect(loads).toEqual([])
    for (const index of [0, 1, 0, 2, 0, 1]) taskSet.create(taskSet.task(index), 0)
    expect(loads).toEqual([0, 1, 2, 1])
  })

  it('refuses tasks of other task sets and wrong options', () => {
    const taskSet = createAlfworldTaskSet(source, { split: 'train' })
    expect(() => taskSet.create({ ...taskSet.task(0), id: 'other' }, 0)).toThrow(
      expect.objectContaining({ code: 'contract' }),
    )
    expect(() => createAlfworldTaskSet(source, { split: 'train', cacheGames: 0 })).toThrow(
      expect.objectContaining({ code: 'config' }),
    )
    expect(() => createAlfworldTaskSet(source, { split: 'train', maxSteps: -1 })).toThrow(
      expect.objectContaining({ code: 'config' }),
    )
  })

  it('says which game is damaged', () => {
    const damaged = gamesSource([{ ...games[0]!, problem: '(define (problem x)' }])
    const taskSet = createAlfworldTaskSet(damaged, { split: 'train' })
    expect(() => taskSet.create(taskSet.task(0), 0)).toThrow(
      expect.objectContaining({ code: 'data', where: expect.stringContaining(games[0]!.id) as string }),
    )
  })
})

describe('sources in memory', () => {
  it('have a digest of ids, order and texts', () => {
    expect(gamesSource(games).digest).toBe(source.digest)
    expect(gamesSource([...games].reverse()).digest).not.toBe(source.digest)
    const [first, ...others] = games
    for (const change of [
      { id: 'x' },
      { problem: `${first!.problem} ` },
      { domain: `${first!.domain};` },
      { task: 'x' },
    ])
      expect(gamesSource([{ ...first!, ...change }, ...others]).digest).not.toBe(source.digest)
  })

  it('refuse two games of one id and places outside', () => {
    expect(() => gamesSource([games[0]!, games[0]!])).toThrow(expect.objectContaining({ code: 'data' }))
    expect(() => source.load(12)).toThrow(RangeError)
    expect(() => source.info(-1)).toThrow(RangeError)
  })

  it('are narrowed by type and place, in order', () => {
    const type = games[0]!.taskType
    const typed = selectGames(source, { taskTypes: [type] })
    const expected = games.filter(({ taskType }) => taskType === type)
    expect(Array.from({ length: typed.size }, (_, i) => typed.load(i))).toEqual(expected)
    const placed = selectGames(source, { indices: [7, 2, 2] })
    expect([placed.size, placed.info(0).id, placed.info(1).id]).toEqual([2, games[2]!.id, games[7]!.id])
    expect(placed.digest).not.toBe(source.digest)
    expect(selectGames(source, { indices: [2, 7] }).digest).toBe(placed.digest)
  })

  it('name what cannot be selected', () => {
    expect(() => selectGames(source, { indices: [12] })).toThrow(/no game 12/)
    expect(() => selectGames(source, { taskTypes: ['pick_nose'] })).toThrow(/pick_nose/)
  })
})
