// What of an episode crosses to whoever plays it elsewhere.
import type { EpisodeRequest, EpisodeSettings, PlayOptions } from '@gigpo/trainer'

export function settingsOf(play: PlayOptions): EpisodeSettings {
  const { temperature, topP, maxTokens, finalPrompt, environmentMs, faults } = play
  return {
    temperature,
    topP,
    maxTokens,
    ...(finalPrompt === undefined ? {} : { finalPrompt }),
    ...(environmentMs === undefined ? {} : { environmentMs }),
    ...(faults === undefined ? {} : { faults }),
  }
}

/** Without whatever a task set keeps beside the fields of a task. */
export function plainRequest({ id, task, member, seed, key }: EpisodeRequest): EpisodeRequest {
  return { id, task: { id: task.id, index: task.index, type: task.type }, member, seed, key }
}
