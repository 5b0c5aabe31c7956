// The answers that an exported site takes with it: all about one run, with the episodes of some iterations.
import { addresses } from '../../api/addresses.ts'
import type { EpisodePage, EpisodeRow } from '../../api/contract.ts'
import { MAX_LIMIT } from '../../api/select-episodes.ts'
import type { Studio } from '../studio.ts'
import type { SiteWriter } from './site-writer.ts'

/** Returns how many episodes were written. */
export async function writeAnswers(
  studio: Studio,
  id: string,
  iterations: readonly number[],
  site: SiteWriter,
  onProgress: (done: number, total: number) => void,
): Promise<number> {
  const rows: EpisodeRow[] = []
  const facets = { failed: 0, succeeded: 0, truncated: 0, invalid: 0, error: 0 }
  for (const [done, iteration] of iterations.entries()) {
    onProgress(done, iterations.length)
    const page = await wholeIteration(studio, id, iteration)
    rows.push(...page.rows)
    for (const facet of Object.keys(facets) as (keyof typeof facets)[]) facets[facet] += page.facets[facet]
    const groups = await studio.groups(id, iteration)
    site.answer(addresses.groups(id, iteration), groups)
    for (const { group } of groups)
      site.answer(addresses.group(id, iteration, group), await studio.group(id, iteration, group))
    for (const { index } of page.rows)
      site.answer(addresses.episode(id, iteration, index), await studio.episode(id, iteration, index))
  }
  onProgress(iterations.length, iterations.length)
  const page: EpisodePage = { total: rows.length, rows, facets, pending: 0 }
  site.answer(addresses.episodes(id), page)
  site.answer(addresses.runs, studio.runs())
  site.answer(addresses.run(id), { ...studio.run(id), episodeIterations: iterations })
  site.answer(addresses.metrics(id), studio.metrics(id))
  site.answer(addresses.metrics(id, { file: 'supervised' }), studio.metrics(id, undefined, { file: 'supervised' }))
  site.answer(addresses.evaluations(id), studio.evaluations(id))
  site.answer(addresses.roadmap, studio.roadmap())
  return rows.length
}

async function wholeIteration(studio: Studio, id: string, iteration: number): Promise<EpisodePage> {
  const first = await studio.episodes(id, { iteration, limit: MAX_LIMIT })
  const rows = [...first.rows]
  while (rows.length < first.total) {
    const { rows: more } = await studio.episodes(id, { iteration, limit: MAX_LIMIT, offset: rows.length })
    if (more.length === 0) break
    rows.push(...more)
  }
  return { ...first, rows }
}
