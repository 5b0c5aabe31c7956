// Episodes in lockstep: every round, all live episodes send their requests in one `sample` call; an episode that ended
// leaves at once. What is sampled depends on the requests' keys alone, so neither timing nor batch neighbours matter.
import {
  type CreateAgent,
  type Engine,
  type Episode,
  fold,
  GigpoError,
  type RandomKey,
  RandomStream,
  type SampleRequest,
  type Task,
  type TaskSet,
} from '@gigpo/core'
import { type Failure, LiveEpisode } from './live-episode.ts'

/** What playing needs of an engine. */
export type Player = Pick<Engine, 'sample' | 'tokenizer' | 'contextLength'>

export interface EpisodeRequest {
  readonly task: Task
  readonly member: number
  /** Of the environment: equal (task, seed) start in equal states. */
  readonly seed: number
  /** Of the policy; each step folds its number in. */
  readonly key: RandomKey
}

export interface PlayOptions {
  readonly taskSet: TaskSet
  readonly createAgent: CreateAgent
  readonly engine: Player
  readonly temperature: number
  readonly topP: number
  readonly maxTokens: number
  /** Keep the prompt of the state a cut episode was left in. */
  readonly finalPrompt?: boolean
  readonly signal?: AbortSignal | undefined
  /** Called after every round. */
  readonly onRound?: ((live: number, total: number) => void) | undefined
}

export interface Played {
  /** In the order of the requests. */
  readonly episodes: readonly Episode[]
  readonly failures: readonly Failure[]
  /** Milliseconds in the sampler, and in environments and agents. */
  readonly sampleMs: number
  readonly environmentMs: number
}

/** @throws GigpoError `interrupted` when the signal is aborted; whatever the sampler or an agent throws. */
export async function playEpisodes(requests: readonly EpisodeRequest[], options: PlayOptions): Promise<Played> {
  const { taskSet, engine, temperature, topP, maxTokens } = options
  const started = performance.now()
  const all = requests.map(
    ({ task, member, seed, key }) =>
      new LiveEpisode({
        task,
        member,
        seed,
        createEnvironment: () => taskSet.create(task, seed, new RandomStream(fold(key, 'noise')).uint32()),
        agent: options.createAgent(),
        tokenizer: engine.tokenizer,
        contextLength: engine.contextLength,
        finalPrompt: options.finalPrompt,
      }),
  )
  await Promise.all(all.map((episode) => episode.start()))
  let sampleMs = 0
  for (;;) {
    await checkInterrupted(options.signal)
    const live: LiveEpisode[] = []
    const asked: SampleRequest[] = []
    for (const [i, episode] of all.entries()) {
      const next = episode.nextPrompt()
      if (next === undefined) continue
      live.push(episode)
      asked.push({
        prompt: next.prompt,
        maxTokens: Math.min(maxTokens, next.room),
        temperature,
        topP,
        stop: engine.tokenizer.stop,
        key: fold(requests[i]!.key, episode.step),
      })
    }
    if (live.length === 0) break
    const before = performance.now()
    const completions = await engine.sample(asked)
    sampleMs += performance.now() - before
    await Promise.all(live.map((episode, i) => episode.take(completions[i]!)))
    options.onRound?.(live.length, all.length)
  }
  const episodes = await Promise.all(all.map((episode) => episode.finish()))
  const failures = all.flatMap((episode) => episode.failure ?? [])
  return { episodes, failures, sampleMs, environmentMs: performance.now() - started - sampleMs }
}

/**
 * Lets signal handlers run, then stops if one asked for it.
 * @throws GigpoError `interrupted`.
 */
export async function checkInterrupted(signal: AbortSignal | undefined): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
  if (signal?.aborted) throw new GigpoError('interrupted', 'stopped on request')
}
