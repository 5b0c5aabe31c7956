// Multi-hop questions for recipes and `gigpo play`: one generated world, and how its questions are asked and demonstrated.
// Observations cannot list queries, so recipes set supervised.randomActions to 0 and give the demonstrator its carelessness.
import type { CreateAgent } from '@gigpo/core'
import { GigpoError } from '@gigpo/core'
import {
  type CompactHopSearchAgentOptions,
  createCompactHopSearchAgent,
  createHopSearchDemonstrator,
  createHopSearchTaskSet,
  createPlainHopSearchAgent,
  type HopWorld,
  makeHopWorld,
} from '@gigpo/envs/hop-search'
import { checkedOptions, defined } from './checked-options.ts'
import type { EnvironmentKind } from './environment-kind.ts'

/** `environment.options`: the world. */
const worldForms = { worldSeed: 'count', entities: 'count', confusions: 'fraction' } as const

const worlds = new Map<string, HopWorld>()

/** Made once a process. @throws GigpoError `config` */
function openWorld(given: Readonly<Record<string, unknown>>): HopWorld {
  const { worldSeed, entities, confusions } = checkedOptions('environment.options', given, worldForms)
  const key = JSON.stringify([worldSeed, entities, confusions])
  const world = worlds.get(key) ?? makeHopWorld(defined({ seed: worldSeed, entities, confusions }))
  worlds.set(key, world)
  return world
}

export const hopSearch: EnvironmentKind = {
  createTaskSet({ source, split, games, taskTypes }, settings) {
    if (source !== 'generated')
      throw new GigpoError('config', `hop-search has no source "${source}"`, {
        remedy: 'its questions are always generated',
      })
    return createHopSearchTaskSet({
      world: openWorld(settings.options),
      split,
      ...(games === null ? {} : { count: games }),
      ...(taskTypes === null ? {} : { taskTypes }),
      anchor: settings.anchor,
      maxSteps: settings.maxSteps,
      reward: settings.reward,
    })
  },
  demonstrator(given) {
    const options = checkedOptions('supervised.demonstrator', given, {
      carelessness: 'fraction',
      wordyQueries: 'fraction',
    })
    return () => createHopSearchDemonstrator(options)
  },
  agents: {
    compact(given): CreateAgent {
      const options = checkedOptions('agent.options', given, {
        budget: 'count',
        question: ['chain', 'words'],
        maxSteps: 'count',
      })
      return () => createCompactHopSearchAgent(options as CompactHopSearchAgentOptions)
    },
    plain(given): CreateAgent {
      const options = checkedOptions('agent.options', given, { history: 'count' })
      return () => createPlainHopSearchAgent(options)
    },
  },
  play: {
    defaultSplit: 'valid',
    defaultMaxSteps: 6,
    hasImport: () => false,
    locate: (task, source) => ({ source, split: task.split('/')[0]!, id: task }),
  },
}
