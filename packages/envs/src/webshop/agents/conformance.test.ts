// Every WebShop agent keeps the contract of core's Agent on views of real play: random episodes in a shop of odd texts, and
// demonstrations in a generated one.
import { agentChecks, recordViews } from '@gigpo/core/testing'
import { describe, it } from 'vitest'
import { generatedShop, goShopping } from '../demonstrator/generated-shop.test-support.ts'
import { createWebshopDemonstrator } from '../demonstrator/webshop-demonstrator.ts'
import { createWebshopEnvironment } from '../environment.ts'
import { mugGoal, shoeGoal, smallShop } from '../small-shop.test-support.ts'
import { webshopAgents } from './registry.ts'

const generated = generatedShop()
const episodes = await Promise.all([
  recordViews(createWebshopEnvironment(smallShop(), shoeGoal), { seed: 1 }),
  recordViews(createWebshopEnvironment(smallShop({ compat: 'princeton' }), mugGoal), { seed: 2 }),
  recordViews(createWebshopEnvironment(smallShop(), mugGoal, { observation: 'text_marked' }), { seed: 3 }),
  ...[0, 1, 2, 3].map(async (goal) => (await goShopping(generated, goal, createWebshopDemonstrator())).views),
])

describe.each(Object.keys(webshopAgents))('the agent %s', (name) => {
  for (const [i, views] of episodes.entries())
    for (const check of agentChecks(webshopAgents[name]!(), views)) it(`${check.name}, episode ${i}`, check.run)
})
