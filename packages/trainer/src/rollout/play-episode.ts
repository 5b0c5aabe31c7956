// One episode on its own, as a worker plays it: every turn is a call of the sampler, and whoever offers the sampler puts the
// calls of many episodes together. What is played is what lockstep plays; only what shares a batch differs.
import { type CreateAgent, type Episode, fold, RandomStream, type SampleRequest, type TaskSet } from '@gigpo/core'
import type { EpisodeRequest, EpisodeSettings, Player } from './executor.ts'
import { withFaults } from './faults.ts'
import { type Failure, LiveEpisode } from './live-episode.ts'

export interface EpisodeResult {
  readonly episode: Episode
  readonly failure?: Failure
}

export interface PlayEpisodeOptions extends EpisodeSettings {
  readonly taskSet: TaskSet
  readonly createAgent: CreateAgent
  readonly engine: Player
}

/** Plays it to its end. `attempt` counts from 0. @throws whatever the sampler or the agent throws. */
export async function playEpisode(
  request: EpisodeRequest,
  attempt: number,
  options: PlayEpisodeOptions,
): Promise<EpisodeResult> {
  const episode = prepareEpisode(request, attempt, options)
  await episode.start()
  for (;;) {
    const asked = nextSample(episode, request, options)
    if (asked === undefined) break
    const [completion] = await options.engine.sample([asked])
    await episode.take(completion!)
  }
  return resultOf(episode)
}

export async function resultOf(episode: LiveEpisode): Promise<EpisodeResult> {
  const played = await episode.finish()
  return episode.failure === undefined ? { episode: played } : { episode: played, failure: episode.failure }
}

/** An episode of which nothing is left but why. */
export function lostEpisode({ task, member, seed }: EpisodeRequest, kind: string, message: string): EpisodeResult {
  const failure = { kind, message, task: task.id, member }
  const nothing = { steps: [], return: 0, success: false, stop: 'error' as const, finalAnchor: '' }
  return { episode: { task, member, seed, ...nothing, error: `${kind}: ${message}` }, failure }
}

/** Not started yet. */
export function prepareEpisode(request: EpisodeRequest, attempt: number, options: PlayEpisodeOptions): LiveEpisode {
  const { taskSet, engine, faults } = options
  const { task, member, seed, key } = request
  return new LiveEpisode({
    task,
    member,
    seed,
    createEnvironment: () => {
      const environment = taskSet.create(task, seed, new RandomStream(fold(key, 'noise')).uint32())
      return faults === undefined ? environment : withFaults(environment, faults, key, attempt)
    },
    agent: options.createAgent(),
    tokenizer: engine.tokenizer,
    contextLength: engine.contextLength,
    finalPrompt: options.finalPrompt,
    environmentMs: options.environmentMs,
  })
}

/** What to sample for its next turn; undefined once it has ended. */
export function nextSample(
  episode: LiveEpisode,
  request: EpisodeRequest,
  { engine, maxTokens, temperature, topP }: PlayEpisodeOptions,
): SampleRequest | undefined {
  const next = episode.nextPrompt()
  if (next === undefined) return undefined
  return {
    prompt: next.prompt,
    maxTokens: Math.min(maxTokens, next.room),
    temperature,
    topP,
    stop: engine.tokenizer.stop,
    key: fold(request.key, episode.step),
  }
}
