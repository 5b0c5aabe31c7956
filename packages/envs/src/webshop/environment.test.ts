import { GigpoError, type Observation, type Transition } from '@gigpo/core'
import { environmentChecks } from '@gigpo/core/testing'
import { describe, expect, it } from 'vitest'
import { createWebshopEnvironment, type WebshopEnvironmentOptions } from './environment.ts'
import type { Goal } from './goals/goal.ts'
import { pageOf } from './pages/build-page.ts'
import { printHtml } from './pages/print-html.ts'
import { printText } from './pages/print-text.ts'
import { initialState } from './shop.ts'
import { mugGoal, shoeGoal, smallShop } from './small-shop.test-support.ts'

const compats = ['princeton', 'verl-agent', 'fixed'] as const

describe.each(compats)('conformance in %s', (compat) => {
  const shop = smallShop({ compat })
  const checks = (goal: Goal, options: WebshopEnvironmentOptions) =>
    environmentChecks(() => createWebshopEnvironment(shop, goal, options))
  for (const observation of ['text', 'text_rich', 'text_marked', 'url', 'html'] as const)
    for (const anchor of ['text', 'inventory', 'state'] as const)
      for (const { name, run } of checks(mugGoal, { observation, anchor }))
        it(`${observation}, ${anchor}: ${name}`, run)
  for (const { name, run } of checks(shoeGoal, {
    previousObservations: 2,
    previousActions: 1,
    shaping: 0.5,
    rewardKind: 'score',
  }))
    it(`with a past and shaping: ${name}`, run)
})

const perfect = ['search[red]', 'click[b000shoe01]', 'click[red]', 'click[9]', 'click[buy now]']
const incomplete = ['search[red]', 'click[b000shoe01]', 'click[buy now]']

function playAll(
  actions: readonly string[],
  options: WebshopEnvironmentOptions = {},
  goal = shoeGoal,
  shop = smallShop(),
) {
  const environment = createWebshopEnvironment(shop, goal, options)
  const first = environment.reset() as Observation
  return { first, environment, turns: actions.map((action) => environment.step(action) as Transition) }
}

describe('an episode', () => {
  it('ends with the purchase and gives its reward for a perfect one', () => {
    const { turns, environment } = playAll(perfect)
    const last = turns.pop()!
    expect(last).toMatchObject({ reward: 10, terminated: true, truncated: false })
    expect(last.info).toEqual({
      won: true,
      task_score: 1,
      score_if_bought_now: 1,
      r_type: 1,
      r_att: 1,
      r_option: 1,
      r_price: true,
      strict_score: 1,
    })
    for (const { reward, terminated, info } of turns) {
      expect([reward, terminated]).toEqual([0, false])
      expect(info).toMatchObject({ won: false, task_score: 0 })
    }
    expect(() => environment.step('click[red]')).toThrow(GigpoError)
  })

  it('gives nothing for another purchase, or its score where asked', () => {
    const info = { won: false, task_score: 0.5, score_if_bought_now: 0.5, r_option: 0 }
    expect(playAll(incomplete).turns.at(-1)).toMatchObject({ reward: 0, terminated: true, info })
    expect(playAll(incomplete, { rewardKind: 'score', reward: 4 }).turns.at(-1)).toMatchObject({ reward: 2, info })
    expect(playAll(perfect, { rewardKind: 'score', reward: 4 }).turns.at(-1)).toMatchObject({ reward: 4 })
  })

  it('has no option part where the goal wants none', () => {
    const mug = ['search[mug]', 'click[b000oddmug]', 'click[buy now]']
    const { info } = playAll(mug, {}, mugGoal).turns.at(-1)!
    expect(info).toMatchObject({ won: true, r_att: 1 })
    expect(info).not.toHaveProperty('r_option')
  })

  it('tells at every step what buying now would score', () => {
    const score = ({ info }: Transition) => info.score_if_bought_now
    const actions = [
      'search[red]',
      'click[b000shoe01]',
      'click[red]',
      'click[features]',
      'click[9]',
      'click[< prev]',
      'click[9]',
      'click[8]',
    ]
    expect(playAll([...actions, 'click[< prev]']).turns.map(score)).toEqual([
      0, 0.5, 0.75, 0.75, 0.75, 0.75, 1, 0.75, 0,
    ])
  })

  it('adds the change of that score as shaping', () => {
    const actions = [
      'search[red]',
      'click[b000shoe01]',
      'click[red]',
      'click[< prev]',
      'click[b000shoe01]',
      'click[buy now]',
    ]
    expect(playAll(actions, { shaping: 2 }).turns.map(({ reward }) => reward)).toEqual([0, 1, 0.5, -1.5, 1, 0])
    const total = playAll(perfect, { shaping: 2, reward: 3 }).turns.reduce((sum, { reward }) => sum + reward, 0)
    expect(total).toBe(2 + 3)
  })

  it('has 15 steps unless told otherwise, and counts refused actions', () => {
    const { turns } = playAll(Array<string>(15).fill('fly'))
    expect(turns.map(({ truncated }) => truncated)).toEqual([...Array<boolean>(14).fill(false), true])
    expect(playAll(['fly'], { maxSteps: 1 }).turns[0]).toMatchObject({ truncated: true, terminated: false, reward: 0 })
  })

  it('is finished, not cut, when the last allowed step buys', () => {
    const last = playAll(perfect, { maxSteps: perfect.length }).turns.at(-1)
    expect(last).toMatchObject({ terminated: true, truncated: false, reward: 10 })
  })

  it('repeats the observation after a refused action', () => {
    const { first, turns } = playAll(['click[fly]', 'search[red]', 'click[fly]'])
    expect(turns[0]!.observation).toEqual(first)
    expect(turns[2]!.observation).toEqual(turns[1]!.observation)
  })

  it('lists after the purchase nothing, but in verl-agent the actions of the episode it has already begun', () => {
    for (const compat of compats) {
      const { observation } = playAll(perfect, {}, shoeGoal, smallShop({ compat })).turns.at(-1)!
      expect(observation.text).toMatch(/^Thank you for shopping with us!/)
      const restarted = ['search[<your query>]', 'click[search]']
      expect(observation.actions).toEqual(compat === 'verl-agent' ? restarted : [])
    }
  })

  it('is reset once', () => {
    const { environment } = playAll([])
    expect(() => environment.reset()).toThrow(GigpoError)
  })
})

describe('observations', () => {
  const shop = smallShop()
  const start = pageOf(shop, shoeGoal, initialState('fixed_7'))

  it('are printed in the mode asked for', () => {
    const first = (observation: WebshopEnvironmentOptions['observation'] & string) =>
      playAll([], { observation, session: 'fixed_7' }).first.text
    for (const mode of ['text', 'text_rich', 'text_marked'] as const) expect(first(mode)).toBe(printText(start, mode))
    expect(first('url')).toBe('/fixed_7')
    expect(first('html')).toBe(printHtml(start, { bare: true }))
  })

  it('can carry what was seen and done before, oldest first', () => {
    const actions = ['search[red]', 'fly', 'click[b000shoe01]']
    const plain = playAll(actions)
    const texts = [plain.first.text, ...plain.turns.map(({ observation }) => observation.text)]
    const past = (options: WebshopEnvironmentOptions) => {
      const { first, turns } = playAll(actions, options)
      return [first.text, ...turns.map(({ observation }) => observation.text)]
    }
    const join = (...parts: string[]) => parts.join(' [SEP] ')
    expect(past({ previousObservations: 1, previousActions: 1 })).toEqual([
      texts[0],
      join(texts[0]!, actions[0]!, texts[1]!),
      join(texts[1]!, actions[1]!, texts[2]!),
      join(texts[2]!, actions[2]!, texts[3]!),
    ])
    expect(past({ previousObservations: 2 })[3]).toBe(join(texts[1]!, texts[2]!, texts[3]!))
    expect(past({ previousActions: 9 })[3]).toBe(join(...actions, texts[3]!))
  })
})

describe('anchors', () => {
  const anchorAfter = (options: WebshopEnvironmentOptions, ...actions: string[]) =>
    playAll(actions, options).environment.anchor()
  const shoe = ['search[red]', 'click[b000shoe01]']

  it('are the observation without the instruction', () => {
    expect(anchorAfter({})).toBe('Search')
    expect(anchorAfter({}, 'search[red]')).toBe(
      'Back to Search [SEP] Page 1 (Total results: 1) [SEP] B000SHOE01 [SEP] Red Running Shoe [SEP] $20.0 to $30.5',
    )
    expect(anchorAfter({ observation: 'text_rich' }, ...shoe, 'click[red]')).toMatch(
      /^You have clicked red\.\n\[button\] Back/,
    )
    expect(anchorAfter({ previousActions: 3 })).toBe('Search')
  })

  it('merge an item page before and after a choice in text only', () => {
    expect(anchorAfter({}, ...shoe, 'click[red]')).toBe(anchorAfter({}, ...shoe))
    for (const options of [
      { anchor: 'inventory' },
      { anchor: 'state' },
      { observation: 'text_marked' },
      { observation: 'html' },
    ] as const)
      expect(anchorAfter(options, ...shoe, 'click[red]')).not.toBe(anchorAfter(options, ...shoe))
  })

  it('do not tell in which order options were chosen', () => {
    for (const anchor of ['inventory', 'state'] as const)
      expect(anchorAfter({ anchor }, ...shoe, 'click[red]', 'click[9]')).toBe(
        anchorAfter({ anchor }, ...shoe, 'click[8]', 'click[9]', 'click[red]'),
      )
  })

  it('are with state blind to detours, and tell two queries apart', () => {
    const state = (...actions: string[]) => anchorAfter({ anchor: 'state' }, ...actions)
    expect(state(...shoe, 'click[features]', 'click[< prev]', 'fly')).toBe(state(...shoe))
    expect(state('search[mug]', 'click[back to search]')).toBe(state())
    expect(state('search[red shoe]')).not.toBe(state('search[red]'))
  })
})

describe('a fork', () => {
  it('goes on like the original, with its own steps', () => {
    const options = { previousActions: 2, previousObservations: 2, maxSteps: 6, shaping: 1 }
    const { environment } = playAll(perfect.slice(0, 3), options)
    const fork = environment.fork()
    expect(fork.anchor()).toBe(environment.anchor())
    const rest = ['click[features]', 'click[< prev]', 'click[buy now]']
    const forked = rest.map((action) => fork.step(action) as Transition)
    expect(rest.map((action) => environment.step(action))).toEqual(forked)
    expect(forked.at(-1)!.terminated).toBe(true)
    expect(() => fork.step('click[red]')).toThrow(GigpoError)
  })

  it('can be made before the start and after the end', () => {
    const fresh = createWebshopEnvironment(smallShop(), shoeGoal).fork()
    expect(fresh.reset()).toEqual(playAll([]).first)
    expect(() => playAll(perfect).environment.fork().step('click[red]')).toThrow(GigpoError)
  })
})

it.each([
  { maxSteps: 0 },
  { maxSteps: 1.5 },
  { reward: Number.NaN },
  { shaping: Number.POSITIVE_INFINITY },
  { previousActions: -1 },
  { observation: 'smell' as 'text' },
  { anchor: 'mood' as 'text' },
  { rewardKind: '__proto__' as 'score' },
])('refuses %j', (options) => {
  expect(() => createWebshopEnvironment(smallShop(), shoeGoal, options)).toThrow(
    expect.objectContaining({ code: 'config', remedy: expect.any(String) as string }),
  )
})
