// The fast engine and the generic interpreter must be one game: equal texts, commands, outcomes and state partition under
// long random play with invalid commands and forks, on generated games of every type.
import { type RandomStream, rootKey, stream } from '@gigpo/core'
import { describe, expect, it } from 'vitest'
import type { Game, GamePlay } from '../game.ts'
import { generatedSource } from '../generator/generated-source.ts'
import { loadGeneric } from '../generic/load-generic.ts'
import { loadFast } from './load-fast.ts'

const TYPES = [
  'pick_and_place_simple',
  'look_at_obj_in_light',
  'pick_clean_then_place_in_recep',
  'pick_heat_then_place_in_recep',
  'pick_cool_then_place_in_recep',
  'pick_two_obj_and_place',
]
const INVALID = ['', 'dance', 'go to nowhere 1', 'Look', 'go to  cabinet 1', 'take apple 99 from fridge 1', '__proto__']

const shown = (play: GamePlay) => ({
  feedback: play.feedback,
  won: play.won,
  admissible: play.admissible(),
  inventory: play.inventory(),
})

/** Plays both engines side by side, sometimes going on with forks; returns the number of different states. */
function compare(game: Game, steps: number, random: RandomStream): number {
  let fast = loadFast(game)!.start()
  let generic = loadGeneric(game).start()
  const fastByGeneric = new Map<string, string>()
  const genericByFast = new Map<string, string>()
  for (let t = 0; t < steps; t++) {
    const expected = shown(generic)
    expect(shown(fast)).toEqual(expected)
    const [a, b] = [fast.stateKey(), generic.stateKey()]
    expect(fastByGeneric.get(b) ?? a).toBe(a)
    expect(genericByFast.get(a) ?? b).toBe(b)
    fastByGeneric.set(b, a)
    genericByFast.set(a, b)

    if (random.uniform() < 0.05) {
      const [fastFork, genericFork] = [fast.fork(), generic.fork()]
      fast.step(random.pick(expected.admissible))
      expect(shown(fastFork)).toEqual(expected)
      ;[fast, generic] = [fastFork, genericFork]
    }
    // Rather act than walk, so that much changes.
    const acts = expected.admissible.filter((command) => !command.startsWith('go to '))
    const draw = random.uniform()
    const command =
      draw < 0.08
        ? random.pick(INVALID)
        : draw < 0.12
          ? ' look\n'
          : random.pick(draw < 0.6 ? acts : expected.admissible)
    fast.step(command)
    generic.step(command)
  }
  return fastByGeneric.size
}

describe.each(TYPES)('fast and generic on generated %s', (type) => {
  it('are equal over long random play', () => {
    const source = generatedSource({ split: 'train', count: 3, seed: 7, taskTypes: [type] })
    for (let i = 0; i < source.size; i++)
      expect(compare(source.load(i), 700, stream(rootKey(1), type, i))).toBeGreaterThan(50)
  })
})
