// Environments of other programs for recipes, through OpenEnv's protocol. A task is a seed: each split has seeds of its own,
// and all members of a group are reset with the same one; what else is chance on the server, it may take from the episode's
// id, which differs. Servers that have splits of their own are named by `source`, one for each split.
import { type CreateDemonstrator, fold, GigpoError, RandomStream, rootKey, sha256, type TaskSet } from '@gigpo/core'
import type { TaskSelection } from '@gigpo/trainer'
import { createPlainAgent } from '../openenv/plain-agent.ts'
import { RemoteEnvironment } from '../openenv/remote-environment.ts'
import { checkedOptions, defined } from './checked-options.ts'
import type { EnvironmentKind, PlaySettings } from './environment-kind.ts'

const forms = { url: 'text', action: 'text', text: 'text', timeoutSeconds: 'number' } as const

/** Tasks of a split where a recipe does not say. */
const sizes = { train: 4000, other: 200 }

export const openenv: EnvironmentKind = {
  createTaskSet(selection, settings) {
    if (settings.anchor === 'inventory')
      throw new GigpoError('config', 'openenv has the anchors text (the observation) and state', {
        where: 'environment.anchor',
      })
    return taskSetOf(selection, settings)
  },
  // It only shows how to speak: recipes learn from it with supervised.keepFailures, or start without it.
  demonstrator(given): CreateDemonstrator {
    checkedOptions('supervised.demonstrator', given, {})
    return () => ({
      act: ({ observation: { actions = [] } }, random) => {
        if (actions.length > 0) return { action: random.pick(actions) }
        throw new GigpoError('config', 'this OpenEnv server does not say which actions there are', {
          remedy: 'start from a model that can speak: model.path',
        })
      },
    })
  },
  agents: {
    plain(given) {
      const { history, prompt } = checkedOptions('agent.options', given, { history: 'count', prompt: ['text', 'chat'] })
      return () =>
        createPlainAgent({ ...defined({ history }), ...(prompt === undefined ? {} : { prompt: prompt as 'text' }) })
    },
  },
  play: {
    defaultSplit: 'train',
    defaultMaxSteps: 1000,
    hasImport: () => false,
    locate: (task, source) => ({ source, split: 'train', id: task }),
  },
}

function taskSetOf({ source, split, games, taskTypes }: TaskSelection, settings: PlaySettings): TaskSet {
  const {
    url,
    action = 'action',
    text = 'text',
    timeoutSeconds = 60,
  } = checkedOptions('environment.options', settings.options, forms)
  const address = source === 'generated' ? url : source
  if (address === undefined || !/^(https?|wss?):\/\//.test(address))
    throw new GigpoError('config', `openenv needs the URL of a server, received ${JSON.stringify(address ?? null)}`, {
      where: 'environment.options.url',
      remedy: 'write environment: { openenv: http://HOST:PORT }',
    })
  if (taskTypes !== null)
    throw new GigpoError('config', 'tasks of openenv are seeds and have one type', { where: 'taskTypes' })
  const size = games ?? (split === 'train' ? sizes.train : sizes.other)
  const seedOf = (index: number): number =>
    new RandomStream(fold(rootKey(0), 'openenv', source, split, index)).integer(2 ** 31)
  return {
    name: 'openenv',
    split,
    size,
    // What lies behind the URL is the server's affair; that the same seeds are asked of it is ours.
    digest: sha256(JSON.stringify(['openenv', source === 'generated' ? '' : source, split, size])),
    task(index) {
      if (!Number.isInteger(index) || index < 0 || index >= size)
        throw new RangeError(`task index must be an integer in [0, ${size}), received ${index}`)
      const where = source === 'generated' ? '' : `${source}#`
      return { id: `${where}seed-${seedOf(index)}`, index, type: 'openenv' }
    },
    create: (task, seed, noise = seed) =>
      new RemoteEnvironment({
        url: address,
        seed: seedOf(task.index),
        episodeId: `${task.id}.${noise}`,
        actionField: action,
        textField: text,
        anchor: settings.anchor === 'state' ? 'state' : 'observation',
        maxSteps: settings.maxSteps,
        timeoutMs: 1000 * timeoutSeconds,
      }),
  }
}
