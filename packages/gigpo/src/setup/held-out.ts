// A panel that shares a task with training measures memory, not ability: refused before anything runs.
import { GigpoError, type TaskSet } from '@gigpo/core'
import type { Panel } from '@gigpo/trainer'

const ids = new WeakMap<TaskSet, ReadonlySet<string>>()

function idsOf(set: TaskSet): ReadonlySet<string> {
  let known = ids.get(set)
  if (known === undefined) {
    known = new Set(Array.from({ length: set.size }, (_, index) => set.task(index).id))
    ids.set(set, known)
  }
  return known
}

/** @throws GigpoError `config` naming a task that is in both. */
export function assertHeldOut(training: TaskSet, panel: Pick<Panel, 'name' | 'taskSet'>): void {
  const trained = idsOf(training)
  for (const id of idsOf(panel.taskSet)) {
    if (trained.has(id)) {
      throw new GigpoError('config', `evaluation panel "${panel.name}" shares the task ${id} with training`, {
        remedy: 'choose a split for the panel that training does not use',
      })
    }
  }
}
