// A split of a shop's goals as a task set. Nothing is prepared a task: an environment is a reference to the shop, the goal and
// a small state, so that thousands play at once.
import { GigpoError, sha256, type Task, type TaskSet } from '@gigpo/core'
import { checkTaskIndex } from '../episode/check-options.ts'
import { checkWebshopOptions, createWebshopEnvironment, type WebshopEnvironmentOptions } from './environment.ts'
import type { Goal } from './goals/goal.ts'
import type { Shop } from './shop.ts'

export interface WebshopTaskSetOptions extends Omit<WebshopEnvironmentOptions, 'session'> {
  readonly shop: Shop
  /** All goals of the catalogue in their canonical order. */
  readonly goals: readonly Goal[]
  /** The split: positions in `goals`, in the order of the tasks. */
  readonly positions: ArrayLike<number>
  /** Default `webshop`. */
  readonly name?: string
  /** For example `train`. */
  readonly split: string
}

/**
 * Tasks are the goals at the positions; the seed of an episode changes nothing, because a shop has no chance in it. The
 * session in addresses is `<compat>_<position>`.
 * @throws GigpoError `config` on a wrong option, an empty split or a position outside the goals.
 */
export function createWebshopTaskSet(options: WebshopTaskSetOptions): TaskSet {
  const { shop, goals, name = 'webshop', split } = options
  const settings = checkWebshopOptions(options)
  const positions = Int32Array.from(options.positions)
  if (positions.length === 0)
    throw new GigpoError('config', `webshop: the split ${split} has no goals`, {
      where: 'positions',
      remedy: 'Use a larger catalogue, or another split.',
    })
  for (const position of positions)
    if (goals[position] === undefined)
      throw new GigpoError('config', `webshop: no goal ${position} among ${goals.length}`, {
        where: 'positions',
        remedy: 'Give positions in the list of goals.',
      })
  const goalOf = (index: number): Goal => {
    checkTaskIndex(index, positions.length)
    return goals[positions[index]!]!
  }
  return {
    name,
    split,
    size: positions.length,
    digest: digestOf(
      shop,
      Array.from(positions, (position) => goals[position]!.id),
    ),
    task(index): Task {
      const goal = goalOf(index)
      // A catalogue of one's own may name no department.
      return { id: goal.id, index, type: shop.catalogue.products.product(goal.product).category || 'other' }
    },
    create(task) {
      const goal = goalOf(task.index)
      if (goal.id !== task.id)
        throw new GigpoError('contract', `task ${task.index} is ${goal.id}, received ${task.id}`, {
          remedy: 'Create environments from tasks of the same task set.',
        })
      const session = `${shop.compat}_${positions[task.index]}`
      return createWebshopEnvironment(shop, goal, { ...settings, session })
    },
  }
}

function digestOf({ catalogue, compat, showAttributes }: Shop, ids: readonly string[]): string {
  return sha256(JSON.stringify([catalogue.products.digest, compat, showAttributes, ids]))
}
