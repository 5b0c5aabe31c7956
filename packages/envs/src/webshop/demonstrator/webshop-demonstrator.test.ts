import { describe, expect, it } from 'vitest'
import { absentReason, officialDataAbsent, officialProducts } from '../official-data.test-support.ts'
import { generatedShop, goShopping, type ShopWithGoals, shopOf } from './generated-shop.test-support.ts'
import { createWebshopDemonstrator, type WebshopDemonstratorOptions } from './webshop-demonstrator.ts'

const GOALS = 100
const generated = generatedShop()

async function results(shop: ShopWithGoals, options: WebshopDemonstratorOptions = {}) {
  const maxSteps = options.maxSteps ?? 15
  const all = []
  for (let goal = 0; goal < GOALS; goal++)
    all.push(await goShopping(shop, goal, createWebshopDemonstrator(options), { maxSteps }))
  return {
    success: all.filter(({ score }) => score === 1).length / GOALS,
    bought: all.filter(({ bought }) => bought).length / GOALS,
    all,
  }
}

describe('the demonstrator', () => {
  it('finds most of what it is sent for in a generated shop', async () => {
    const { success, bought } = await results(generated)
    expect(bought).toBe(1)
    expect(success).toBeGreaterThan(0.6)
  })

  it.each([4, 6, 9])('buys within %i steps', async (maxSteps) => {
    const { bought } = await results(generated, { maxSteps })
    expect(bought).toBe(1)
  })

  it('does only what the page lists', async () => {
    const { all } = await results(generated, { carelessness: 0.2, shortQueries: 0.5 })
    for (const { views, actions } of all)
      for (const [i, action] of actions.entries())
        if (!action.startsWith('search[')) expect(views[i]!.observation.actions).toContain(action)
        else expect(views[i]!.observation.actions).toContain('search[<your query>]')
  })

  it('succeeds less often the more careless it is, and still buys', async () => {
    const rates = []
    for (const carelessness of [0, 0.2, 0.6]) {
      const { success, bought } = await results(generated, { carelessness })
      expect(bought).toBe(1)
      rates.push(success)
    }
    expect(rates[1]).toBeLessThan(rates[0]! - 0.1)
    expect(rates[2]).toBeLessThan(rates[1]! - 0.1)
  })

  it('gives a thought with every action when asked', async () => {
    const demonstrator = createWebshopDemonstrator({ thoughts: true })
    const thoughts: (string | undefined)[] = []
    await goShopping(generated, 0, {
      act(view, random) {
        const decision = demonstrator.act(view, random)
        thoughts.push(decision.thought)
        return decision
      },
    })
    expect(thoughts.length).toBeGreaterThan(2)
    for (const text of thoughts) expect(text).toMatch(/^[A-Z].*\.$/)
  })
})

describe.skipIf(officialDataAbsent)(`the demonstrator in the official catalogue${absentReason}`, () => {
  it('succeeds on most goals', async () => {
    const { success, bought } = await results(shopOf('official', officialProducts()))
    expect(bought).toBe(1)
    expect(success).toBeGreaterThan(0.7)
  })
})
