import type { Transition } from '@gigpo/core'
import { taskSetChecks } from '@gigpo/core/testing'
import { describe, expect, it } from 'vitest'
import { mugGoal, shoeGoal, smallShop } from './small-shop.test-support.ts'
import { createWebshopTaskSet, type WebshopTaskSetOptions } from './task-set.ts'

const third = { ...shoeGoal, id: 'B000SHOE01/third', priceUpper: 10 }
const goals = [shoeGoal, mugGoal, third]
const make = (options: Partial<WebshopTaskSetOptions> = {}) =>
  createWebshopTaskSet({ shop: smallShop(), goals, positions: [2, 0], split: 'train', ...options })

describe.each(['princeton', 'verl-agent', 'fixed'] as const)('conformance in %s', (compat) => {
  const options = { shop: smallShop({ compat }), positions: [0, 1, 2] }
  for (const { name, run } of taskSetChecks(() => make(options))) it(name, run)
})

describe('a task set of goals', () => {
  it('has the goals at its positions as tasks, by department', () => {
    const taskSet = make({ name: 'webshop/small' })
    expect(taskSet).toMatchObject({ name: 'webshop/small', split: 'train', size: 2 })
    expect(taskSet.task(0)).toEqual({ id: 'B000SHOE01/third', index: 0, type: 'fashion' })
    expect(make({ positions: Int32Array.of(1) }).task(0)).toEqual({ id: mugGoal.id, index: 0, type: 'garden' })
    expect(() => taskSet.task(2)).toThrow(RangeError)
  })

  it('plays with its options, in a session named after the goal', () => {
    const taskSet = make({ observation: 'url', maxSteps: 1 })
    const environment = taskSet.create(taskSet.task(1), 0)
    expect(environment.reset()).toMatchObject({ text: '/fixed_0' })
    expect((environment.step('fly') as Transition).truncated).toBe(true)
  })

  it('has a digest of the catalogue, the rules and the goals in order', () => {
    const { digest } = make()
    expect(make({ name: 'other', split: 'test', maxSteps: 3 }).digest).toBe(digest)
    for (const change of [
      { positions: [0, 2] },
      { positions: [2] },
      { shop: smallShop({ compat: 'princeton' }) },
      { shop: smallShop({ showAttributes: true }) },
    ] as const)
      expect(make(change).digest).not.toBe(digest)
  })

  it('refuses what is no split, no option and no task of its own', () => {
    for (const options of [{ positions: [] }, { positions: [3] }, { positions: [-1] }, { maxSteps: 0 }])
      expect(() => make(options)).toThrow(
        expect.objectContaining({ code: 'config', remedy: expect.any(String) as string }),
      )
    const taskSet = make()
    expect(() => taskSet.create({ ...taskSet.task(0), id: 'other' }, 0)).toThrow(
      expect.objectContaining({ code: 'contract' }),
    )
  })
})
