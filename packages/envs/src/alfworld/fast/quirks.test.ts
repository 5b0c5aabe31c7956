// The reference engine's odd habits, one by one, on a tiny game of our own, in both engines.
import { describe, expect, it } from 'vitest'
import type { Game, GamePlay } from '../game.ts'
import { HOUSEHOLD_DOMAIN } from '../generator/domain-text.ts'
import { HOUSEHOLD_GRAMMAR } from '../generator/grammar-text.ts'
import { loadGeneric } from '../generic/load-generic.ts'
import { loadFast } from './load-fast.ts'

const floor = `atlocation(a:agent, l:location) & objectatlocation(o:object, l:location) & receptacleatlocation(r:receptacle, l:location) & not_inreceptacle(o:object, r:receptacle)`
const grammar = HOUSEHOLD_GRAMMAR.replace(
  'Next to it, you see nothing.',
  `Next to it, you see [{o.indefinite + ' ' + o.name | ${floor}}].`,
)

/** Two burners share a place; the pan is on both of them. */
const problem = `(define (problem tiny) (:domain household) (:objects
  agent1 - agent start stove drawer sink fridge desk - location
  Apple_bar_1 Pan_bar_1 Knife_bar_1 DeskLamp_bar_1 Mirror_bar_1 Apple_bar_2 - object
  StoveBurner_bar_1 StoveBurner_bar_2 Drawer_bar_1 Sink_bar_1_bar_SinkBasin Fridge_bar_1 Desk_bar_1 - receptacle
  StoveBurnerType DrawerType SinkBasinType FridgeType MicrowaveType DeskType - rtype
  AppleType PanType KnifeType ButterKnifeType DeskLampType MirrorType SinkType - otype)
 (:init (atLocation agent1 start)
  (receptacleAtLocation StoveBurner_bar_1 stove) (receptacleAtLocation StoveBurner_bar_2 stove)
  (receptacleAtLocation Drawer_bar_1 drawer) (receptacleAtLocation Sink_bar_1_bar_SinkBasin sink)
  (receptacleAtLocation Fridge_bar_1 fridge) (receptacleAtLocation Desk_bar_1 desk)
  (receptacleType StoveBurner_bar_1 StoveBurnerType) (receptacleType StoveBurner_bar_2 StoveBurnerType)
  (receptacleType Drawer_bar_1 DrawerType) (receptacleType Sink_bar_1_bar_SinkBasin SinkBasinType)
  (receptacleType Fridge_bar_1 FridgeType) (receptacleType Desk_bar_1 DeskType)
  (openable Drawer_bar_1) (openable Fridge_bar_1) (opened Fridge_bar_1)
  (objectType Apple_bar_1 AppleType) (objectType Apple_bar_2 AppleType) (objectType Pan_bar_1 PanType)
  (objectType Knife_bar_1 KnifeType) (objectType DeskLamp_bar_1 DeskLampType) (objectType Mirror_bar_1 MirrorType)
  (inReceptacle Apple_bar_1 Drawer_bar_1) (objectAtLocation Apple_bar_1 drawer)
  (inReceptacle Apple_bar_2 Desk_bar_1) (objectAtLocation Apple_bar_2 desk)
  (inReceptacle Pan_bar_1 StoveBurner_bar_1) (inReceptacle Pan_bar_1 StoveBurner_bar_2) (objectAtLocation Pan_bar_1 stove)
  (inReceptacle Knife_bar_1 Desk_bar_1) (objectAtLocation Knife_bar_1 desk)
  (inReceptacle DeskLamp_bar_1 Desk_bar_1) (objectAtLocation DeskLamp_bar_1 desk) (objectAtLocation Mirror_bar_1 sink)
  (pickupable Apple_bar_1) (pickupable Apple_bar_2) (pickupable Pan_bar_1) (pickupable Knife_bar_1)
  (toggleable DeskLamp_bar_1) (sliceable Apple_bar_1) (sliceable Apple_bar_2) (coolable Apple_bar_1) (isCool Apple_bar_2)
  (cleanable Apple_bar_1) (canContain StoveBurnerType PanType) (canContain DrawerType KnifeType)
  (canContain DeskType AppleType) (= (total-cost) 0))
 (:goal (exists (?r - receptacle) (exists (?o1 - object) (and (objectType ?o1 AppleType) (receptacleType ?r DeskType)
  (inReceptacle ?o1 ?r) (exists (?o2 - object) (and (not (= ?o1 ?o2)) (objectType ?o2 AppleType) (inReceptacle ?o2 ?r))))))))`

const game: Game = {
  id: 'own/tiny',
  split: 'own',
  taskType: 'pick_two_obj_and_place',
  task: 'put two apple in desk.',
  domain: HOUSEHOLD_DOMAIN,
  grammar,
  problem,
  walkthrough: null,
  solvable: null,
}

const play = (start: () => GamePlay, ...commands: string[]): GamePlay => {
  const running = start()
  for (const command of commands) {
    running.step(command)
    expect(running.feedback, command).not.toBe('Nothing happens.')
  }
  return running
}

describe.each([
  ['fast', () => loadFast(game)!.start()],
  ['generic', () => loadGeneric(game).start()],
] as const)('%s engine', (_name, start) => {
  it('names from the highest number downwards in id order, basins apart, counting what cannot be used', () => {
    expect(start().feedback).toContain(
      'you see a desk 1, a drawer 1, a fridge 1, a sinkbasin 1, a stoveburner 2, and a stoveburner 1.',
    )
    expect(play(start, 'go to desk 1').feedback).toContain('you see a apple 1, a desklamp 1, and a knife 1.')
  })

  it('sorts commands by code point and always has help, inventory and look', () => {
    const { length } = start().admissible()
    expect(start().admissible()).toEqual([
      'go to desk 1',
      'go to drawer 1',
      'go to fridge 1',
      'go to sinkbasin 1',
      'go to stoveburner 1',
      'go to stoveburner 2',
      'help',
      'inventory',
      'look',
    ])
    expect(length).toBe(9)
  })

  it('drops "go to" for every receptacle at the present place', () => {
    const commands = play(start, 'go to stoveburner 2').admissible()
    expect(commands).not.toContain('go to stoveburner 2')
    expect(commands).not.toContain('go to stoveburner 1')
    expect(commands).toContain('examine stoveburner 1')
  })

  it('sees nothing when looking before moving, and lists two things with ", and "', () => {
    expect(play(start, 'look').feedback).toBe(
      'You are in the middle of a room. Looking quickly around you, you see nothing.',
    )
    expect(play(start, 'go to stoveburner 1', 'look').feedback).toBe(
      'You are facing the stoveburner 2, and stoveburner 1. Next to it, you see nothing.',
    )
  })

  it('examines things only while they are held', () => {
    const running = play(start, 'go to desk 1')
    expect(running.admissible()).not.toContain('examine apple 1')
    running.step('take apple 1 from desk 1')
    expect(running.admissible()).toContain('examine apple 1')
  })

  it('keeps "not in" facts only of what was taken, until it is put back', () => {
    const running = play(start, 'go to stoveburner 1', 'take pan 1 from stoveburner 1', 'look')
    expect(running.feedback).toContain('you see nothing.')
    running.step('move pan 1 to stoveburner 2')
    running.step('look')
    expect(running.feedback).toContain('you see a pan 1.')
    running.step('take pan 1 from stoveburner 2')
    running.step('move pan 1 to stoveburner 1')
    running.step('look')
    expect(running.feedback).toContain('you see a pan 1.')
  })

  it('knows a thing in two receptacles in both', () => {
    const running = play(start, 'go to stoveburner 1', 'take pan 1 from stoveburner 1', 'examine stoveburner 2')
    expect(running.feedback).toBe('On the stoveburner 2, you see a pan 1.')
  })

  it('turns on what is used, again and again', () => {
    const running = play(start, 'go to desk 1', 'use desklamp 1', 'use desklamp 1')
    expect(running.feedback).toBe('You turn on the desklamp 1.')
  })

  it('strips commands, and otherwise wants them exact', () => {
    const running = play(start, ' \tlook\n')
    for (const wrong of ['Look', 'go to  desk 1', 'go to desk 2', 'open drawer 1', '']) {
      const before = [running.admissible(), running.stateKey()]
      running.step(wrong)
      expect(running.feedback).toBe('Nothing happens.')
      expect([running.admissible(), running.stateKey()]).toEqual(before)
    }
  })

  it('slices through closed doors and with a knife only', () => {
    const commands = play(start, 'go to desk 1', 'take knife 1 from desk 1', 'go to drawer 1').admissible()
    expect(commands).toContain('slice apple 2 with knife 1')
    expect(commands).not.toContain('move knife 1 to drawer 1')
  })

  it('uses appliances whatever their doors, and lets cool and clean stand together', () => {
    const running = play(start, 'go to drawer 1', 'open drawer 1', 'take apple 2 from drawer 1', 'go to fridge 1')
    running.step('close fridge 1')
    running.step('cool apple 2 with fridge 1')
    running.step('go to sinkbasin 1')
    running.step('clean apple 2 with sinkbasin 1')
    running.step('examine apple 2')
    expect(running.feedback).toBe('This is a cool and clean apple 2.')
    expect(running.inventory()).toBe('You are carrying: a apple 2.')
    expect(running.won).toBe(false)
    running.step('go to desk 1')
    running.step('move apple 2 to desk 1')
    expect(running.won).toBe(true)
    running.step('take apple 1 from desk 1')
    expect(running.won).toBe(false)
  })

  it('gives equal keys to equal states on different ways, and others to others', () => {
    const there = play(start, 'go to desk 1')
    expect(play(start, 'go to drawer 1', 'look', 'go to desk 1', 'inventory').stateKey()).toBe(there.stateKey())
    expect(play(start, 'go to desk 1', 'take apple 1 from desk 1').stateKey()).not.toBe(there.stateKey())
    expect(start().stateKey()).not.toBe(there.stateKey())
  })

  it('forks into independent plays', () => {
    const running = play(start, 'go to desk 1')
    const fork = running.fork()
    fork.step('take knife 1 from desk 1')
    expect(running.admissible()).toContain('take knife 1 from desk 1')
    expect(running.feedback).toContain('You arrive at desk 1.')
    expect(fork.inventory()).toBe('You are carrying: a knife 1.')
    expect(running.inventory()).toBe('You are not carrying anything.')
  })
})
