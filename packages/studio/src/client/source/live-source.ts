// The server's answers as the pages ask for them. One stream of changes serves all that watch; the browser reconnects it by
// itself and tells the server the last event it saw.
import type { EpisodeQuery, MetricOptions, StudioChange, StudioProblem, StudioSource } from '../../api/contract.ts'

type Watcher = { onChange(change: StudioChange): void; onState(connected: boolean): void }

/** What the server refused, or that it could not be reached (`code` is then `unreachable`). */
export class SourceProblem extends Error {
  readonly code: string
  readonly remedy: string | undefined
  constructor(code: string, message: string, remedy?: string) {
    super(message)
    this.code = code
    this.remedy = remedy
  }
}

export function createLiveSource(base: URL): StudioSource {
  const get = <T>(path: string): Promise<T> => fetchJson<T>(new URL(path, base))
  const run = (id: string): string => `api/runs/${encodeURIComponent(id)}`
  return {
    runs: () => get('api/runs'),
    run: (id) => get(run(id)),
    metrics: (id, names, options = {}) => get(`${run(id)}/metrics?${metricSearch(names, options)}`),
    evaluations: (id) => get(`${run(id)}/evaluations`),
    episodes: (id, query) => get(`${run(id)}/episodes?${episodeSearch(query)}`),
    episode: (id, iteration, index) => get(`${run(id)}/episodes/${iteration}/${index}`),
    groups: (id, iteration) => get(`${run(id)}/groups/${iteration}`),
    group: (id, iteration, group) => get(`${run(id)}/groups/${iteration}/${encodeURIComponent(group)}`),
    roadmap: () => get('api/roadmap'),
    watch: watchChanges(new URL('api/changes', base)),
  }
}

async function fetchJson<T>(url: URL): Promise<T> {
  let response: Response
  try {
    response = await fetch(url, { headers: { accept: 'application/json' } })
  } catch {
    throw new SourceProblem('unreachable', 'The studio’s server does not answer.', 'Is `gigpo studio` still running?')
  }
  const body = (await response.json().catch(() => undefined)) as unknown
  if (response.ok && body !== undefined) return body as T
  const problem = (body as Partial<StudioProblem> | undefined)?.error
  throw new SourceProblem(
    problem?.code ?? `http-${response.status}`,
    problem?.message ?? `The server answered ${response.status} to ${url.pathname}.`,
    problem?.remedy,
  )
}

function metricSearch(names: readonly string[], options: MetricOptions): string {
  const search = new URLSearchParams({ names: names.join(',') })
  if (options.points !== undefined) search.set('points', String(options.points))
  if (options.file === 'supervised') search.set('file', 'supervised')
  return search.toString()
}

function episodeSearch(query: EpisodeQuery): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === '') continue
    if (Array.isArray(value)) {
      if (value.length > 0) search.set(name, value.join(','))
    } else search.set(name, String(value))
  }
  return search.toString()
}

function watchChanges(url: URL): StudioSource['watch'] {
  const watchers = new Set<Watcher>()
  let stream: EventSource | undefined
  let connected: boolean | undefined
  const tell = (state: boolean): void => {
    connected = state
    for (const watcher of watchers) watcher.onState(state)
  }
  const open = (): void => {
    stream = new EventSource(url)
    stream.onopen = () => tell(true)
    stream.onerror = () => {
      tell(false)
      // A browser gives up where the answer was not a stream of events, such as that of a server that is just starting.
      if (stream?.readyState !== EventSource.CLOSED) return
      stream = undefined
      setTimeout(() => {
        if (watchers.size > 0 && stream === undefined) open()
      }, 3_000)
    }
    stream.onmessage = (event) => {
      const change = JSON.parse(event.data as string) as StudioChange
      for (const watcher of watchers) watcher.onChange(change)
    }
  }
  return (onChange, onState) => {
    const watcher: Watcher = { onChange, onState }
    watchers.add(watcher)
    if (stream === undefined) open()
    else if (connected !== undefined) onState(connected)
    return () => {
      watchers.delete(watcher)
      if (watchers.size > 0) return
      stream?.close()
      stream = undefined
    }
  }
}
