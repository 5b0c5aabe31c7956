// ALFWorld for recipes and `gigpo play`: generated games, the imported store, or original files by path.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { GigpoError, rootKey, type TaskSet } from '@gigpo/core'
import {
  alfworldAgents,
  createAlfworldExpert,
  createAlfworldTaskSet,
  type GameSource,
  gamesSource,
  generatedSource,
  joinGames,
  parseGameFile,
  selectGames,
  selectPanel,
} from '@gigpo/envs/alfworld'
import { openStore, type TaskSelection } from '@gigpo/trainer'
import { checkedOptions } from './checked-options.ts'
import type { EnvironmentKind, PlaySettings } from './environment-kind.ts'

/** Generated games a split has when a recipe does not say. */
const generatedGames = { train: 4000, other: 200 } as const

export const alfworld: EnvironmentKind = {
  createTaskSet(selection: TaskSelection, settings: PlaySettings, home: string): TaskSet {
    const { cacheGames } = checkedOptions('environment.options', settings.options, { cacheGames: 'count' })
    return createAlfworldTaskSet(selectedGames(selection, home), {
      ...(cacheGames === undefined ? {} : { cacheGames }),
      name: `alfworld/${selection.source}`,
      split: selection.split,
      anchor: settings.anchor,
      maxSteps: settings.maxSteps,
      reward: settings.reward,
    })
  },
  demonstrator(options) {
    const { thoughts } = checkedOptions('supervised.demonstrator', options, { thoughts: ['yes', 'no'] })
    return () => createAlfworldExpert({ thoughts: thoughts === 'yes' })
  },
  agents: alfworldAgents,
  play: {
    defaultSplit: 'valid_seen',
    // No limit, as in the original engine without its step-limit wrapper.
    defaultMaxSteps: 1_000_000_000,
    hasImport: (home) => hasImport(home),
    locate(task, source) {
      if (existsSync(task)) return { source: task, split: 'path', id: null }
      // Ids name their split; those of generated games begin with `generated/`.
      const id = task.replace(/\/game\.tw-pddl$/, '')
      const [first = '', second = ''] = id.split('/')
      return first === 'generated' ? { source: 'generated', split: second, id } : { source, split: first, id }
    },
  },
}

function hasImport(home: string): boolean {
  try {
    return openStore(home, 'alfworld').splits.length > 0
  } catch (error) {
    if (GigpoError.isInstance(error) && error.code === 'missing-data') return false
    throw error
  }
}

/**
 * The games of a selection; `games: N` draws N of them by a fixed key, so that a subset has all task types. Sources joined
 * by `+` (`imported+generated`) are taken one after another, N of each.
 */
function selectedGames(selection: TaskSelection, home: string): GameSource {
  const { source, split, games, taskTypes } = selection
  const parts = existsSync(source) ? [source] : source.split('+')
  if (parts.length > 1) return joinGames(parts.map((part) => selectedGames({ ...selection, source: part }, home)))
  if (source === 'generated') return generatedGameSource(split, games, taskTypes)
  const all = source === 'imported' ? openStore(home, 'alfworld').source(split) : gamesOfPath(source)
  const typed = taskTypes === null ? all : selectGames(all, { taskTypes })
  return games === null || games >= typed.size ? typed : selectPanel(typed, { size: games, key: rootKey(0) })
}

function generatedGameSource(split: string, games: number | null, taskTypes: readonly string[] | null): GameSource {
  return generatedSource({
    split: split as 'train',
    count: games ?? (split === 'train' ? generatedGames.train : generatedGames.other),
    ...(taskTypes === null ? {} : { taskTypes }),
  })
}

/** One original file. @throws GigpoError `missing-data` or `data`. */
function gamesOfPath(path: string): GameSource {
  if (!existsSync(path)) {
    throw new GigpoError('missing-data', `there is no ALFWorld source "${path}"`, {
      remedy: 'use generated, imported (after gigpo data import alfworld PATH), or the path of a game.tw-pddl file',
    })
  }
  if (statSync(path).isDirectory()) {
    throw new GigpoError('usage', `${path} is a directory`, { remedy: `import it: gigpo data import alfworld ${path}` })
  }
  return gamesSource([parseGameFile(readFileSync(path, 'utf8'), { id: gameIdOfPath(path) })])
}

/** `<split>/<task dir>/<trial>` from a path to a game file. */
function gameIdOfPath(path: string): string {
  const parts = path.split(/[\\/]/).filter((part) => part !== '' && part !== '.')
  const folders = parts.at(-1)?.endsWith('.tw-pddl') ? parts.slice(0, -1) : parts
  return folders.slice(-3).join('/')
}
