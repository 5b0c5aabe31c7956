import { describe, expect, it } from 'vitest'
import { pageOf } from './pages/build-page.ts'
import { admissibleActions } from './pages/clickables.ts'
import { productsInMemory } from './products/products-in-memory.ts'
import { createShop, initialState, type Shop, stepShop } from './shop.ts'
import type { ShopState } from './shop-state.ts'
import { catalogue, mugGoal, products, shoeGoal, smallShop } from './small-shop.test-support.ts'

const compats = ['princeton', 'verl-agent', 'fixed'] as const
const originals = ['princeton', 'verl-agent'] as const
const start = initialState('s')

/** The state after the actions, all of which must be valid. */
function play(shop: Shop, ...actions: string[]): ShopState {
  return actions.reduce((state, action) => {
    const step = stepShop(shop, shoeGoal, state, action)
    expect(step.valid, action).toBe(true)
    return step.state
  }, start)
}

const step = (shop: Shop, state: ShopState, action: string) => stepShop(shop, shoeGoal, state, action)

describe.each(compats)('a shopper in %s', (compat) => {
  const shop = smallShop({ compat })
  const listed = play(shop, 'search[red mug number]')
  const item = play(shop, 'search[red mug number]', 'click[next >]', 'click[b000shoe01]')

  it('searches with the words of the query, in lower case', () => {
    const { state } = step(shop, start, 'search[Red  Mug]')
    expect(state).toMatchObject({ page: 'results', keywords: ['red', '', 'mug'], pageNumber: 1, product: -1 })
    expect(state.results).toHaveLength(13)
  })

  it('turns pages over one list of results', () => {
    const second = step(shop, listed, 'click[next >]').state
    expect(second).toEqual({ ...listed, pageNumber: 2 })
    expect(second.results).toBe(listed.results)
    expect(step(shop, second, 'click[< prev]').state).toEqual(listed)
  })

  it('opens a product and goes back to the same page of results', () => {
    expect(item).toMatchObject({ page: 'item', product: 0, pageNumber: 2, visited: [0] })
    const back = step(shop, item, 'click[< prev]').state
    expect(back).toMatchObject({ page: 'results', product: -1, pageNumber: 2, visited: [0] })
    expect(back.results).toBe(item.results)
  })

  it('keeps options over the pages below an item, the last value of a group in the first one’s place', () => {
    const chosen = [
      { name: 'color', value: 'dark blue' },
      { name: 'size', value: '8' },
    ]
    const actions = ['click[red]', 'click[8]', 'click[dark blue]']
    const state = actions.reduce((at, action) => step(shop, at, action).state, item)
    expect(state).toEqual({ ...item, chosen })
    for (const page of ['description', 'features', 'reviews'] as const) {
      const below = step(shop, state, `click[${page}]`).state
      expect(below).toEqual({ ...state, page })
      expect(step(shop, below, 'click[< prev]').state).toEqual(state)
    }
    expect(step(shop, state, 'click[buy now]').state).toEqual({ ...state, page: 'done' })
    expect(step(shop, state, 'click[< prev]').state.chosen).toEqual([])
  })

  it('starts over on the way back to search', () => {
    for (const state of [listed, item, step(shop, item, 'click[features]').state])
      expect(step(shop, state, 'click[back to search]').state).toEqual(start)
  })

  it('reaches the hidden attributes only where they are shown', () => {
    expect(step(shop, item, 'click[attributes]').valid).toBe(false)
    expect(step(smallShop({ compat, showAttributes: true }), item, 'click[attributes]').state.page).toBe('attributes')
  })

  it('gives equal values of two groups to the later one, and button texts to the button', () => {
    const odd = play(shop, 'search[mug]', 'click[b000oddmug]')
    expect(step(shop, odd, 'click[same]').state.chosen).toEqual([{ name: '<b>', value: 'same' }])
    expect(step(shop, odd, 'click[__proto__]').state.chosen).toEqual([{ name: 'constructor', value: '__proto__' }])
    expect(step(shop, odd, 'click[buy now]').state.page).toBe('done')
  })

  it('stays, as the same state, where an action cannot be done', () => {
    const done = step(shop, item, 'click[buy now]').state
    const nonsense = [
      '',
      'buy now',
      'click[search]',
      'click[]',
      'click[b000nosuch]',
      'click[toString]',
      'think[about it]',
      'click [red]',
    ]
    for (const state of [start, listed, item, done])
      for (const action of nonsense) {
        const taken = step(shop, state, action)
        expect(taken.valid, action).toBe(false)
        expect(taken.state).toBe(state)
      }
  })

  it('changes no state it was given', () => {
    const frozen: ShopState = Object.freeze({ ...item, chosen: Object.freeze([]), visited: Object.freeze([]) })
    for (const action of admissibleActions(pageOf(shop, shoeGoal, frozen))) step(shop, frozen, action)
  })
})

describe('what `fixed` mends', () => {
  const fixed = smallShop()

  it('is the default', () => {
    expect(fixed.compat).toBe('fixed')
  })

  it('searching without a search bar', () => {
    const item = play(fixed, 'search[red]', 'click[b000shoe01]')
    const done = play(fixed, 'search[red]', 'click[b000shoe01]', 'click[buy now]')
    for (const state of [item, done, play(fixed, 'search[red]')]) {
      expect(step(fixed, state, 'search[mug]')).toEqual({ state, valid: false })
      for (const compat of originals) {
        const moved = step(smallShop({ compat }), { ...state, chosen: [{ name: 'size', value: '9' }] }, 'search[mug]')
        expect(moved).toMatchObject({ valid: true, state: { page: 'results', product: -1, chosen: [] } })
      }
    }
  })

  it('turning pages without end', () => {
    const second = play(fixed, 'search[mug]', 'click[next >]')
    expect(step(fixed, second, 'click[next >]')).toEqual({ state: second, valid: false })
    for (const compat of originals)
      expect(play(smallShop({ compat }), 'search[mug]', 'click[next >]', 'click[next >]').pageNumber).toBe(3)
  })

  it('options named like the search button, or with brackets', () => {
    for (const compat of compats) {
      const shop = smallShop({ compat })
      const odd = play(shop, 'search[mug]', 'click[b000oddmug]')
      for (const value of ['search', 'size [eu]'])
        expect(step(shop, odd, `click[${value}]`).valid, `${compat}: ${value}`).toBe(compat === 'fixed')
    }
  })

  it('listing what does nothing', () => {
    const random = ['search[red]', 'search[mug]', 'search[<your query>]']
    let states = [start]
    for (let depth = 0; depth < 4; depth++) {
      states = states.flatMap((state) => {
        const actions = admissibleActions(pageOf(fixed, mugGoal, state))
        return [...random, ...actions].flatMap((action) => {
          const taken = stepShop(fixed, mugGoal, state, action)
          if (actions.includes(action)) expect(taken.valid, action).toBe(true)
          return taken.valid && taken.state.page !== 'done' ? [taken.state] : []
        })
      })
      states = states.slice(0, 200)
    }
  })

  it('hidden search operators', () => {
    const sixty = Array.from({ length: 60 }, (_, i) => ({
      ...products[3]!,
      asin: `B${i}`,
      category: i % 2 === 0 ? 'garden' : 'beauty',
      query: i < 3 ? 'tea cups' : 'mugs',
    }))
    const shopOf = (compat: (typeof compats)[number]) =>
      createShop({ catalogue: { ...catalogue, products: productsInMemory(sixty) }, compat })
    for (const compat of originals) {
      const shop = shopOf(compat)
      const found = (action: string) => Array.from(play(shop, action).results)
      expect(found('search[<q> tea cups]')).toEqual([0, 1, 2])
      expect(found('search[<q>]')).toEqual([])
      expect(found('search[<c> beauty or not]')).toEqual(Array.from({ length: 30 }, (_, i) => 2 * i + 1))
      const picked = found('search[<r>]')
      expect(new Set(picked).size).toBe(50)
      expect(picked).not.toEqual(picked.toSorted((a, b) => a - b))
      expect(found('search[<r>]')).toEqual(picked)
      // The original raises an exception at these.
      for (const action of ['search[<a> soft]', 'search[<c>]']) expect(step(shop, start, action).valid).toBe(false)
      expect(step(smallShop({ compat }), start, 'search[<r>]').valid).toBe(false)
    }
    for (const query of ['<q> tea cups', '<c> beauty', '<a> soft', '<r>'])
      expect(Array.from(play(shopOf('fixed'), `search[${query}]`).results)).toEqual([])
  })
})
