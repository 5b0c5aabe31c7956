// The whole algorithm in one file, without the trainer: a task set, an agent, an engine, and GiGPO between them.
//
//   npx tsx --conditions=gigpo-source recipes/gigpo-loop.ts [iterations]
//
// What the trainer adds and this file leaves out: supervised start, panels at several temperatures, run directory, resume,
// dynamic sampling, KL, schedules. What is here is what the trainer does: groups of episodes of one task from one initial
// state, advantages on two levels, a clipped policy-gradient step. Every draw comes from a key, so two runs agree.
import { aggregationWeights, createCredit, toStepRows } from '@gigpo/algorithms'
import {
  type Agent,
  type Datum,
  type Engine,
  type Environment,
  type Episode,
  fold,
  type Group,
  type HistoryEntry,
  type Observation,
  type RandomKey,
  rootKey,
  type Step,
  stream,
  type Task,
  type TaskSet,
} from '@gigpo/core'
import { createEmbeddedEngine } from '@gigpo/engine'
import { createAlfworldTaskSet, createCompactAgent, generatedSource } from '@gigpo/envs/alfworld'

const settings = {
  seed: 1,
  iterations: Number(process.argv[2] ?? 20),
  tasks: 16, // groups an iteration
  members: 8, // episodes a group: the N of the paper
  maxSteps: 30,
  maxTokens: 12,
  updates: 4, // optimiser steps an iteration
  learningRate: 3e-4,
  warmup: 12,
  clip: 0.2,
}

/** GiGPO as in the paper's equations 3 and 5 to 8; the file packages/algorithms/src/gigpo.ts is the algorithm. */
const credit = createCredit({ name: 'gigpo', norm: 'mean_std', gamma: 0.95, omega: 1, penalty: 0.1 })

/** An episode under way. */
interface Live {
  readonly task: Task
  readonly member: number
  readonly environment: Environment
  readonly agent: Agent
  readonly key: RandomKey
  readonly history: HistoryEntry[]
  readonly steps: Step[]
  observation: Observation
  stop: Episode['stop'] | undefined
  success: boolean
}

async function begin(taskSet: TaskSet, task: Task, member: number, key: RandomKey): Promise<Live> {
  const environment = taskSet.create(task, 0)
  return {
    task,
    member,
    environment,
    agent: createCompactAgent(),
    key,
    history: [],
    steps: [],
    observation: await environment.reset(),
    stop: undefined,
    success: false,
  }
}

/** Plays all episodes in lockstep: each round every live episode asks the sampler once; a finished one leaves at once. */
async function play(episodes: readonly Live[], engine: Engine, temperature: number): Promise<Episode[]> {
  for (;;) {
    const live = episodes.filter((episode) => episode.stop === undefined)
    if (live.length === 0) break
    const prompts = live.map(({ agent, observation, history }) => {
      const prompt = agent.prompt({ step: history.length, observation, history })
      return engine.tokenizer.encode(prompt.kind === 'text' ? prompt.text : '')
    })
    const completions = await engine.sample(
      live.map((episode, i) => ({
        prompt: prompts[i]!,
        maxTokens: settings.maxTokens,
        temperature,
        stop: engine.tokenizer.stop,
        key: fold(episode.key, episode.steps.length),
      })),
    )
    for (const [i, episode] of live.entries()) {
      const { tokens, logprobs, policyVersion } = completions[i]!
      const words = tokens.filter((token) => !engine.tokenizer.stop.includes(token))
      const view = { step: episode.history.length, observation: episode.observation, history: episode.history }
      const action = episode.agent.parse(engine.tokenizer.decode(words), view)
      const anchor = episode.environment.anchor()
      const transition = await episode.environment.step(action.text)
      episode.steps.push({
        t: episode.steps.length,
        prompt: prompts[i]!,
        completion: tokens,
        logprobs,
        policyVersion,
        observation: episode.observation.text,
        anchor,
        action: action.text,
        valid: action.valid,
        reward: transition.reward,
      })
      episode.history.push({ observation: episode.observation.text, action: action.text, valid: action.valid })
      episode.observation = transition.observation
      if (transition.info.won === true) episode.success = true
      if (transition.terminated || transition.truncated)
        episode.stop = transition.terminated ? 'terminated' : 'truncated'
    }
  }
  return episodes.map(({ task, member, environment, steps, stop, success }) => ({
    task,
    member,
    seed: 0,
    steps,
    return: steps.reduce((sum, step) => sum + step.reward, 0),
    success,
    stop: stop ?? 'truncated',
    finalAnchor: environment.anchor(),
  }))
}

/** `tasks` groups of `members` episodes, each group from one initial state. */
async function rollout(taskSet: TaskSet, engine: Engine, key: RandomKey): Promise<Group[]> {
  const order = stream(key, 'tasks')
  const tasks = Array.from({ length: settings.tasks }, () => taskSet.task(order.integer(taskSet.size)))
  const live = await Promise.all(
    tasks.flatMap((task, group) =>
      Array.from({ length: settings.members }, (_, member) => begin(taskSet, task, member, fold(key, group, member))),
    ),
  )
  const episodes = await play(live, engine, 1)
  return tasks.map((task, group) => ({
    id: String(group),
    task,
    episodes: episodes.slice(group * settings.members, (group + 1) * settings.members),
  }))
}

/** Advantages of every step, then `updates` clipped policy-gradient steps over shuffled rows. */
async function update(groups: readonly Group[], engine: Engine, key: RandomKey, done: number): Promise<number> {
  const rows = toStepRows(groups)
  const advantages = credit(rows)
  const steps = groups.flatMap((group) => group.episodes.flatMap((episode) => episode.steps))
  const order = stream(key, 'shuffle').shuffle(steps.map((_, row) => row))
  const size = Math.ceil(order.length / settings.updates)
  for (let part = 0; part < settings.updates; part++) {
    const chosen = order.slice(part * size, (part + 1) * size)
    const weights = aggregationWeights('token-mean', {
      tokens: chosen.map((row) => steps[row]!.completion.length),
      trajectory: Int32Array.from(chosen, (row) => rows.trajectory[row]!),
    })
    const data: Datum[] = chosen.flatMap((row, i) => {
      const advantage = advantages.total[row]!
      const { prompt, completion, logprobs } = steps[row]!
      if (advantage === 0) return []
      const each = <T>(value: T): T[] => completion.map(() => value)
      return { prompt, completion, oldLogprobs: logprobs, weights: each(weights[i]!), advantages: each(advantage) }
    })
    if (data.length === 0) continue
    await engine.forwardBackward(data, { kind: 'ppo', clipLow: settings.clip, clipHigh: settings.clip, dualClip: 3 })
    await engine.optimStep({
      learningRate: settings.learningRate * Math.min(1, (done + 1) / settings.warmup),
      beta1: 0.9,
      beta2: 0.99,
      epsilon: 1e-8,
      weightDecay: 0,
      gradientClip: 1,
    })
    done++
  }
  return done
}

async function evaluate(panel: TaskSet, engine: Engine, key: RandomKey): Promise<number> {
  const tasks = Array.from({ length: panel.size }, (_, index) => panel.task(index))
  const live = await Promise.all(tasks.map((task) => begin(panel, task, 0, fold(key, task.index))))
  const episodes = await play(live, engine, 1)
  return episodes.filter((episode) => episode.success).length / episodes.length
}

const key = rootKey(settings.seed)
const options = { maxSteps: settings.maxSteps }
const taskSet = createAlfworldTaskSet(generatedSource({ split: 'train', count: 2000 }), { split: 'train', ...options })
const panel = createAlfworldTaskSet(generatedSource({ split: 'valid_unseen', count: 100 }), {
  split: 'valid_unseen',
  ...options,
})
const model = { path: new URL('../packages/gigpo/checkpoints/alfworld-start', import.meta.url).pathname }
const engine = await createEmbeddedEngine({ model, key, workers: 2 })
try {
  console.log(`before: ${await evaluate(panel, engine, fold(key, 'panel'))} of ${panel.size} held-out games`)
  let updates = 0
  for (let iteration = 1; iteration <= settings.iterations; iteration++) {
    const groups = await rollout(taskSet, engine, fold(key, 'rollout', iteration))
    updates = await update(groups, engine, fold(key, 'update', iteration), updates)
    const episodes = groups.flatMap((group) => group.episodes)
    const success = episodes.filter((episode) => episode.success).length / episodes.length
    console.log(`iteration ${iteration}: success ${success.toFixed(3)} of ${episodes.length} episodes`)
  }
  console.log(`after: ${await evaluate(panel, engine, fold(key, 'panel'))}`)
} finally {
  await engine.close()
}
