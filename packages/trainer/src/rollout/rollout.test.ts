// Lockstep play, groups and dynamic sampling on the toy grid with the toy engine.
import { type Environment, fold, GigpoError, rootKey, type SampleRequest, type TaskSet } from '@gigpo/core'
import { createToyAgent, createToyEngine, createToyTaskSet } from '@gigpo/core/testing'
import { describe, expect, it } from 'vitest'
import type { RolloutConfig } from '../config/index.ts'
import { type CollectOptions, collectGroups } from './collect-groups.ts'
import { encodePrompt } from './encode-prompt.ts'
import type { EpisodeRequest, PlayOptions } from './executor.ts'
import { playEpisodes } from './play-episodes.ts'
import { createTaskOrder } from './task-order.ts'

const root = rootKey(11)
const taskSet = createToyTaskSet()
const ROLLOUT: RolloutConfig = { tasks: 4, members: 3, temperature: 1, topP: 1, maxTokens: 3, dynamicSampling: null }

function play(overrides: Partial<PlayOptions> = {}): PlayOptions {
  const engine = createToyEngine({ seed: 5, fluent: true })
  return { taskSet, createAgent: createToyAgent, engine, temperature: 1, topP: 1, maxTokens: 3, ...overrides }
}

function collect(overrides: Partial<CollectOptions> & { rollout?: RolloutConfig } = {}): CollectOptions {
  const { taskSet: tasks, createAgent, engine } = play(overrides)
  const taskAt = createTaskOrder(tasks, root)
  return {
    taskSet: tasks,
    createAgent,
    engine,
    root,
    iteration: 1,
    position: 0,
    taskAt,
    rollout: ROLLOUT,
    ...overrides,
  }
}

const requests: EpisodeRequest[] = [0, 1, 2, 3, 4, 5].map((i) => {
  return { id: String(i), task: taskSet.task(i), member: i, seed: i, key: fold(root, i) }
})

/** The toy task set with one task whose environment fails at a step, in `reset` or when it is made. */
function failing(task: number, where: 'create' | 'reset' | 'step'): TaskSet {
  const fail = (): never => {
    throw new TypeError(`broken in ${where}`)
  }
  return {
    ...taskSet,
    create(given, seed): Environment {
      const environment = taskSet.create(given, seed)
      if (given.index !== task) return environment
      if (where === 'create') fail()
      return {
        reset: () => (where === 'reset' ? fail() : environment.reset()),
        step: (action) => (where === 'step' ? fail() : environment.step(action)),
        anchor: () => environment.anchor(),
      }
    },
  }
}

describe('playEpisodes', () => {
  it('plays alone what it plays together, in any order', async () => {
    const { episodes } = await playEpisodes(requests, play())
    const reversed = await playEpisodes(requests.slice().reverse(), play())
    expect(reversed.episodes.slice().reverse()).toEqual(episodes)
    for (const [i, request] of requests.entries()) {
      expect((await playEpisodes([request], play())).episodes[0]).toEqual(episodes[i])
    }
  })

  it('does not depend on how long environments take', async () => {
    const slow: TaskSet = {
      ...taskSet,
      create(task, seed) {
        const environment = taskSet.create(task, seed)
        return {
          reset: () => environment.reset(),
          step: async (action) => {
            await new Promise((resolve) => setTimeout(resolve, 3 * (5 - task.index)))
            return environment.step(action)
          },
          anchor: () => environment.anchor(),
          stateKey: () => environment.stateKey!(),
        }
      },
    }
    const { episodes } = await playEpisodes(requests, play())
    expect((await playEpisodes(requests, play({ taskSet: slow }))).episodes).toEqual(episodes)
  })

  it('samples all live episodes in one call a round, and ended ones leave', async () => {
    const engine = createToyEngine({ seed: 5, fluent: true })
    const sizes: number[] = []
    const counting = {
      tokenizer: engine.tokenizer,
      contextLength: engine.contextLength,
      sample: (asked: readonly SampleRequest[]) => {
        sizes.push(asked.length)
        return engine.sample(asked)
      },
    }
    const { episodes } = await playEpisodes(requests, play({ engine: counting }))
    const longest = Math.max(...episodes.map((episode) => episode.steps.length))
    expect(sizes).toHaveLength(longest)
    for (const [round, size] of sizes.entries()) {
      expect(size).toBe(episodes.filter((episode) => episode.steps.length > round).length)
    }
  })

  it('records exactly what was sampled, and what was seen before acting', async () => {
    const engine = createToyEngine({ seed: 5, fluent: true })
    const { episodes } = await playEpisodes(requests, play({ engine }))
    for (const episode of episodes) {
      const environment = taskSet.create(episode.task, episode.seed)
      let observation = (await environment.reset()).text
      for (const [t, step] of episode.steps.entries()) {
        expect(step.t).toBe(t)
        expect(step.observation).toBe(observation)
        expect(step.anchor).toBe(environment.anchor())
        expect(step.prompt).toEqual(engine.tokenizer.encode(`${observation} <act>`))
        const datum = { prompt: step.prompt, completion: step.completion, weights: step.completion.map(() => 1) }
        expect((await engine.forward([datum]))[0]!.logprobs).toEqual(step.logprobs)
        const transition = await environment.step(step.action)
        observation = transition.observation.text
        expect(step.reward).toBe(transition.reward)
      }
      expect(episode.finalAnchor).toBe(environment.anchor())
      expect(episode.return).toBe(episode.steps.reduce((sum, step) => sum + step.reward, 0))
      expect(episode.success).toBe(episode.stop === 'terminated')
    }
  })

  it('stops an episode whose prompt leaves no room, and shortens completions to the room left', async () => {
    const full = createToyEngine({ seed: 5, contextLength: 5 })
    const { episodes } = await playEpisodes(requests, play({ engine: full }))
    expect(episodes.map((episode) => [episode.stop, episode.steps.length])).toEqual(
      requests.map(() => ['context-length', 0]),
    )
    const tight = createToyEngine({ seed: 5, contextLength: 6 })
    const short = await playEpisodes(requests, play({ engine: tight }))
    for (const step of short.episodes.flatMap((episode) => episode.steps)) expect(step.completion).toHaveLength(1)
  })

  it('keeps a failing environment to its own episode', async () => {
    const { episodes } = await playEpisodes(requests, play())
    for (const where of ['create', 'reset', 'step'] as const) {
      const played = await playEpisodes(requests, play({ taskSet: failing(2, where) }))
      expect(played.episodes[2]).toMatchObject({
        stop: 'error',
        success: false,
        error: `TypeError: broken in ${where}`,
      })
      expect(played.failures).toMatchObject([{ kind: 'TypeError', task: 'goal-2', member: 2 }])
      expect(played.episodes.filter((_, i) => i !== 2)).toEqual(episodes.filter((_, i) => i !== 2))
    }
  })

  it('throws what an agent throws, and stops on a signal', async () => {
    const broken = () => ({ ...createToyAgent(), parse: () => expect.unreachable('parse') as never })
    await expect(playEpisodes(requests, play({ createAgent: broken }))).rejects.toThrow('parse')
    await expect(playEpisodes(requests, play({ signal: AbortSignal.abort() }))).rejects.toMatchObject({
      code: 'interrupted',
    })
  })
})

describe('encodePrompt', () => {
  const messages = [{ role: 'user', content: 'goal 1' }] as const
  it('needs a chat template for messages', () => {
    const { tokenizer } = createToyEngine()
    expect(() => encodePrompt({ kind: 'messages', messages }, tokenizer)).toThrow(GigpoError)
    const chat = { ...tokenizer, encodeMessages: () => [1, 2] }
    expect(encodePrompt({ kind: 'messages', messages }, chat)).toEqual([1, 2])
  })
})

describe('task order', () => {
  it('is a permutation an epoch, another one each epoch, and readable at any position', () => {
    const taskAt = createTaskOrder(taskSet, root)
    const epochs = [0, 1, 2].map((epoch) => Array.from({ length: 9 }, (_, i) => taskAt(9 * epoch + i).index))
    for (const epoch of epochs) expect(epoch.slice().sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
    expect(new Set(epochs.map((epoch) => epoch.join())).size).toBe(3)
    expect(createTaskOrder(taskSet, root)(13)).toEqual(taskAt(13))
  })
})

describe('collectGroups', () => {
  it('starts all members of a group in one state and gives repeated tasks other draws', async () => {
    const rollout = { ...ROLLOUT, tasks: 18 }
    const { groups, position } = await collectGroups(collect({ rollout }))
    expect(position).toBe(18)
    expect(groups.map((group) => group.episodes.length)).toEqual(groups.map(() => 3))
    for (const { episodes } of groups) {
      expect(new Set(episodes.map((episode) => episode.steps[0]!.anchor)).size).toBe(1)
      expect(episodes.map((episode) => episode.member)).toEqual([0, 1, 2])
    }
    expect(new Set(groups.map((group) => group.id)).size).toBe(18)
    const texts = groups.flatMap(({ episodes }) =>
      episodes.map(({ steps }) => JSON.stringify(steps.map((s) => s.completion))),
    )
    expect(new Set(texts).size).toBe(texts.length)
  })

  it('drops a group with a failed environment, with its reason', async () => {
    const rollout = { ...ROLLOUT, tasks: 9 }
    const result = await collectGroups(collect({ rollout, taskSet: failing(4, 'step') }))
    expect(result.groups).toHaveLength(8)
    expect(result.dropped.map(({ group, reason }) => [group.task.id, reason])).toEqual([['goal-4', 'error']])
    expect(result.failures).toHaveLength(3)
  })

  it('replaces groups of equal returns until there are enough', async () => {
    const rollout = { ...ROLLOUT, members: 2, dynamicSampling: { maxBatches: 50 } }
    const result = await collectGroups(collect({ rollout }))
    expect(result.groups).toHaveLength(4)
    for (const { episodes } of result.groups) expect(new Set(episodes.map((episode) => episode.return)).size).toBe(2)
    expect(result.dropped.length).toBeGreaterThan(0)
    for (const { group, reason } of result.dropped) {
      expect(reason).toBe('equal-returns')
      expect(new Set(group.episodes.map((episode) => episode.return)).size).toBe(1)
    }
    expect(result.position).toBe(result.groups.length + result.dropped.length)
    expect(result.batches).toBeGreaterThan(1)
  })

  it('uses what it has after the last try, or the last try unfiltered', async () => {
    const one = { ...ROLLOUT, tasks: 9, members: 2, dynamicSampling: { maxBatches: 2 } }
    const some = await collectGroups(collect({ rollout: one }))
    expect(some.groups.length).toBeGreaterThan(0)
    expect(some.groups.length).toBeLessThan(9)
    expect(some.batches).toBe(2)
    const single = { ...ROLLOUT, members: 1, dynamicSampling: { maxBatches: 3 } }
    const none = await collectGroups(collect({ rollout: single }))
    expect(none.groups.map((group) => group.id)).toEqual(['1-8', '1-9', '1-10', '1-11'])
    expect(none.dropped).toHaveLength(8)
    expect(none.batches).toBe(3)
  })
})
