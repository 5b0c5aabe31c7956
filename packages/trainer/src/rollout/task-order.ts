// Which task comes when: epochs of the whole set, each in an order of its own. A position counts draws since the start of
// the run, so the position alone is what a checkpoint stores.
import { type RandomKey, stream, type Task, type TaskSet } from '@gigpo/core'

/** The task at any position ≥ 0. */
export function createTaskOrder(taskSet: TaskSet, root: RandomKey): (position: number) => Task {
  let epoch = -1
  let order: readonly number[] = []
  return (position) => {
    const wanted = Math.floor(position / taskSet.size)
    if (wanted !== epoch) {
      epoch = wanted
      const indices = Array.from({ length: taskSet.size }, (_, i) => i)
      order = stream(root, 'task-order', epoch).shuffle(indices)
    }
    return taskSet.task(order[position % taskSet.size]!)
  }
}
