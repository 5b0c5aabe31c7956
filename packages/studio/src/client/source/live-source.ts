// The server's answers as the pages ask for them. One stream of changes serves all that watch; the browser reconnects it by
// itself and tells the server the last event it saw.
import { addresses } from '../../api/addresses.ts'
import type { StudioChange, StudioProblem, StudioSource } from '../../api/contract.ts'
import { SourceProblem } from './source-problem.ts'

type Watcher = { onChange(change: StudioChange): void; onState(connected: boolean): void }

export function createLiveSource(base: URL): StudioSource {
  const get = <T>(address: string): Promise<T> => fetchJson<T>(new URL(address.slice(1), base))
  return {
    runs: () => get(addresses.runs),
    run: (id) => get(addresses.run(id)),
    metrics: (id, names, options = {}) => get(addresses.metrics(id, { names, ...options })),
    evaluations: (id) => get(addresses.evaluations(id)),
    episodes: (id, query) => get(addresses.episodes(id, query)),
    episode: (id, iteration, index) => get(addresses.episode(id, iteration, index)),
    groups: (id, iteration) => get(addresses.groups(id, iteration)),
    group: (id, iteration, group) => get(addresses.group(id, iteration, group)),
    roadmap: () => get(addresses.roadmap),
    watch: watchChanges(new URL(addresses.changes.slice(1), base)),
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
