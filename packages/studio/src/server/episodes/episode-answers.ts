// What the pages ask about the episodes of a run. The index says where an episode is; the episode itself is always read from
// the run's own file, and read again from the start when the file turns out to be another than the index thought.
import { GigpoError } from '@gigpo/core'
import type {
  EpisodeDetail,
  EpisodePage,
  EpisodeQuery,
  EpisodeRow,
  EpisodeView,
  GroupSummary,
  StepTokens,
} from '../../api/contract.ts'
import { findMatch } from '../../api/search-words.ts'
import { selectEpisodes } from '../../api/select-episodes.ts'
import type { Fence } from '../files/fence.ts'
import type { RunFolder } from '../run/run-folder.ts'
import type { TokenDecoder } from '../tokens/token-decoder.ts'
import { summarizeGroups } from './group-summaries.ts'
import type { IndexEntry, IndexedRow } from './index-entry.ts'
import type { ParsedEpisode, SampledStep } from './parse-episode.ts'
import { readEpisodes } from './read-episodes.ts'

export async function episodePage(fence: Fence, run: RunFolder, query: EpisodeQuery): Promise<EpisodePage> {
  const { iteration, search = '' } = query
  if (iteration !== undefined) await run.episodes.entry(iteration)
  else await run.episodes.begin()
  const page = selectEpisodes(await run.episodes.rows(search, iteration), query)
  const rows = page.rows.map((row) => toRow(row, search === '' ? undefined : matchOf(fence, run, row, search)))
  return { total: page.total, rows, facets: page.facets, pending: run.episodes.pending }
}

/** @throws GigpoError `missing-data` where there is no such episode. */
export async function episodeDetail(
  fence: Fence,
  run: RunFolder,
  iteration: number,
  index: number,
): Promise<EpisodeDetail> {
  const [episode] = await readAll(fence, run, iteration, (row) => row.index === index)
  if (episode === undefined)
    throw new GigpoError('missing-data', `there is no episode ${index} in iteration ${iteration} of ${run.id}`)
  const decoder = run.tokenizer.find()
  const tokens = episode.sampled.map((step) => stepTokens(step, decoder))
  return { ...episode.view, tokens, decoded: decoder !== undefined }
}

export async function groupSummaries(fence: Fence, run: RunFolder, iteration: number): Promise<GroupSummary[]> {
  return summarizeGroups(await readAll(fence, run, iteration, () => true))
}

/** Members in order. @throws GigpoError `missing-data` where there is no such group. */
export async function groupViews(
  fence: Fence,
  run: RunFolder,
  iteration: number,
  group: string,
): Promise<EpisodeView[]> {
  const members = await readAll(fence, run, iteration, (row) => row.group === group)
  if (members.length === 0)
    throw new GigpoError(
      'missing-data',
      `there is no group ${JSON.stringify(group.slice(0, 200))} in iteration ${iteration}`,
    )
  return members.map(({ view }) => view).sort((a, b) => a.member - b.member || a.index - b.index)
}

/** The chosen episodes of an iteration in full. @throws GigpoError `missing-data` where there is no such iteration. */
async function readAll(
  fence: Fence,
  run: RunFolder,
  iteration: number,
  choose: (row: IndexedRow) => boolean,
): Promise<ParsedEpisode[]> {
  for (const again of [false, true]) {
    const entry: IndexEntry | undefined = await run.episodes.entry(iteration, again)
    if (entry === undefined)
      throw new GigpoError('missing-data', `iteration ${iteration} of ${run.id} has no episodes`, {
        remedy: 'episodeIterations of the run lists those that have.',
      })
    const episodes = readEpisodes(fence, run.directory, entry, entry.rows.filter(choose))
    if (episodes !== undefined) return episodes
  }
  throw new GigpoError('missing-data', `the episodes of iteration ${iteration} are being replaced`, {
    remedy: 'Ask again in a moment.',
  })
}

function matchOf(fence: Fence, run: RunFolder, row: IndexedRow, search: string): EpisodeRow['match'] {
  const { iteration } = row
  const state = run.episodes.current(iteration)
  const [episode] = state === undefined ? [] : (readEpisodes(fence, run.directory, state, [row]) ?? [])
  return episode === undefined ? undefined : findMatch(search, episode.view)
}

/** Without the place of its line. */
function toRow({ offset: _offset, length: _length, ...row }: IndexedRow, match: EpisodeRow['match']): EpisodeRow {
  return match === undefined ? row : { ...row, match }
}

function stepTokens(
  { t, policyVersion, prompt, completion, logprobs }: SampledStep,
  decoder?: TokenDecoder,
): StepTokens {
  const pieces = (ids: readonly number[]): readonly string[] => decoder?.pieces(ids) ?? ids.map(String)
  const texts = pieces(completion)
  return {
    t,
    policyVersion,
    prompt: pieces(prompt).join(decoder === undefined ? ' ' : ''),
    promptTokens: prompt.length,
    completion: completion.map((id, i) => ({ id, text: texts[i]!, logprob: logprobs[i] ?? 0 })),
  }
}
