// One line of an episode file, read as the trainer reads it (`group`, and of each step `anchor` and `reward`, are required;
// the rest has what to take where it is missing), but never throwing: a line that is no episode gives the reason.
import type { Info, StopReason, Task } from '@gigpo/core'
import type { EpisodeView, StepCredit, StepView } from '../../api/contract.ts'
import { finite, isRecord, type JsonRecord, numbers, text, whole } from '../files/json-values.ts'

/** What was sampled at a step. */
export interface SampledStep {
  readonly t: number
  readonly policyVersion: number
  readonly prompt: readonly number[]
  readonly completion: readonly number[]
  readonly logprobs: readonly number[]
}

export interface ParsedEpisode {
  readonly view: EpisodeView
  readonly sampled: readonly SampledStep[]
}

/** Where the line stands, and what it takes where it does not say. */
export interface EpisodePlace {
  readonly iteration: number
  readonly index: number
  /** Among the episodes of a group, in the order of the file. */
  readonly memberOf: (group: string) => number
}

export const stopReasons: readonly StopReason[] = ['terminated', 'truncated', 'context-length', 'error']

/** The episode, or why the line is none. */
export function parseEpisode(value: unknown, place: EpisodePlace): ParsedEpisode | string {
  if (!isRecord(value)) return 'this is no episode'
  const group = text(value.group)
  if (group === undefined) return 'an episode names its group'
  if (!Array.isArray(value.steps)) return 'an episode has steps'
  // One of ours, not the line's own text, which would keep a string an episode.
  const stop = stopReasons.find((reason) => reason === (value.stop ?? 'terminated'))
  if (stop === undefined) return `the stop ${JSON.stringify(value.stop)?.slice(0, 40)} is unknown`
  const steps: StepView[] = []
  const sampled: SampledStep[] = []
  for (const [t, step] of value.steps.entries()) {
    const parsed = parseStep(step, t)
    if (typeof parsed === 'string') return `step ${t}: ${parsed}`
    steps.push(parsed.view)
    sampled.push(parsed.sampled)
  }
  const total = finite(value.return) ?? steps.reduce((sum, step) => sum + step.reward, 0)
  const member = whole(value.member) ?? place.memberOf(group)
  const view: EpisodeView = {
    iteration: place.iteration,
    index: place.index,
    group,
    task: taskOf(value.task, group),
    member,
    seed: finite(value.seed) ?? 0,
    success: typeof value.success === 'boolean' ? value.success : total > 0,
    return: total,
    stop,
    finalAnchor: text(value.finalAnchor) ?? `end of member ${member}`,
    ...optional('finalValue', finite(value.finalValue)),
    ...optional('greedyReturn', finite(value.greedyReturn)),
    ...optional('error', text(value.error)),
    steps,
  }
  return { view, sampled }
}

function parseStep(value: unknown, t: number): { view: StepView; sampled: SampledStep } | string {
  if (!isRecord(value)) return 'this is no step'
  const anchor = text(value.anchor)
  const reward = finite(value.reward)
  if (anchor === undefined) return 'the anchor is missing'
  if (reward === undefined) return 'the reward is missing'
  const completion = numbers(value.completion) ?? []
  const view: StepView = {
    t,
    observation: text(value.observation) ?? '',
    anchor,
    ...optional('state', text(value.state)),
    action: text(value.action) ?? '',
    valid: value.valid !== false,
    ...optional('thought', text(value.thought)),
    reward,
    ...optional('info', infoOf(value.info)),
    tokens: completion.length,
    ...optional('values', numbers(value.values)),
    advantage: creditOf(value.advantage),
  }
  const sampled: SampledStep = {
    t,
    policyVersion: finite(value.policyVersion) ?? 0,
    prompt: numbers(value.prompt) ?? [],
    completion,
    logprobs: numbers(value.logprobs) ?? [],
  }
  return { view, sampled }
}

function taskOf(value: unknown, group: string): Task {
  const fields: JsonRecord = isRecord(value) ? value : {}
  return { id: text(fields.id) ?? group, index: whole(fields.index) ?? 0, type: text(fields.type) ?? '' }
}

/** Facts are scalars; anything else is left out. */
function infoOf(value: unknown): Info | undefined {
  if (!isRecord(value)) return undefined
  const facts = Object.entries(value).filter(([, fact]) => ['string', 'number', 'boolean'].includes(typeof fact))
  return Object.fromEntries(facts) as Info
}

function creditOf(value: unknown): StepCredit | null {
  if (!isRecord(value)) return null
  const [episode, step, total] = [finite(value.episode), finite(value.step), finite(value.total)]
  if (episode === undefined || step === undefined || total === undefined) return null
  return { episode, step, total, return: finite(value.return) ?? 0, group: finite(value.group) ?? -1 }
}

function optional<Key extends string, Value>(key: Key, value: Value | undefined): { readonly [K in Key]?: Value } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [K in Key]?: Value }
}
