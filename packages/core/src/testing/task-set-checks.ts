// What every task set must keep: a fixed, ordered, hashed list whose environments depend on (task, seed) alone.
import type { MaybePromise, TaskSet } from '../environment.ts'
import { type Check, type CheckOptions, ensure, ensureEqual, toChecks } from './check.ts'

export interface TaskSetCheckOptions extends CheckOptions {
  /** Environments are made for at most this many tasks, spread over the set (default 10). */
  readonly sample?: number
}

function rangeErrorAt(taskSet: TaskSet, index: number): boolean {
  try {
    taskSet.task(index)
    return false
  } catch (error) {
    return error instanceof RangeError
  }
}

/** @param make The same task set, built anew at every call. */
export function taskSetChecks(make: () => MaybePromise<TaskSet>, options: TaskSetCheckOptions = {}): Check[] {
  const rules = {
    'size, digest and tasks are well formed': async () => {
      const taskSet = await make()
      ensure(Number.isInteger(taskSet.size) && taskSet.size > 0, `size must be at least 1, received ${taskSet.size}`)
      ensure(/^[0-9a-f]{64}$/.test(taskSet.digest), `digest must be 64 hex digits, received "${taskSet.digest}"`)
      const ids = new Set<string>()
      for (let index = 0; index < taskSet.size; index++) {
        const task = taskSet.task(index)
        ensure(task.index === index, `task(${index}).index is ${task.index}`)
        ensure(task.type !== '', `task(${index}) has no type`)
        ensure(!ids.has(task.id), `task id "${task.id}" occurs twice`)
        ids.add(task.id)
      }
    },
    'an index outside the set is a RangeError': async () => {
      const taskSet = await make()
      for (const index of [-1, taskSet.size, 0.5, Number.NaN]) {
        ensure(rangeErrorAt(taskSet, index), `task(${index}) must throw a RangeError`)
      }
    },
    'building it again gives the same tasks': async () => {
      const first = await make()
      const second = await make()
      ensureEqual(second.digest, first.digest, 'digest')
      ensureEqual(second.size, first.size, 'size')
      for (let index = 0; index < first.size; index++) ensureEqual(second.task(index), first.task(index), 'task')
    },
    'equal task and seed give equal initial states': async () => {
      const taskSet = await make()
      const count = Math.min(options.sample ?? 10, taskSet.size)
      for (let i = 0; i < count; i++) {
        const task = taskSet.task(Math.floor((i * taskSet.size) / count))
        for (const seed of [0, 123_456_789]) {
          const one = taskSet.create(task, seed)
          const two = taskSet.create(task, seed)
          ensureEqual(await one.reset(), await two.reset(), `first observation of "${task.id}", seed ${seed}`)
          ensureEqual(one.anchor(), two.anchor(), `first anchor of "${task.id}", seed ${seed}`)
          const other = taskSet.create(task, seed, seed + 1)
          await other.reset()
          ensureEqual(other.anchor(), one.anchor(), `first anchor of "${task.id}" under other noise`)
          await other.close?.()
          await one.close?.()
          await two.close?.()
        }
      }
    },
  }
  return toChecks('task set', rules, options)
}
