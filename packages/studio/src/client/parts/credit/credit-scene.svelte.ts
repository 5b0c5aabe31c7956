// What the three pages about credit share: the episodes of a group, the run's own algorithm and the one asked for in the
// address, and the scores of both, computed here in the browser by the same functions that train. Where an algorithm looks
// beyond the task, the other groups of the iteration are read too.
import type { CreditOptions } from '@gigpo/algorithms'
import type { EpisodeView, StudioSource } from '../../../api/contract.ts'
import { missingFor, needsWholeIteration, optionsFromQuery, optionsOfRun } from '../../../lib/credit-options.ts'
import { type Scored, scoreBatch } from '../../../lib/equations/scored.ts'
import type { Route } from '../../../lib/route.ts'
import { batchOfEpisodes, type CreditBatch, rowAt } from '../../../lib/rows-of-episodes.ts'
import { stateLabels } from '../../../lib/state-label.ts'
import { resource } from '../../source/resource.svelte.ts'

export type CreditScene = ReturnType<typeof creditScene>

/** A score, or in words why there is none. */
export type Verdict =
  | { readonly scored: Scored; readonly problem?: undefined }
  | { readonly scored?: undefined; readonly problem: string }

/** `props` is a function, since the properties of a component are read where they are used. */
export function creditScene(props: () => { readonly source: StudioSource; readonly route: Route }) {
  const run = $derived(props().route.parts[0] ?? '')
  const iteration = $derived(Number(props().route.parts[1] ?? Number.NaN))
  const group = $derived(props().route.parts[2] ?? '')
  /** Without a group the pages list them. */
  const named = $derived(props().route.parts.length >= 3)
  const detail = resource(() => props().source.run(run))
  const groups = resource(async () => (named ? props().source.groups(run, iteration) : []))
  const own = $derived(detail.value === undefined ? undefined : optionsOfRun(detail.value.config))
  const options = $derived(own === undefined ? undefined : optionsFromQuery(props().route.query, own))
  const whole = $derived(own !== undefined && options !== undefined && [own, options].some(needsWholeIteration))
  const members = resource<EpisodeView[]>(
    () => (named ? props().source.group(run, iteration, group) : Promise.resolve([])),
    { clear: true },
  )
  const others = resource(() => readOthers(props().source, whole ? groups.value?.map((one) => one.group) : undefined), {
    clear: true,
  })

  async function readOthers(source: StudioSource, all: readonly string[] | undefined): Promise<EpisodeView[]> {
    const [ofRun, at, here] = [run, iteration, group]
    if (all === undefined) return []
    const read = await Promise.all(all.filter((id) => id !== here).map((id) => source.group(ofRun, at, id)))
    return read.flat()
  }

  const waiting = $derived(whole && (groups.value === undefined || others.loading))
  const batch: CreditBatch | undefined = $derived.by(() => {
    if (members.value === undefined || waiting) return undefined
    const all = [...members.value, ...(whole ? (others.value ?? []) : [])]
    // In the order of the file, as `gigpo credit` reads them.
    return batchOfEpisodes(all.toSorted((a, b) => a.index - b.index))
  })
  /** Rows of the group, by episode and time. */
  const rows = $derived(
    batch === undefined
      ? []
      : batch.rowsOf.flatMap((ofEpisode, k) => (batch.episodes[k]!.group === group ? ofEpisode : [])),
  )
  const labels = $derived(stateLabels(rows.map((row) => batch!.steps[row]!.anchor)))
  const now = $derived(verdict(batch, options))
  const before = $derived(verdict(batch, own))

  return {
    detail,
    groups,
    members,
    others,
    get run() {
      return run
    },
    get iteration() {
      return iteration
    },
    get group() {
      return group
    },
    get own() {
      return own
    },
    get options() {
      return options
    },
    get whole() {
      return whole
    },
    get waiting() {
      return waiting
    },
    get batch() {
      return batch
    },
    get rows() {
      return rows
    },
    get labels() {
      return labels
    },
    /** Under the options of the address; undefined while something is read. */
    get now() {
      return now
    },
    /** Under the run's own options. */
    get before() {
      return before
    },
    groupsOf: (at: number) => props().source.groups(run, at),
    /** The row that an entry of the address names as `member.t`; undefined where it names none. */
    rowOf(name: string): number | undefined {
      const text = props().route.query.get(name)
      if (text === null || batch === undefined) return undefined
      const [member, t] = text.split('.').map(Number)
      const row = rowAt(batch, { group, member: member ?? -1, t: t ?? -1 })
      return row === -1 ? undefined : row
    },
  }
}

function verdict(batch: CreditBatch | undefined, options: CreditOptions | undefined): Verdict | undefined {
  if (batch === undefined || options === undefined) return undefined
  const missing = missingFor(options, batch.rows)
  if (missing !== undefined) return { problem: missing }
  try {
    return { scored: scoreBatch(batch, options) }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
}
