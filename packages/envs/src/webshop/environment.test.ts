import { environmentChecks } from '@gigpo/core/testing'
import { describe, it } from 'vitest'
import { createWebshopEnvironment } from './environment.ts'
import { mugGoal, shoeGoal, smallShop } from './small-shop.test-support.ts'

const compats = ['princeton', 'verl-agent', 'fixed'] as const

describe.each(compats)('conformance in %s', (compat) => {
  const shop = smallShop({ compat })
  for (const observation of ['text', 'text_rich', 'text_marked', 'url', 'html'] as const)
    for (const anchor of ['text', 'inventory', 'state'] as const)
      for (const { name, run } of environmentChecks(() =>
        createWebshopEnvironment(shop, mugGoal, { observation, anchor }),
      ))
        it(`${observation}, ${anchor}: ${name}`, run)
  for (const { name, run } of environmentChecks(() =>
    createWebshopEnvironment(shop, shoeGoal, {
      previousObservations: 2,
      previousActions: 1,
      shaping: 0.5,
      rewardKind: 'score',
    }),
  ))
    it(`with a past and shaping: ${name}`, run)
})
