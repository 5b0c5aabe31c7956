import { rootKey, stream } from '@gigpo/core'
import { agentChecks, environmentChecks, recordViews, taskSetChecks } from '@gigpo/core/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MOVES, readBoard } from '../grid/grid.ts'
import { createGridAgent } from '../grid/grid-agent.ts'
import { createSokobanDemonstrator } from './demonstrator.ts'
import { makeLevel } from './make-level.ts'
import { type Level, move, parseLevel, printLevel, solved } from './rules.ts'
import { createSokobanTaskSet } from './sokoban.ts'
import { solve } from './solve.ts'

const levels = (options = {}) => createSokobanTaskSet({ split: 'train', count: 40, ...options })

function level(...rows: readonly string[]): Level {
  const { cells, width } = readBoard(rows.map((row) => row.split('').join(' ')).join('\n'))!
  return parseLevel(cells, width)!
}

describe('sokoban', () => {
  for (const check of taskSetChecks(() => levels())) it(check.name, check.run)
  for (const check of environmentChecks(() => levels().create(levels().task(3), 1))) it(check.name, check.run)

  it('pushes one box, never two and never into a wall', () => {
    const room = level('#######', '#@$$..#', '#######')
    expect(move(room, room.start, 'right')).toBe(room.start)
    const free = level('#######', '#@$_._#', '#######')
    const once = move(free, free.start, 'right')
    expect(printLevel(free, once).split('\n')[1]).toBe('# _ @ $ . _ #')
    const twice = move(free, once, 'right')
    expect(solved(free, twice)).toBe(true)
    expect(printLevel(free, twice).split('\n')[1]).toBe('# _ _ @ * _ #')
    expect(move(free, free.start, 'up')).toBe(free.start)
  })

  it('prints and reads the walker on a target', () => {
    const room = level('#####', '#+$_#', '#####')
    expect(room.target[room.start.walker]).toBe(true)
    expect(printLevel(room, room.start).split('\n')[1]).toBe('# + $ _ #')
  })

  it('finds a shortest solution, and none where there is none', () => {
    expect(solve(level('#######', '#@_$_.#', '#######'))).toEqual(['right', 'right', 'right'])
    expect(solve(level('#######', '#@_._$#', '#######'))).toBeUndefined()
  })

  it('makes levels whose solutions have the length asked for', () => {
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom(1, 2), (seed, boxes) => {
        const bounds = { side: 6, boxes, minMoves: 4, maxMoves: 16 }
        const made = makeLevel([seed, boxes], bounds)
        const moves = solve(made)!
        expect(moves.length).toBeGreaterThanOrEqual(4)
        expect(moves.length).toBeLessThanOrEqual(16)
        const end = moves.reduce((position, by) => move(made, position, by), made.start)
        expect(solved(made, end)).toBe(true)
        expect(printLevel(parseLevel(...boardOf(made))!, made.start)).toBe(printLevel(made, made.start))
      }),
      { numRuns: 60 },
    )
  })

  it('keeps boxes, walls and targets over any moves', () => {
    const made = makeLevel(rootKey(4), { side: 7, boxes: 2, minMoves: 4, maxMoves: 30 })
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...MOVES), { maxLength: 60 }), (moves) => {
        const end = moves.reduce((position, by) => move(made, position, by), made.start)
        expect(new Set(end.boxes).size).toBe(2)
        expect(end.boxes.some((cell) => made.wall[cell] || cell === end.walker)).toBe(false)
        expect(made.wall[end.walker]).toBe(false)
      }),
    )
  })

  it('is won by the demonstrator, always in the fewest moves', async () => {
    const set = levels({ boxes: 2, maxMoves: 20 })
    for (let i = 0; i < 10; i++) {
      const environment = set.create(set.task(i), 0)
      let observation = await environment.reset()
      const shortest = solve(parseLevel(...boardIn(observation.text))!)!.length
      const demonstrator = createSokobanDemonstrator()
      for (let step = 0; ; step++) {
        const { action } = demonstrator.act({ step, observation, history: [] }, stream(rootKey(1), step))
        const transition = await environment.step(action)
        observation = transition.observation
        if (transition.terminated || transition.truncated) {
          expect(transition.info.won).toBe(true)
          expect(step + 1).toBe(shortest)
          break
        }
      }
    }
  })

  it.each([{ side: 4 }, { boxes: 9 }, { minMoves: 20, maxMoves: 5 }, { maxSteps: 0 }])('refuses %j', (options) => {
    expect(() => levels(options)).toThrow(expect.objectContaining({ code: 'config' }))
  })

  it('says when no level fits', () => {
    const set = levels({ side: 5, boxes: 1, minMoves: 100, maxMoves: 200 })
    expect(() => set.create(set.task(0), 0)).toThrow(expect.objectContaining({ code: 'config' }))
  })
})

describe('the grid agent on boards of boxes', async () => {
  const views = await recordViews(levels().create(levels().task(1), 1))
  for (const check of agentChecks(createGridAgent, views)) it(check.name, check.run)
})

function boardIn(text: string): [readonly string[], number] {
  const { cells, width } = readBoard(text)!
  return [cells, width]
}

const boardOf = (made: Level): [readonly string[], number] => boardIn(printLevel(made, made.start))
