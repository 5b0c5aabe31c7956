// From a configuration to everything the training loop is given: task sets, panels, agent, demonstrations and engine. The
// loop knows only contracts; this is where the names of a recipe become code.
import { join } from 'node:path'
import { type CreateAgent, type Critic, type Engine, rootKey, type TaskSet } from '@gigpo/core'
import {
  CRITIC_FOLDER,
  checkAlgorithm,
  collectDemonstrations,
  type Demonstrations,
  gigpoHome,
  type Panel,
  type RunConfig,
  startKey,
  type TaskSelection,
} from '@gigpo/trainer'
import { modelDirectory } from '../models/model-directory.ts'
import { createCritic, createEngine } from '../registry/engines.ts'
import { createAgentOf, environmentKind } from '../registry/environments.ts'
import { assertHeldOut } from './held-out.ts'

export interface Prepared {
  readonly taskSet: TaskSet
  readonly panels: readonly Panel[]
  readonly createAgent: CreateAgent
  /** Collected once, when first asked for. */
  readonly demonstrations: () => Promise<Demonstrations>
  /** From the given checkpoint folder, else from `model.path`, else fresh. */
  readonly createEngine: (checkpoint?: string) => Promise<Engine>
  /** Of the engine's shape; undefined where the configuration has none. From the checkpoint folder of a run, or as new. */
  readonly createCritic: (engine: Engine, checkpoint?: string) => Promise<Critic | undefined>
  /** For the run's config.yaml. */
  readonly facts: Readonly<Record<string, unknown>>
}

export interface PrepareOptions {
  readonly signal?: AbortSignal
  readonly onDemonstration?: (done: number, total: number) => void
}

/** Demonstrations played only to learn the words of a fresh model that has no supervised start. */
const CORPUS_EPISODES = 300

/** @throws GigpoError `config`, `missing-data` or `data`; nothing is written. */
export function prepare(config: RunConfig, options: PrepareOptions = {}): Prepared {
  const home = gigpoHome()
  const { environment, supervised } = config
  checkAlgorithm(config)
  const kind = environmentKind(environment.name)
  const createAgent = createAgentOf(environment.name, config.agent)
  const open = (selection: TaskSelection, maxSteps: number | null = null): TaskSet =>
    kind.createTaskSet(selection, { ...environment, maxSteps: maxSteps ?? environment.maxSteps }, home)
  const taskSet = open(environment)
  const panels = config.evaluation.panels.map((panel) => ({
    name: panel.name,
    source: panel.source,
    temperature: panel.temperature,
    taskSet: open(panel, panel.maxSteps),
  }))
  const createDemonstrator = kind.demonstrator(supervised?.demonstrator ?? {}, environment)
  const taught = supervised === null ? taskSet : open(supervised, supervised.maxSteps)
  for (const panel of panels) {
    assertHeldOut(taskSet, panel)
    if (supervised !== null) assertHeldOut(taught, panel)
  }

  let collected: Promise<Demonstrations> | undefined
  const demonstrations = (): Promise<Demonstrations> => {
    collected ??= collectDemonstrations({
      taskSet: taught,
      createAgent,
      createDemonstrator,
      root: startKey(rootKey(config.seed)),
      demonstrations: supervised?.demonstrations ?? CORPUS_EPISODES,
      randomActions: supervised?.randomActions ?? 0.5,
      detours: supervised?.detours ?? 0,
      keepFailures: supervised?.keepFailures ?? false,
      signal: options.signal,
      onProgress: options.onDemonstration,
    })
    return collected
  }

  return {
    taskSet,
    panels,
    createAgent,
    demonstrations,
    createEngine: async (checkpoint) => {
      if (checkpoint !== undefined) return createEngine(config, { directory: checkpoint })
      if (config.model.path !== null) return createEngine(config, { directory: modelDirectory(config.model.path) })
      return createEngine(config, { corpus: async () => (await demonstrations()).texts })
    },
    createCritic: async (engine, checkpoint) => {
      if (config.critic === undefined) return undefined
      if (checkpoint !== undefined) return createCritic(config, { directory: join(checkpoint, CRITIC_FOLDER) })
      const { path } = config.model
      return createCritic(
        config,
        path === null ? { vocabulary: engine.tokenizer.size } : { directory: modelDirectory(path) },
      )
    },
    facts: {
      tasks: { ...describe(taskSet) },
      ...(supervised === null ? {} : { demonstrations: { ...describe(taught) } }),
      panels: Object.fromEntries(panels.map((panel) => [panel.name, describe(panel.taskSet)])),
    },
  }
}

const describe = ({ name, split, size, digest }: TaskSet) => ({ name, split, size, digest })
