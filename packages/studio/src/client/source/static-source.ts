// An exported site's answers: scripts beside the page, added when an answer is needed, because a page opened from a folder may
// fetch nothing. What the server would choose from its index is chosen here from the exported rows, by the same functions.
import { addresses } from '../../api/addresses.ts'
import type {
  EpisodePage,
  EpisodeQuery,
  EpisodeRow,
  EpisodeView,
  GroupSummary,
  MetricColumns,
  StudioSource,
} from '../../api/contract.ts'
import { episodeMatches, findMatch } from '../../api/search-words.ts'
import { selectEpisodes } from '../../api/select-episodes.ts'
import { type StaticExport, staticDataFile } from '../../api/static-site.ts'
import { SourceProblem } from './source-problem.ts'

export function createStaticSource(site: StaticExport): StudioSource {
  const asked = new Map<string, Promise<unknown>>()
  const get = <T>(address: string): Promise<T> => {
    const answer = asked.get(address) ?? loadAnswer(address)
    asked.set(address, answer)
    return answer as Promise<T>
  }

  async function episodes(id: string, query: EpisodeQuery): Promise<EpisodePage> {
    const { rows, pending } = await get<EpisodePage>(addresses.episodes(id))
    const { search, ...rest } = query
    const found = search === undefined || search.trim() === '' ? rows : await searchRows(id, rows, search)
    return { ...selectEpisodes(found, rest), pending }
  }

  /** Texts are in the groups' files only, so a search reads all of the exported iterations once. */
  async function searchRows(id: string, rows: readonly EpisodeRow[], search: string): Promise<EpisodeRow[]> {
    const views = new Map<string, EpisodeView>()
    for (const iteration of site.iterations) {
      const groups = await get<GroupSummary[]>(addresses.groups(id, iteration))
      const members = await Promise.all(
        groups.map(({ group }) => get<EpisodeView[]>(addresses.group(id, iteration, group))),
      )
      for (const view of members.flat()) views.set(`${view.iteration}/${view.index}`, view)
    }
    return rows.flatMap((row) => {
      const view = views.get(`${row.iteration}/${row.index}`)
      if (view === undefined || !episodeMatches(search, view)) return []
      const match = findMatch(search, view)
      return [match === undefined ? row : { ...row, match }]
    })
  }

  return {
    runs: () => get(addresses.runs),
    run: (id) => get(addresses.run(id)),
    metrics: async (id, names, { file } = {}) =>
      pickColumns(await get(addresses.metrics(id, file === undefined ? {} : { file })), names),
    evaluations: (id) => get(addresses.evaluations(id)),
    episodes,
    episode: (id, iteration, index) => get(addresses.episode(id, iteration, index)),
    groups: (id, iteration) => get(addresses.groups(id, iteration)),
    group: (id, iteration, group) => get(addresses.group(id, iteration, group)),
    roadmap: () => get(addresses.roadmap),
    watch: () => () => {},
  }
}

function pickColumns(all: MetricColumns, names: readonly string[]): MetricColumns {
  type Columns = MetricColumns['values']
  const pick = (columns: Columns): Columns =>
    Object.fromEntries(names.flatMap((name) => (columns[name] === undefined ? [] : [[name, columns[name]]])))
  return {
    ...all,
    values: pick(all.values),
    ...(all.low === undefined ? {} : { low: pick(all.low) }),
    ...(all.high === undefined ? {} : { high: pick(all.high) }),
  }
}

function loadAnswer(address: string): Promise<unknown> {
  const place = globalThis as { gigpoStudioData?: Record<string, unknown> }
  return new Promise((resolve, reject) => {
    const script = document.createElement('script')
    script.src = `./${staticDataFile(address)}`
    const end = (): void => {
      script.remove()
      const answer = place.gigpoStudioData?.[address]
      if (answer !== undefined) resolve(answer)
      else
        reject(
          new SourceProblem(
            'not-exported',
            'This was not exported with the site.',
            'Open the run with `gigpo studio`.',
          ),
        )
    }
    script.onload = end
    script.onerror = end
    document.head.append(script)
  })
}
