// Demonstrations for the supervised start: a demonstrator plays through the agent's own eyes, and what the agent was shown
// and what it should say are kept as text, so that a tokenizer can be trained on them before there is an engine. A noisy
// start (random admissible actions kept in the data) leaves RL room to improve; detours are played but not learned from,
// so the data shows how to come back from a wrong turn.
import {
  type AgentView,
  type CreateAgent,
  type CreateDemonstrator,
  type Environment,
  fold,
  GigpoError,
  type HistoryEntry,
  messageOf,
  type Prompt,
  type RandomKey,
  RandomStream,
  type TaskSet,
} from '@gigpo/core'
import { checkInterrupted } from '../rollout/play-episodes.ts'
import { createTaskOrder } from '../rollout/task-order.ts'

export interface DemonstrationOptions {
  readonly taskSet: TaskSet
  readonly createAgent: CreateAgent
  readonly createDemonstrator: CreateDemonstrator
  readonly root: RandomKey
  /** Episodes played. */
  readonly demonstrations: number
  /** Chance that a step is a random admissible action, kept in the data. */
  readonly randomActions: number
  /** Chance that a step is a random admissible action that is played but not learned from. */
  readonly detours: number
  /** Keep episodes that failed too (default false). */
  readonly keepFailures?: boolean
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

/** What the agent is shown and what it should say. */
export interface DemonstrationRow {
  readonly prompt: Prompt
  /** Without the stop token. */
  readonly completion: string
}

export interface Demonstrations {
  /** One list of rows an episode kept. */
  readonly episodes: readonly (readonly DemonstrationRow[])[]
  readonly played: number
  readonly successes: number
  readonly environmentSteps: number
  /** Every prompt and completion once: the corpus of a word-level tokenizer. */
  readonly texts: readonly string[]
}

/**
 * Keys are fold(root, 'demonstrations', episode).
 * @throws GigpoError `interrupted`; `environment` when an environment fails, naming the task.
 */
export async function collectDemonstrations(options: DemonstrationOptions): Promise<Demonstrations> {
  const root = fold(options.root, 'demonstrations')
  const taskAt = createTaskOrder(options.taskSet, root)
  const episodes: (readonly DemonstrationRow[])[] = []
  const texts = new Set<string>()
  let successes = 0
  let environmentSteps = 0
  for (let index = 0; index < options.demonstrations; index++) {
    if (index % 16 === 0) await checkInterrupted(options.signal)
    const task = taskAt(index)
    const random = new RandomStream(fold(root, index))
    const seed = random.uint32()
    const played = await demonstrate(() => options.taskSet.create(task, seed), options, random).catch(
      (cause: unknown) => {
        throw new GigpoError('environment', `a demonstration failed: ${messageOf(cause)}`, { where: task.id, cause })
      },
    )
    environmentSteps += played.steps
    if (played.success) successes++
    if (played.success || options.keepFailures === true) {
      episodes.push(played.rows)
      for (const row of played.rows) {
        for (const text of rowTexts(row)) texts.add(text)
      }
    }
    options.onProgress?.(index + 1, options.demonstrations)
  }
  return { episodes, played: options.demonstrations, successes, environmentSteps, texts: [...texts] }
}

async function demonstrate(create: () => Environment, options: DemonstrationOptions, random: RandomStream) {
  const environment = create()
  const agent = options.createAgent()
  const demonstrator = options.createDemonstrator()
  const rows: DemonstrationRow[] = []
  const history: HistoryEntry[] = []
  let observation = await environment.reset()
  let success = false
  for (let step = 0; ; step++) {
    const view: AgentView = { step, observation, history }
    const prompt = agent.prompt(view)
    // The demonstrator always decides, so that one with a memory sees every step.
    const chosen = demonstrator.act(view, random)
    const draw = random.uniform()
    const strays = draw < options.randomActions + options.detours && (observation.actions?.length ?? 0) > 0
    const decision = strays ? { action: random.pick(observation.actions!) } : chosen
    const completion = agent.format(decision.action, 'thought' in decision ? decision.thought : undefined)
    const action = agent.parse(completion, view)
    if (!strays || draw < options.randomActions) rows.push({ prompt, completion })
    const transition = await environment.step(action.text)
    history.push({ observation: observation.text, action: action.text, valid: action.valid })
    observation = transition.observation
    if (transition.info.won === true || (transition.info.won === undefined && transition.reward > 0)) success = true
    if (transition.terminated || transition.truncated) {
      await environment.close?.()
      return { rows, success, steps: step + 1 }
    }
  }
}

function rowTexts({ prompt, completion }: DemonstrationRow): string[] {
  const shown = prompt.kind === 'text' ? [prompt.text] : prompt.messages.map((message) => message.content)
  return [...shown, completion]
}
