// A list of games as a task set. Games are compiled when first played and the last few stay compiled, never as texts, so
// memory is bounded whatever the size of the split.
import { GigpoError, type Task, type TaskSet } from '@gigpo/core'
import { checkTaskIndex } from '../episode/check-options.ts'
import { type AlfworldEnvironmentOptions, checkAlfworldOptions, createAlfworldEnvironment } from './environment.ts'
import type { GameSource, LoadedGame } from './game.ts'
import { loadGame } from './load-game.ts'

export interface AlfworldTaskSetOptions extends AlfworldEnvironmentOptions {
  /** Default `alfworld`. */
  readonly name?: string
  /** For example `train`. */
  readonly split: string
  /** Compiled games kept, least recently played dropped first (default 512, about 0.3 MB each). */
  readonly cacheGames?: number
}

/**
 * Tasks are the games in the source's order; the seed of an episode changes nothing, because games have no chance in them.
 * `create` throws GigpoError `data` where a game's text is damaged.
 * @throws GigpoError `config` on a wrong option.
 */
export function createAlfworldTaskSet(source: GameSource, options: AlfworldTaskSetOptions): TaskSet {
  const settings = checkAlfworldOptions(options)
  const { cacheGames = 512 } = options
  if (!Number.isInteger(cacheGames) || cacheGames < 1)
    throw new GigpoError('config', `alfworld: cacheGames cannot be ${cacheGames}`, {
      where: 'cacheGames',
      remedy: 'Give a whole number of at least 1.',
    })
  // A Map keeps insertion order: the first key is the least recently used.
  const cache = new Map<number, LoadedGame>()
  const load = (index: number): LoadedGame => {
    const loaded = cache.get(index) ?? compile(source, index)
    cache.delete(index)
    cache.set(index, loaded)
    if (cache.size > cacheGames) cache.delete(cache.keys().next().value!)
    return loaded
  }
  return {
    name: options.name ?? 'alfworld',
    split: options.split,
    size: source.size,
    digest: source.digest,
    task(index): Task {
      checkTaskIndex(index, source.size)
      const { id, taskType } = source.info(index)
      return { id, index, type: taskType }
    },
    create(task) {
      const known = source.info(task.index)
      if (known.id !== task.id)
        throw new GigpoError('contract', `task ${task.index} is ${known.id}, received ${task.id}`, {
          remedy: 'Create environments from tasks of the same task set.',
        })
      return createAlfworldEnvironment(load(task.index), settings)
    },
  }
}

/** Loads a game; errors in its texts say which game it is. */
function compile(source: GameSource, index: number): LoadedGame {
  const game = source.load(index)
  try {
    return loadGame(game)
  } catch (error) {
    if (!GigpoError.isInstance(error)) throw error
    const where = error.where === undefined ? game.id : `${game.id}, ${error.where}`
    throw GigpoError.fromJSON({ ...error.toJSON(), where })
  }
}
