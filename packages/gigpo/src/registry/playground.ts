// Environments by task id for `gigpo play`: an id of any split, an index into the chosen split, or a path to a task file.
import { existsSync } from 'node:fs'
import { type Environment, GigpoError, nearest, type Task, type TaskSet } from '@gigpo/core'
import { gigpoHome, openStore, type TaskSelection } from '@gigpo/trainer'
import { wholeNumber } from '../cli/whole-number.ts'
import type { PlaySettings } from './environment-kind.ts'
import { environmentKind } from './environments.ts'

export interface Playground {
  /** @throws GigpoError `usage` for a task that is not there. */
  create(task: string): Environment
}

export interface PlaygroundOptions {
  readonly source?: string
  readonly split: string
  readonly anchor: string
  readonly maxSteps?: string
}

/** No limit, as in the original engine without its step-limit wrapper. */
const UNLIMITED = 1_000_000_000

export async function openPlayground(name: string, options: PlaygroundOptions): Promise<Playground> {
  const kind = environmentKind(name)
  const home = gigpoHome()
  const settings: PlaySettings = {
    anchor: options.anchor as 'text',
    maxSteps: options.maxSteps === undefined ? UNLIMITED : wholeNumber('--max-steps', options.maxSteps),
    reward: 1,
    options: {},
  }
  const source = options.source ?? (hasImport(home, name) ? 'imported' : 'generated')
  const sets = new Map<string, TaskSet>()
  const open = (selection: Pick<TaskSelection, 'source' | 'split'>): TaskSet => {
    const key = `${selection.source}\n${selection.split}`
    let set = sets.get(key)
    if (set === undefined) {
      set = kind.createTaskSet({ ...selection, games: null, taskTypes: null }, settings, home)
      sets.set(key, set)
    }
    return set
  }
  const indices = new Map<TaskSet, Map<string, Task>>()
  const byId = (set: TaskSet, id: string): Task | undefined => {
    let tasks = indices.get(set)
    if (tasks === undefined) {
      tasks = new Map(Array.from({ length: set.size }, (_, i) => set.task(i)).map((task) => [task.id, task]))
      indices.set(set, tasks)
    }
    return tasks.get(id)
  }
  return {
    create(task) {
      if (existsSync(task) && !/^\d+$/.test(task)) {
        const set = open({ source: task, split: 'path' })
        return set.create(set.task(0), 0)
      }
      if (/^\d+$/.test(task)) {
        const set = open({ source, split: options.split })
        if (Number(task) >= set.size) {
          throw new GigpoError(
            'usage',
            `task ${task} is outside ${source}/${options.split}, which has ${set.size} tasks`,
          )
        }
        return set.create(set.task(Number(task)), 0)
      }
      // Ids name their split; those of generated games begin with `generated/`.
      const id = task.replace(/\/game\.tw-pddl$/, '')
      const [first, second] = id.split('/')
      const place =
        first === 'generated' ? { source: 'generated', split: second ?? '' } : { source, split: first ?? '' }
      const set = open(place)
      const found = byId(set, id)
      if (found === undefined) throw unknownTask(id, set)
      return set.create(found, 0)
    },
  }
}

function hasImport(home: string, name: string): boolean {
  try {
    return openStore(home, name).splits.length > 0
  } catch (error) {
    if (GigpoError.isInstance(error) && error.code === 'missing-data') return false
    throw error
  }
}

function unknownTask(id: string, set: TaskSet): GigpoError {
  const near = nearest(
    id,
    Array.from({ length: Math.min(set.size, 4000) }, (_, i) => set.task(i).id),
  )
  return new GigpoError('usage', `no task "${id}" in ${set.name}, split ${set.split}`, {
    remedy: near === undefined ? `give an index from 0 to ${set.size - 1}` : `did you mean ${near}?`,
  })
}
