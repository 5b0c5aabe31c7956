// Executors on the toy grid: whoever plays, slow, failing and hanging environments cost no episode and change no bit of those
// that are played.
import { type Environment, fold, GigpoError, rootKey, type SampleRequest, type TaskSet } from '@gigpo/core'
import { createToyAgent, createToyEngine, createToyTaskSet } from '@gigpo/core/testing'
import { describe, expect, it } from 'vitest'
import { rolloutMetrics } from '../batch/rollout-metrics.ts'
import { createBatchingSampler } from './batching-sampler.ts'
import { collectGroups } from './collect-groups.ts'
import { type AttemptOutcome, dispatchEpisodes } from './dispatch-episodes.ts'
import type { EpisodeRequest, PlayOptions } from './executor.ts'
import { createInProcessExecutor } from './in-process.ts'
import { playEpisode } from './play-episode.ts'
import { playEpisodes } from './play-episodes.ts'
import { meterSampler } from './sampler-meter.ts'
import { createTaskOrder } from './task-order.ts'

const taskSet = createToyTaskSet()
const engine = createToyEngine({ seed: 5, fluent: true })
const requests: EpisodeRequest[] = Array.from({ length: 18 }, (_, i) => {
  return { id: `1.0.${i}`, task: taskSet.task(i % 9), member: i, seed: i, key: fold(rootKey(11), i) }
})
const faults = { latencyMs: 0, failureRate: 0, hangRate: 0, blockRate: 0 }

function play(overrides: Partial<PlayOptions> = {}): PlayOptions {
  return { taskSet, createAgent: createToyAgent, engine, temperature: 1, topP: 1, maxTokens: 3, ...overrides }
}

const { episodes: expected } = await playEpisodes(requests, play())

/** The toy engine, and the sizes of the calls it got. */
function counting(): { engine: PlayOptions['engine']; sizes: number[] } {
  const sizes: number[] = []
  const sample = (asked: readonly SampleRequest[]) => {
    sizes.push(asked.length)
    return engine.sample(asked)
  }
  return { engine: { tokenizer: engine.tokenizer, contextLength: engine.contextLength, sample }, sizes }
}

describe('lockstep', () => {
  it('keeps to the live episodes it may have, and refills as they end', async () => {
    const { engine: counted, sizes } = counting()
    const played = await createInProcessExecutor({ live: 4 }).play(requests, play({ engine: counted }))
    expect(played.episodes).toEqual(expected)
    expect(Math.max(...sizes)).toBe(4)
    const steps = expected.reduce((sum, episode) => sum + episode.steps.length, 0)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(steps)
    // Full until the queue is empty: in the end the episodes that are left shrink the batch.
    expect(sizes.slice(0, sizes.lastIndexOf(4)).every((size) => size === 4)).toBe(true)
  })

  it('samples for one lane while another plays', async () => {
    const slow = { faults: { ...faults, latencyMs: 4 } }
    const idle = async (lanes: number): Promise<number> => {
      const sample = async (asked: readonly SampleRequest[]) => {
        await new Promise((resolve) => setTimeout(resolve, 10))
        return engine.sample(asked)
      }
      const meter = meterSampler({ tokenizer: engine.tokenizer, contextLength: engine.contextLength, sample })
      const played = await createInProcessExecutor({ lanes }).play(requests, play({ engine: meter.engine, ...slow }))
      expect(played.episodes).toEqual(expected)
      const { busyMs, wallMs } = meter.read()
      return 1 - busyMs / wallMs
    }
    expect(await idle(3)).toBeLessThan(0.7 * (await idle(1)))
  })
})

describe('faults', () => {
  it('cost a second attempt, and change nothing that is played', async () => {
    const options = play({ faults: { ...faults, failureRate: 0.3, hangRate: 0.2 }, environmentMs: 60 })
    const played = await createInProcessExecutor({ retries: 8 }).play(requests, options)
    expect(played.episodes).toEqual(expected)
    expect(played.failures).toEqual([])
    expect(played.counts['executor/retries']).toBeGreaterThan(3)
  })

  it('without further attempts end their episodes by kind, the same ones each time', async () => {
    const options = play({ faults: { ...faults, failureRate: 0.2, hangRate: 0.2 }, environmentMs: 60 })
    const [one, two] = [await playEpisodes(requests, options), await playEpisodes(requests, options)]
    expect(new Set(one.failures.map(({ kind }) => kind))).toEqual(new Set(['TypeError', 'timeout']))
    expect(two.failures).toEqual(one.failures)
    for (const [i, episode] of one.episodes.entries()) {
      if (episode.stop !== 'error') expect(episode).toEqual(expected[i])
    }
  })

  it('drop and count the groups whose episodes were given up, and leave the others as they were', async () => {
    const rollout = { tasks: 9, members: 2, temperature: 1, topP: 1, maxTokens: 3, dynamicSampling: null }
    const root = rootKey(4)
    const options = { ...play(), rollout, root, iteration: 1, position: 0, taskAt: createTaskOrder(taskSet, root) }
    const whole = await collectGroups(options)
    const executor = createInProcessExecutor({ retries: 1 })
    const some = await collectGroups({ ...options, executor, faults: { ...faults, failureRate: 0.5 } })
    const metrics = rolloutMetrics(some)
    expect(metrics['group/dropped_error']).toBeGreaterThan(0)
    expect(metrics['group/trained']! + metrics['group/dropped_error']!).toBe(9)
    expect(metrics['errors/TypeError']).toBe(some.failures.length)
    expect(metrics['executor/retries']).toBeGreaterThanOrEqual(some.failures.length)
    for (const group of some.groups) expect(whole.groups).toContainEqual(group)
  })

  it('a late answer changes nothing after the time limit', async () => {
    const late: TaskSet = {
      ...taskSet,
      create(task, seed): Environment {
        const environment = taskSet.create(task, seed)
        return {
          reset: () => environment.reset(),
          step: (action) => new Promise((resolve) => setTimeout(() => resolve(environment.step(action)), 40)),
          anchor: () => environment.anchor(),
        }
      },
    }
    const { episodes } = await playEpisodes(requests.slice(0, 2), play({ taskSet: late, environmentMs: 20 }))
    const before = structuredClone(episodes)
    await new Promise((resolve) => setTimeout(resolve, 80))
    expect(episodes).toEqual(before)
    expect(episodes.map(({ stop, steps }) => [stop, steps.length])).toEqual([
      ['error', 0],
      ['error', 0],
    ])
  })
})

describe('dispatch', () => {
  const here = async (request: EpisodeRequest, attempt: number): Promise<AttemptOutcome> => {
    return { kind: 'played', ...(await playEpisode(request, attempt, play())) }
  }

  it('plays what lockstep plays, so many at once', async () => {
    let open = 0
    let most = 0
    const played = await dispatchEpisodes(requests, {
      live: 5,
      retries: 0,
      attempt: async (request, attempt) => {
        most = Math.max(most, ++open)
        const outcome = await here(request, attempt)
        open--
        return outcome
      },
    })
    expect(played.episodes).toEqual(expected)
    expect(most).toBe(5)
  })

  it('plays again what was lost, and gives up what is lost with every worker', async () => {
    const played = await dispatchEpisodes(requests, {
      live: 4,
      retries: 0,
      attempt: async (request, attempt) => {
        if (request.member === 3 || (request.member % 2 === 0 && attempt < 2))
          return { kind: 'lost', message: 'killed' }
        return here(request, attempt)
      },
    })
    expect(played.failures).toMatchObject([{ kind: 'worker-lost', member: 3, message: 'killed' }])
    expect(played.episodes.filter((_, i) => i !== 3)).toEqual(expected.filter((_, i) => i !== 3))
    expect(played.counts).toMatchObject({ 'executor/lost': 5 + 2 * 9, 'executor/retries': 0 })
  })

  it('stops at once on a signal, and on what an attempt throws', async () => {
    const stop = new AbortController()
    const hanging = { live: 4, retries: 0, attempt: () => new Promise<never>(() => {}) }
    const stopped = dispatchEpisodes(requests, { ...hanging, signal: stop.signal })
    stop.abort()
    await expect(stopped).rejects.toMatchObject({ code: 'interrupted' })
    const broken = async (): Promise<never> => {
      throw new GigpoError('engine', 'gone')
    }
    await expect(dispatchEpisodes(requests, { ...hanging, attempt: broken })).rejects.toThrow('gone')
  })
})

describe('batching sampler', () => {
  it('puts together what waits, in one call after another', async () => {
    const { engine: counted, sizes } = counting()
    const sampler = createBatchingSampler({
      sample: async (asked) => {
        await new Promise((resolve) => setTimeout(resolve, 5))
        return counted.sample(asked)
      },
    })
    const alone = { ...counted, sample: sampler.sample }
    const played = await Promise.all(requests.map((request) => playEpisode(request, 0, play({ engine: alone }))))
    expect(played.map(({ episode }) => episode)).toEqual(expected)
    expect(sizes[0]).toBe(requests.length)
    expect(sizes.length).toBeLessThan(2 * Math.max(...expected.map(({ steps }) => steps.length)))
  })

  it('gives an error to those whose call it was', async () => {
    let calls = 0
    const sampler = createBatchingSampler({
      sample: async (asked) => {
        if (calls++ === 0) throw new GigpoError('engine', 'once')
        return engine.sample(asked)
      },
    })
    const asked = { prompt: [1], maxTokens: 1, temperature: 1, stop: [], key: rootKey(1) }
    await expect(sampler.sample([asked])).rejects.toThrow('once')
    await expect(sampler.sample([asked])).resolves.toHaveLength(1)
  })
})
