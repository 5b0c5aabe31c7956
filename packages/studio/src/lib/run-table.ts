// The table of runs: what is searched, how it is ordered.
import type { PanelSummary, RunStatus, RunSummary } from '../api/contract.ts'

export const runSorts = [
  'id',
  'status',
  'iteration',
  'success',
  'return',
  'tokens',
  'left',
  'algorithm',
  'environment',
  'seed',
  'updated',
  'alarms',
] as const
export type RunSort = (typeof runSorts)[number]

export interface RunFilter {
  /** A regular expression, whatever the case; taken literally where it is none. */
  readonly search?: string
  readonly status?: RunStatus | undefined
  readonly algorithm?: string | undefined
}

export function filterRuns(runs: readonly RunSummary[], filter: RunFilter): RunSummary[] {
  const pattern = searchPattern(filter.search ?? '')
  return runs.filter((run) => {
    if (filter.status !== undefined && run.status !== filter.status) return false
    if (filter.algorithm !== undefined && run.algorithm !== filter.algorithm) return false
    return [run.id, run.algorithm, run.environment, run.engine, run.status, run.note, ...run.tags].some((text) =>
      pattern.test(text),
    )
  })
}

/** The run's latest evaluation on a panel; with no panel named, its first panel. */
export function panelOf(run: RunSummary, panel: string | null): PanelSummary | undefined {
  return panel === null ? run.panels[0] : run.panels.find((each) => panelLabel(each) === panel)
}

/** A panel and its temperature, as a choice among others. */
export function panelLabel({ panel, temperature }: Pick<PanelSummary, 'panel' | 'temperature'>): string {
  return `${panel} @ ${temperature}`
}

/** Missing values come last in either direction; equal ones are ordered by id. */
export function sortRuns(
  runs: readonly RunSummary[],
  options: { readonly sort: RunSort; readonly falling: boolean; readonly panel: string | null },
): RunSummary[] {
  const value = (run: RunSummary): string | number | null => {
    switch (options.sort) {
      case 'success':
        return panelOf(run, options.panel)?.success ?? null
      case 'tokens':
        return run.tokensPerSecond
      case 'left':
        return run.timeLeft
      case 'updated':
        return run.updatedAt
      default:
        return run[options.sort]
    }
  }
  const direction = options.falling ? -1 : 1
  return [...runs].sort((a, b) => {
    const [left, right] = [value(a), value(b)]
    if (left === null || right === null) {
      if (left !== right) return left === null ? 1 : -1
    } else {
      const order =
        typeof left === 'number' && typeof right === 'number' ? left - right : compareText(String(left), String(right))
      if (order !== 0) return direction * order
    }
    return compareText(a.id, b.id)
  })
}

/** Which columns say something: no column is spent on what no run has, or on an environment that all runs share. */
export interface RunColumns {
  readonly environment: boolean
  readonly timeLeft: boolean
  readonly alarms: boolean
  readonly notes: boolean
}

export function columnsOf(runs: readonly RunSummary[]): RunColumns {
  return {
    environment: new Set(runs.map((run) => run.environment)).size > 1,
    timeLeft: runs.some((run) => run.timeLeft !== null),
    alarms: runs.some((run) => run.alarms > 0 || run.damage > 0),
    notes: runs.some((run) => run.tags.length > 0 || run.note !== ''),
  }
}

/** The folders that all ids are in, with the `/` at the end; empty for a single run. */
export function commonFolder(ids: readonly string[]): string {
  const [first = '', ...others] = ids
  let folder = others.length === 0 ? '' : first.slice(0, first.lastIndexOf('/') + 1)
  while (!others.every((id) => id.startsWith(folder)))
    folder = folder.slice(0, folder.lastIndexOf('/', folder.length - 2) + 1)
  return folder
}

/** `seed10` after `seed9`. */
function compareText(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true })
}

function searchPattern(search: string): RegExp {
  try {
    return new RegExp(search, 'i')
  } catch {
    return new RegExp(search.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'i')
  }
}
