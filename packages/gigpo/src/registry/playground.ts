// Environments by task for `gigpo play`: an index into the chosen split, or an id or path as the environment reads them.
import { type Environment, GigpoError, nearest, type Task, type TaskSet } from '@gigpo/core'
import { gigpoHome, type TaskSelection } from '@gigpo/trainer'
import { wholeNumber } from '../cli/whole-number.ts'
import type { PlaySettings, WebOptions, WebServer } from './environment-kind.ts'
import { environmentKind } from './environments.ts'

export interface Playground {
  /** @throws GigpoError `usage` for a task that is not there. */
  create(task: string): Environment
  /** Serves it as a web site. @throws GigpoError `usage` where the environment has none. */
  serve(web: WebOptions): Promise<WebServer>
}

export interface PlaygroundOptions {
  readonly source?: string
  readonly split?: string
  readonly anchor: string
  readonly maxSteps?: string
  /** Further options of the environment, as in a recipe's `environment.options`. */
  readonly options: Readonly<Record<string, unknown>>
}

export function openPlayground(name: string, options: PlaygroundOptions): Playground {
  const kind = environmentKind(name)
  const home = gigpoHome()
  const settings: PlaySettings = {
    anchor: options.anchor as 'text',
    maxSteps: options.maxSteps === undefined ? kind.play.defaultMaxSteps : wholeNumber('--max-steps', options.maxSteps),
    reward: 1,
    options: options.options,
  }
  const source = options.source ?? (kind.play.hasImport(home) ? 'imported' : 'generated')
  const split = options.split ?? kind.play.defaultSplit
  const sets = new Map<string, TaskSet>()
  const open = (selection: Pick<TaskSelection, 'source' | 'split'>): TaskSet => {
    const key = `${selection.source}\n${selection.split}`
    let set = sets.get(key)
    if (set === undefined) {
      const all = { source: selection.source, split: selection.split, games: null, taskTypes: null }
      set = kind.createTaskSet(all, settings, home)
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
      if (/^\d+$/.test(task)) {
        const set = open({ source, split })
        if (Number(task) >= set.size)
          throw new GigpoError('usage', `task ${task} is outside ${source}/${split}, which has ${set.size} tasks`)
        return set.create(set.task(Number(task)), 0)
      }
      const place = kind.play.locate(task, source)
      const set = open(place)
      const found = place.id === null ? set.task(0) : byId(set, place.id)
      if (found === undefined) throw unknownTask(task, set)
      return set.create(found, 0)
    },
    async serve(web) {
      if (kind.play.serve === undefined)
        throw new GigpoError('usage', `${name} has no web site`, { remedy: 'leave --web out and play in the terminal' })
      return kind.play.serve({ source, split }, settings, home, web)
    },
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
