// A folder of runs, opened for reading: every answer of the contract, as the routes give it and an export writes it.
import { join } from 'node:path'
import { GigpoError, messageOf } from '@gigpo/core'
import type {
  EpisodeDetail,
  EpisodePage,
  EpisodeQuery,
  EpisodeView,
  GroupSummary,
  MetricColumns,
  MetricOptions,
  PanelOutcomes,
  RunDetail,
  RunSummary,
  StudioChange,
} from '../api/contract.ts'
import { ROADMAP_FILE } from '../api/contract.ts'
import { createCatalogue } from './catalogue.ts'
import { episodeDetail, episodePage, groupSummaries, groupViews } from './episodes/episode-answers.ts'
import { createFence, type Fence, readWithin } from './files/fence.ts'
import { isShallow } from './files/json-values.ts'
import { MAX_POINTS, metricColumns } from './run/metric-columns.ts'
import { detailRun, summarizeRun } from './run/summarize-run.ts'

/** Each answer about a run throws GigpoError `missing-data` where there is none of that id. */
export interface Studio {
  /** Real path of the folder. */
  readonly directory: string
  runs(): RunSummary[]
  run(id: string): RunDetail
  /** `names` undefined: all of them. */
  metrics(id: string, names?: readonly string[], options?: MetricOptions): MetricColumns
  evaluations(id: string): PanelOutcomes[]
  episodes(id: string, query: EpisodeQuery): Promise<EpisodePage>
  episode(id: string, iteration: number, index: number): Promise<EpisodeDetail>
  groups(id: string, iteration: number): Promise<GroupSummary[]>
  group(id: string, iteration: number, group: string): Promise<EpisodeView[]>
  /** null where there is none. @throws GigpoError `data` for one that cannot be read. */
  roadmap(): unknown
  /** Looks at the disk now, however lately that was done; what has changed is told to those who listen. */
  refresh(): void
  /** Calls back on every change until the returned function is called. */
  listen(onChange: (change: StudioChange) => void): () => void
  /** Resolves when every episode of a run is in its index. */
  indexed(id: string): Promise<void>
  close(): void
}

/** @throws GigpoError `missing-data` when there is no such folder. */
export function openStudio(folder: string): Studio {
  const fence = createFence(folder)
  const catalogue = createCatalogue(fence)
  return {
    directory: fence.root,
    runs: () => catalogue.runs().map((run) => summarizeRun(run, Date.now())),
    run: (id) => detailRun(catalogue.run(id), Date.now()),
    metrics: (id, names, { file = 'metrics', points = MAX_POINTS } = {}) => {
      const run = catalogue.run(id)
      return metricColumns(file === 'supervised' ? run.supervised : run.metrics, names, points)
    },
    evaluations: (id) => catalogue.run(id).evaluations.outcomes(),
    episodes: async (id, query) => episodePage(fence, catalogue.run(id), query),
    episode: async (id, iteration, index) => episodeDetail(fence, catalogue.run(id), iteration, index),
    groups: async (id, iteration) => groupSummaries(fence, catalogue.run(id), iteration),
    group: async (id, iteration, group) => groupViews(fence, catalogue.run(id), iteration, group),
    roadmap: () => readRoadmap(fence),
    refresh: catalogue.refresh,
    listen: catalogue.listen,
    indexed: async (id) => catalogue.run(id).episodes.finish(),
    close: catalogue.close,
  }
}

function readRoadmap(fence: Fence): unknown {
  const path = join(fence.root, ROADMAP_FILE)
  try {
    const value: unknown = JSON.parse(readWithin(fence, path, 2 ** 22) ?? 'null')
    if (isShallow(value)) return value
  } catch (cause) {
    throw new GigpoError('data', `${ROADMAP_FILE} cannot be read: ${messageOf(cause)}`, {
      remedy: 'Mend the file, or move it away.',
      cause,
    })
  }
  throw new GigpoError('data', `${ROADMAP_FILE} is nested too deep`, { remedy: 'Mend the file, or move it away.' })
}
