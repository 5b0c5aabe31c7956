// Any action text, from any place, in any form of the shop: play goes on, listed actions work in `fixed`, pages stay safe.
import { RandomStream, rootKey, type Transition } from '@gigpo/core'
import { describe, expect, it } from 'vitest'
import { createWebshopEnvironment } from './environment.ts'
import { visibleTextNodes } from './pages/html-reader.test-support.ts'
import { mugGoal, shoeGoal, smallShop } from './small-shop.test-support.ts'

const MEGABYTE = 2 ** 20
const pieces = [
  ...['search', 'click', 'think', '[', ']', '[]', ' ', '\n', '\r\n', '\u2028', '\0', '🛒', '\ud800', 'İ', 'ß'],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'buy now',
    '< prev',
    'next >',
    'back to search',
    'attributes',
  ],
  ...[
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    '</main>',
    '&lt;',
    "'",
    '<q>',
    '<c>',
    '<r>',
    '<a>',
  ],
  ...['red', 'mug', 'b000shoe01', 'B000ODDMUG', '-1', '0', 'NaN', '..', '/', '%2e', '+'],
]
const huge = ['[', 'click[', 'a]', 'mug ', '<b>', '\ud800', '&'].flatMap((piece) => {
  const body = piece.repeat(MEGABYTE / piece.length)
  return [body, `search[${body}]`, `click[${body}]`]
})

function randomAction(random: RandomStream, admissible: readonly string[]): string {
  const kind = random.integer(10)
  if (kind < 4 && admissible.length > 0) return random.pick(admissible)
  const words = Array.from({ length: random.integer(5) }, () => random.pick(pieces)).join(random.pick(['', ' ']))
  if (kind < 6) return `search[${random.pick(['mug', 'red number', words])}]`
  if (kind < 8) return `click[${words}]`
  return kind === 8 ? words : random.pick(admissible.length === 0 ? pieces : admissible).slice(random.integer(4))
}

describe.each(['princeton', 'verl-agent', 'fixed'] as const)('10,000 random actions in %s', (compat) => {
  const shop = smallShop({ compat, showAttributes: true })

  it('are all survived, and forks play on alike', () => {
    const random = new RandomStream(rootKey(compat.length))
    let ended = 0
    for (let played = 0; played < 10_000; ) {
      const goal = random.pick([shoeGoal, mugGoal])
      const environment = createWebshopEnvironment(shop, goal, { observation: 'html', maxSteps: 40, shaping: 1 })
      let { actions = [] } = environment.reset() as Transition['observation']
      for (let ending = false; !ending; played++) {
        const action = randomAction(random, actions)
        const fork = random.integer(20) === 0 ? environment.fork() : undefined
        const transition = environment.step(action) as Transition
        if (fork !== undefined) expect(fork.step(action)).toEqual(transition)
        const { observation, reward, terminated, truncated, info } = transition
        expect(Number.isFinite(reward)).toBe(true)
        expect(info.score_if_bought_now).toBeGreaterThanOrEqual(0)
        expect(info.score_if_bought_now).toBeLessThanOrEqual(1)
        expect(typeof environment.anchor()).toBe('string')
        // The reader fails on markup that is not the printer's own.
        if (played % 10 === 0) expect(visibleTextNodes(observation.text).length).toBeGreaterThan(1)
        actions = observation.actions ?? []
        ending = terminated || truncated
        if (terminated) ended++
      }
    }
    expect(ended).toBeGreaterThan(40)
  })
})

it('actions of a megabyte are read in linear time', () => {
  for (const compat of ['princeton', 'fixed'] as const) {
    const environment = createWebshopEnvironment(smallShop({ compat }), mugGoal, { maxSteps: 100 })
    void environment.reset()
    const started = performance.now()
    for (const action of huge) {
      void environment.step(action)
      void environment.step('click[back to search]')
      environment.anchor()
    }
    expect(performance.now() - started).toBeLessThan(10_000)
  }
})
