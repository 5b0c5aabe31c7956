// The grid worlds for recipes and `gigpo play`: Sokoban and FrozenLake. Their tasks are always generated, and a board is the
// whole state, so every kind of anchor is the same key.
import { type CreateAgent, GigpoError } from '@gigpo/core'
import { createFrozenLakeDemonstrator, createFrozenLakeTaskSet, createGridAgent } from '@gigpo/envs/frozen-lake'
import { createSokobanDemonstrator, createSokobanTaskSet } from '@gigpo/envs/sokoban'
import type { TaskSelection } from '@gigpo/trainer'
import { checkedOptions } from './checked-options.ts'
import type { EnvironmentKind, PlayKind, PlaySettings } from './environment-kind.ts'

/** Tasks a split has when a recipe does not say. */
const sizeOf = ({ split, games }: TaskSelection): number => games ?? (split === 'train' ? 4000 : 200)

function agent(options: Readonly<Record<string, unknown>>): CreateAgent {
  const { view = 'relative' } = checkedOptions('agent.options', options, { view: ['relative', 'board'] })
  return () => createGridAgent({ view: view as 'relative' })
}

const play = (defaultMaxSteps: number): PlayKind => ({
  defaultSplit: 'train',
  defaultMaxSteps,
  hasImport: () => false,
  locate: (task, source) => ({ source, split: task.split('/')[0]!, id: task }),
})

function generated(name: string, selection: TaskSelection): void {
  const { source, taskTypes } = selection
  if (source !== 'generated')
    throw new GigpoError('config', `${name} has no source "${source}"`, { remedy: 'its tasks are always generated' })
  if (taskTypes !== null)
    throw new GigpoError('config', `${name} has one type of task, received taskTypes ${JSON.stringify(taskTypes)}`, {
      remedy: 'leave taskTypes out and set the size under environment.options',
    })
}

const lakeForms = { side: 'count', holes: 'fraction', slip: 'fraction' } as const
const levelForms = { side: 'count', boxes: 'count', minMoves: 'count', maxMoves: 'count' } as const

export const frozenLake: EnvironmentKind = {
  createTaskSet(selection: TaskSelection, settings: PlaySettings) {
    generated('frozen-lake', selection)
    return createFrozenLakeTaskSet({
      ...checkedOptions('environment.options', settings.options, lakeForms),
      split: selection.split,
      count: sizeOf(selection),
      maxSteps: settings.maxSteps,
      reward: settings.reward,
    })
  },
  demonstrator(options, settings) {
    checkedOptions('supervised.demonstrator', options, {})
    const { slip = 0.2 } = checkedOptions('environment.options', settings.options, lakeForms)
    return () => createFrozenLakeDemonstrator(slip)
  },
  agents: { compact: agent },
  play: play(20),
}

export const sokoban: EnvironmentKind = {
  createTaskSet(selection: TaskSelection, settings: PlaySettings) {
    generated('sokoban', selection)
    return createSokobanTaskSet({
      ...checkedOptions('environment.options', settings.options, levelForms),
      split: selection.split,
      count: sizeOf(selection),
      maxSteps: settings.maxSteps,
      reward: settings.reward,
    })
  },
  demonstrator(options) {
    checkedOptions('supervised.demonstrator', options, {})
    return createSokobanDemonstrator
  },
  agents: { compact: agent },
  play: play(30),
}
