// The format of episodes/<iteration>.jsonl, one JSON object a line and episode. It keeps exactly what was sampled, so
// credit can be computed again from the file alone. To score episodes of other origin only `group` and, for each step,
// `anchor` and `reward` are required; what is left out reads as stated beside each field.
import { type Episode, GigpoError, type Group, type Info, type Step } from '@gigpo/core'
import { z } from 'zod'
import { type JsonLine, parseJsonLines } from './json-lines.ts'

/** What credit assignment said of each step: one entry a step, in the order groups → episodes → steps. */
export interface StepAdvantages {
  readonly episode: ArrayLike<number>
  readonly step: ArrayLike<number>
  /** NaN: the step was not scored. */
  readonly total: ArrayLike<number>
  readonly stepReturn: ArrayLike<number>
  readonly stepGroup: ArrayLike<number>
}

const numbers = z.array(z.number()).default([])
const stepSchema = z.object({
  /** Place in the list. */
  t: z.int().min(0).optional(),
  observation: z.string().default(''),
  anchor: z.string(),
  /** True state, where the environment says. */
  state: z.string().optional(),
  action: z.string().default(''),
  valid: z.boolean().default(true),
  thought: z.string().optional(),
  reward: z.number(),
  info: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  prompt: numbers,
  completion: numbers,
  logprobs: numbers,
  policyVersion: z.number().default(0),
  /** A critic's, one a completion token. */
  values: z.array(z.number()).optional(),
  /** null: not scored. `return` is discounted from this step on; `group` numbers the iteration's step groups, -1: none. */
  advantage: z
    .object({ episode: z.number(), step: z.number(), total: z.number(), return: z.number(), group: z.number() })
    .nullable()
    .default(null),
})
const episodeSchema = z.object({
  group: z.string(),
  /** A task named like the group. */
  task: z.object({ id: z.string(), index: z.int().min(0), type: z.string() }).optional(),
  /** Place among the episodes of its group in the file. */
  member: z.int().min(0).optional(),
  seed: z.number().default(0),
  /** Sum of the rewards. */
  return: z.number().optional(),
  /** Whether the return is positive. */
  success: z.boolean().optional(),
  stop: z.enum(['terminated', 'truncated', 'context-length', 'error']).default('terminated'),
  /** A state of its own. */
  finalAnchor: z.string().optional(),
  finalValue: z.number().optional(),
  /** Of the group. */
  greedyReturn: z.number().optional(),
  error: z.string().optional(),
  steps: z.array(stepSchema),
})

/** One line, as it is in the file. */
export type EpisodeLine = Omit<Episode, 'steps'> & {
  readonly group: string
  /** Of the group, where a greedy episode was played. */
  readonly greedyReturn?: number
  readonly steps: readonly (Step & { readonly advantage: StepAdvantage | null })[]
}

export interface StepAdvantage {
  readonly episode: number
  readonly step: number
  readonly total: number
  readonly return: number
  readonly group: number
}

/** The lines of a file, newlines included. @throws GigpoError `contract` unless there is one advantage a step. */
export function* episodeLines(groups: readonly Group[], advantages: StepAdvantages | null): Generator<string> {
  let row = 0
  for (const group of groups) {
    for (const episode of group.episodes) {
      const first = row
      row += episode.steps.length
      yield `${JSON.stringify(episodeLine(group, episode, (t) => advantageAt(advantages, first + t)))}\n`
    }
  }
  if (advantages !== null && advantages.total.length !== row) {
    throw new GigpoError('contract', `expected ${row} advantages, one a step, received ${advantages.total.length}`)
  }
}

function episodeLine(group: Group, episode: Episode, advantage: (t: number) => StepAdvantage | null): EpisodeLine {
  const { task, member, seed, success, stop, finalAnchor, finalValue, error, steps } = episode
  const { greedyReturn } = group
  return {
    group: group.id,
    task,
    member,
    seed,
    success,
    return: episode.return,
    stop,
    finalAnchor,
    ...(finalValue === undefined ? {} : { finalValue }),
    ...(greedyReturn === undefined ? {} : { greedyReturn }),
    ...(error === undefined ? {} : { error }),
    steps: steps.map((step, t) => ({ ...step, advantage: advantage(t) })),
  }
}

function advantageAt(advantages: StepAdvantages | null, row: number): StepAdvantage | null {
  const total = advantages?.total[row]
  if (advantages === null || total === undefined || Number.isNaN(total)) return null
  return {
    episode: advantages.episode[row]!,
    step: advantages.step[row]!,
    total,
    return: advantages.stepReturn[row]!,
    group: advantages.stepGroup[row]!,
  }
}

/** Parses the text of an episode file, a half-written last line left out. @throws GigpoError `data`. */
export function parseEpisodes(text: string, where: string): EpisodeLine[] {
  const seen = new Map<string, number>()
  return parseJsonLines(text, where).map((line) => {
    const episode = checkEpisode(line, where)
    const place = seen.get(episode.group) ?? 0
    seen.set(episode.group, place + 1)
    return completeEpisode(episode, place, seen.size - 1)
  })
}

type RawEpisode = z.infer<typeof episodeSchema>

function checkEpisode({ value, line }: JsonLine, where: string): RawEpisode {
  const result = episodeSchema.safeParse(value)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw new GigpoError('data', `line ${line} is not an episode: ${issue?.path.join('.')}: ${issue?.message}`, {
    where,
    remedy: 'Each line needs "group" and "steps", each step "anchor" and "reward".',
  })
}

function completeEpisode(raw: RawEpisode, place: number, groupIndex: number): EpisodeLine {
  const total = raw.return ?? raw.steps.reduce((sum, step) => sum + step.reward, 0)
  const member = raw.member ?? place
  return {
    group: raw.group,
    task: raw.task ?? { id: raw.group, index: groupIndex, type: '' },
    member,
    seed: raw.seed,
    success: raw.success ?? total > 0,
    return: total,
    stop: raw.stop,
    finalAnchor: raw.finalAnchor ?? `end of member ${member}`,
    ...(raw.finalValue === undefined ? {} : { finalValue: raw.finalValue }),
    ...(raw.greedyReturn === undefined ? {} : { greedyReturn: raw.greedyReturn }),
    ...(raw.error === undefined ? {} : { error: raw.error }),
    steps: raw.steps.map(({ t, state, thought, info, values, ...step }, index) => ({
      t: t ?? index,
      ...step,
      ...(state === undefined ? {} : { state }),
      ...(thought === undefined ? {} : { thought }),
      ...(info === undefined ? {} : { info: info as Info }),
      ...(values === undefined ? {} : { values }),
    })),
  }
}

/** The groups of an episode file in order of appearance, members in order: what `Credit` takes. */
export function groupsFromEpisodes(lines: readonly EpisodeLine[]): Group[] {
  const groups = new Map<string, EpisodeLine[]>()
  for (const line of lines) {
    const members = groups.get(line.group)
    if (members === undefined) groups.set(line.group, [line])
    else members.push(line)
  }
  return [...groups].map(([id, members]) => ({
    id,
    task: members[0]!.task,
    ...(members[0]!.greedyReturn === undefined ? {} : { greedyReturn: members[0]!.greedyReturn }),
    episodes: members.sort((a, b) => a.member - b.member).map(toEpisode),
  }))
}

function toEpisode({ group: _group, greedyReturn: _greedyReturn, steps, ...episode }: EpisodeLine): Episode {
  return { ...episode, steps: steps.map(({ advantage: _advantage, ...step }) => step) }
}
