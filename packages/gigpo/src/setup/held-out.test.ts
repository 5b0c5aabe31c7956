import { GigpoError, type TaskSet } from '@gigpo/core'
import { createToyTaskSet } from '@gigpo/core/testing'
import { describe, expect, it } from 'vitest'
import { assertHeldOut } from './held-out.ts'

/** The same tasks under ids of their own. */
const renamed = (set: TaskSet, prefix: string): TaskSet => ({
  ...set,
  task: (index) => ({ ...set.task(index), id: `${prefix}/${set.task(index).id}` }),
})

describe('assertHeldOut', () => {
  const training = createToyTaskSet()

  it('passes a panel of other tasks', () => {
    expect(() => assertHeldOut(training, { name: 'panel', taskSet: renamed(training, 'other') })).not.toThrow()
  })

  it('refuses a shared task by name', () => {
    const check = () => assertHeldOut(training, { name: 'panel', taskSet: createToyTaskSet() })
    expect(check).toThrow(GigpoError)
    expect(check).toThrow(/"panel" shares the task/)
  })
})
