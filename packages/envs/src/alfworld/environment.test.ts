import { GigpoError, type Transition } from '@gigpo/core'
import { environmentChecks } from '@gigpo/core/testing'
import { describe, expect, it } from 'vitest'
import { createAlfworldEnvironment } from './environment.ts'
import { loadFast } from './fast/load-fast.ts'
import type { Game } from './game.ts'
import { generatedSource } from './generator/generated-source.ts'
import { loadGeneric } from './generic/load-generic.ts'

const game: Game = generatedSource({
  split: 'train',
  count: 1,
  seed: 5,
  taskTypes: ['pick_heat_then_place_in_recep'],
}).load(0)
const walkthrough = game.walkthrough!
const loaded = loadFast(game)!

describe.each([
  ['fast', loaded],
  ['generic', loadGeneric(game)],
] as const)('conformance on the %s engine', (_name, engine) => {
  for (const { name, run } of environmentChecks(() => createAlfworldEnvironment(engine, { maxSteps: 30 })))
    it(name, run)
})

describe('an episode', () => {
  it('starts with the intro and the admissible commands', () => {
    const play = loaded.start()
    expect(createAlfworldEnvironment(loaded).reset()).toEqual({ text: play.feedback, actions: play.admissible() })
  })

  it('gives the reward once, on the winning step, and ends', () => {
    const environment = createAlfworldEnvironment(loaded, { reward: 3 })
    void environment.reset()
    const transitions = walkthrough.map((command) => environment.step(command) as Transition)
    const last = transitions.pop()!
    expect(last).toMatchObject({ reward: 3, terminated: true, truncated: false, info: { won: true } })
    for (const transition of transitions)
      expect(transition).toMatchObject({ reward: 0, terminated: false, truncated: false, info: { won: false } })
    expect(() => environment.step('look')).toThrow(GigpoError)
  })

  it('has 50 steps and a reward of 10 unless told otherwise', () => {
    const environment = createAlfworldEnvironment(loaded)
    void environment.reset()
    for (let t = 1; t <= 50; t++) {
      const { truncated, terminated, reward } = environment.step('no such command') as Transition
      expect([truncated, terminated, reward]).toEqual([t === 50, false, 0])
    }
    const winning = createAlfworldEnvironment(loaded)
    void winning.reset()
    expect(walkthrough.map((command) => (winning.step(command) as Transition).reward).at(-1)).toBe(10)
  })

  it('is won, not cut, when the last allowed step wins', () => {
    const environment = createAlfworldEnvironment(loaded, { maxSteps: walkthrough.length })
    void environment.reset()
    const last = walkthrough.map((command) => environment.step(command) as Transition).at(-1)
    expect(last).toMatchObject({ terminated: true, truncated: false, reward: 10 })
  })

  it('counts a refused command as a step and lists the same actions', () => {
    const environment = createAlfworldEnvironment(loaded, { maxSteps: 1 })
    const { actions } = environment.reset() as { actions: readonly string[] }
    const { observation, truncated } = environment.step('fly') as Transition
    expect(observation).toEqual({ text: 'Nothing happens.', actions })
    expect(truncated).toBe(true)
  })

  it('is reset once', () => {
    const environment = createAlfworldEnvironment(loaded)
    void environment.reset()
    expect(() => environment.reset()).toThrow(GigpoError)
  })

  it('goes on in a fork with its own count of steps', () => {
    const environment = createAlfworldEnvironment(loaded, { maxSteps: 3 })
    void environment.reset()
    void environment.step('look')
    const fork = environment.fork()
    expect((fork.step('look') as Transition).truncated).toBe(false)
    expect((fork.step('look') as Transition).truncated).toBe(true)
    expect((environment.step('look') as Transition).truncated).toBe(false)
  })
})

describe('anchors', () => {
  const after = (anchor: 'text' | 'inventory' | 'state', ...commands: string[]): string => {
    const environment = createAlfworldEnvironment(loaded, { anchor })
    void environment.reset()
    for (const command of commands) void environment.step(command)
    return environment.anchor()
  }
  const take = walkthrough.findIndex((command) => command.startsWith('take '))
  const before = walkthrough.slice(0, take)
  const held = walkthrough.slice(0, take + 1)

  it('are the feedback text: the intro at first, "Nothing happens." after any refusal', () => {
    expect(after('text')).toBe(loaded.start().feedback)
    expect(after('text', ...held, 'fly')).toBe('Nothing happens.')
    expect(after('text', 'fly')).toBe('Nothing happens.')
  })

  it('tell apart with inventory what the text does not', () => {
    expect(after('inventory', ...held, 'help')).not.toBe(after('inventory', ...before, 'help'))
    expect(after('text', ...held, 'help')).toBe(after('text', ...before, 'help'))
    expect(after('inventory', 'fly')).toBe('Nothing happens.\nYou are not carrying anything.')
  })

  it('are with state blind to looking around and to how one got there', () => {
    expect(after('state', ...held, 'look', 'inventory', 'fly')).toBe(after('state', ...held))
    expect(after('state', ...held)).not.toBe(after('state', ...before))
  })
})

it.each([{ maxSteps: 0 }, { maxSteps: 1.5 }, { reward: Number.NaN }, { anchor: 'mood' as 'text' }])(
  'refuses %j',
  (options) => {
    expect(() => createAlfworldEnvironment(loaded, options)).toThrow(
      expect.objectContaining({ code: 'config', remedy: expect.any(String) as string }),
    )
  },
)
