// From the episodes the server tells of to the columns that credit is computed from, so that the browser scores exactly
// what `gigpo credit` scores on the file: episodes that failed are left out, groups come in order of appearance, members in
// order. Every row knows its step and every trajectory its episode, so that numbers can be led back to what was played.
import { type StepRows, toStepRows } from '@gigpo/algorithms'
import type { Episode, Group } from '@gigpo/core'
import type { EpisodeView, StepView } from '../api/contract.ts'

/** Where a step is: its address in the studio, inside one iteration. */
export interface StepPlace {
  readonly group: string
  readonly member: number
  readonly t: number
}

export interface CreditBatch {
  readonly rows: StepRows
  /** One a row. */
  readonly steps: readonly StepView[]
  /** One a trajectory. */
  readonly episodes: readonly EpisodeView[]
  /** Rows of each trajectory, in order of time. */
  readonly rowsOf: readonly (readonly number[])[]
}

/** @throws GigpoError `contract` as `toStepRows`. */
export function batchOfEpisodes(views: readonly EpisodeView[]): CreditBatch {
  const groups = new Map<string, EpisodeView[]>()
  for (const view of views) {
    if (view.stop === 'error') continue
    const members = groups.get(view.group)
    if (members === undefined) groups.set(view.group, [view])
    else members.push(view)
  }
  const sorted = [...groups.values()].map((members) => members.toSorted((a, b) => a.member - b.member))
  const episodes = sorted.flat()
  const steps = episodes.flatMap((episode) => episode.steps)
  let row = 0
  const rowsOf = episodes.map((episode) => {
    const first = row
    row += episode.steps.length
    const own = episode.steps.map((_, i) => first + i)
    return own.sort((a, b) => steps[a]!.t - steps[b]!.t)
  })
  return { rows: toStepRows(sorted.map(toGroup)), steps, episodes, rowsOf }
}

/** The row of a step; −1 where there is none. */
export function rowAt(batch: CreditBatch, place: StepPlace): number {
  const k = batch.episodes.findIndex(({ group, member }) => group === place.group && member === place.member)
  return k === -1 ? -1 : (batch.rowsOf[k]!.find((row) => batch.steps[row]!.t === place.t) ?? -1)
}

export function placeOf(batch: CreditBatch, row: number): StepPlace {
  const { group, member } = batch.episodes[batch.rows.trajectory[row]!]!
  return { group, member, t: batch.steps[row]!.t }
}

function toGroup(members: readonly EpisodeView[]): Group {
  const { group: id, task, greedyReturn } = members[0]!
  return { id, task, episodes: members.map(toEpisode), ...(greedyReturn === undefined ? {} : { greedyReturn }) }
}

/** Tokens are known by their number alone, which is all that credit reads of them. */
function toEpisode(view: EpisodeView): Episode {
  const { task, member, seed, success, stop, finalAnchor, finalValue, steps } = view
  return {
    ...{ task, member, seed, success, stop, finalAnchor },
    ...(finalValue === undefined ? {} : { finalValue }),
    return: view.return,
    steps: steps.map(({ tokens, advantage: _, ...step }) => ({
      ...step,
      prompt: [],
      completion: new Array<number>(tokens).fill(0),
      logprobs: [],
      policyVersion: 0,
    })),
  }
}
