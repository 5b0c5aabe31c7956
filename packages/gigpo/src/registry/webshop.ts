// WebShop for recipes and `gigpo play`: how its tasks are chosen, played and demonstrated.
import { GigpoError, rootKey, stream, type TaskSet } from '@gigpo/core'
import { createWebshopDemonstrator, createWebshopTaskSet, webshopAgents } from '@gigpo/envs/webshop'
import { listWebshopStores, type TaskSelection } from '@gigpo/trainer'
import { checkedOptions, defined } from './checked-options.ts'
import type { EnvironmentKind, PlaySettings } from './environment-kind.ts'
import { type OpenShop, openShop, webshopForms } from './webshop-shops.ts'

export const webshop: EnvironmentKind = {
  createTaskSet(selection: TaskSelection, settings: PlaySettings, home: string): TaskSet {
    const options = checkedOptions('environment.options', settings.options, webshopForms)
    const open = openShop(selection.source, settings.options, home)
    const { observation, rewardKind, shaping, previousObservations, previousActions } = options
    return createWebshopTaskSet({
      ...defined({ shaping, previousObservations, previousActions }),
      ...(observation === undefined ? {} : { observation: observation as 'text' }),
      ...(rewardKind === undefined ? {} : { rewardKind: rewardKind as 'score' }),
      shop: open.shop,
      goals: open.goals,
      positions: selectPositions(open, selection),
      name: `webshop/${selection.source}`,
      split: selection.split,
      anchor: settings.anchor,
      maxSteps: settings.maxSteps,
      reward: settings.reward,
    })
  },
  demonstrator(given, { maxSteps }) {
    const options = checkedOptions('supervised.demonstrator', given, {
      carelessness: 'fraction',
      shortQueries: 'fraction',
      thoughts: ['yes', 'no'],
    })
    const { carelessness, shortQueries, thoughts } = options
    return () =>
      createWebshopDemonstrator({ maxSteps, ...defined({ carelessness, shortQueries }), thoughts: thoughts === 'yes' })
  },
  agents: webshopAgents,
  play: {
    defaultSplit: 'all',
    defaultMaxSteps: 1_000_000_000,
    hasImport: (home) => listWebshopStores(home).length > 0,
    locate: (task, source) => ({ source, split: 'all', id: task }),
    async serve({ source, split }, settings, home, web) {
      const { serveShop } = await import('../shop/serve-shop.ts')
      const open = openShop(source, settings.options, home)
      const positions = selectPositions(open, { source, split, games: null, taskTypes: null })
      return serveShop({ shop: open.shop, goals: open.goals, positions, ...web })
    },
  },
}

/** The goals of a selection; `games: N` draws N of them by a fixed key. */
function selectPositions({ shop, goals, splits }: OpenShop, selection: TaskSelection): readonly number[] {
  const { split, games, taskTypes } = selection
  const positions = Object.hasOwn(splits, split) ? splits[split] : undefined
  if (positions === undefined)
    throw new GigpoError('config', `${shop.catalogue.name} has no split "${split}"`, {
      remedy: `choose one of: ${Object.keys(splits).join(', ')}`,
    })
  const department = (position: number): string => shop.catalogue.products.product(goals[position]!.product).category
  const typed =
    taskTypes === null
      ? Array.from(positions)
      : Array.from(positions).filter((position) => taskTypes.includes(department(position)))
  if (games === null || games >= typed.length) return typed
  return stream(rootKey(0), 'webshop-goals', split).shuffle(typed).slice(0, games)
}
