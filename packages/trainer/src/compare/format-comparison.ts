// A comparison as text for a terminal. Rates are in percent; brackets hold 95 % intervals.
import { formatDuration } from '../progress/index.ts'
import type { Interval } from '../statistics/index.ts'
import type { Comparison, GroupRow, PanelScore } from './compare-runs.ts'
import { textTable } from './text-table.ts'

export function formatComparison(comparison: Comparison): string {
  const sections = [runTable(comparison)]
  if (comparison.runs.some((run) => Object.keys(run.panels).length > 0)) sections.push(panelTable(comparison))
  const steps = `${comparison.budget.toLocaleString('en-US')} environment steps`
  const grouped = groupTable(comparison)
  if (grouped !== '') sections.push(`By configuration, at ${steps} each:\n${grouped}`)
  for (const group of comparison.groups.slice(1)) sections.push(differenceList(comparison.groups[0]!, group))
  return `${sections.join('\n\n')}\n`
}

function runTable({ runs }: Comparison): string {
  return textTable(
    ['run', 'group', 'algorithm', 'seed', 'iterations', 'steps', 'time', 'area'],
    runs.map((run) => [
      run.name,
      run.group,
      run.algorithm,
      String(run.seed),
      String(run.iterations),
      run.environmentSteps.toLocaleString('en-US'),
      run.wallTime === null ? '-' : formatDuration(run.wallTime),
      run.curveArea === null ? '-' : percent(run.curveArea),
    ]),
  )
}

function panelTable({ runs }: Comparison): string {
  return textTable(
    ['run', 'panel', 'last', '', 'at', 'best', '', 'at'],
    runs.flatMap((run) =>
      Object.entries(run.panels).map(([panel, { last, best }]) => [
        run.name,
        panel,
        ...scoreCells(last),
        ...scoreCells(best),
      ]),
    ),
  )
}

const scoreCells = (score: PanelScore | null): string[] =>
  score === null ? ['-', '', '-'] : [percent(score.success), bracket(score.interval), String(score.iteration)]

function groupTable({ groups }: Comparison): string {
  const rows = groups.flatMap((group) =>
    Object.entries(group.panels).map(([panel, score]) => [
      group.group,
      group.algorithm,
      panel,
      String(score.seeds.length),
      percent(score.mean),
      bracket(score.meanInterval),
      percent(score.interquartileMean),
      bracket(score.interquartileInterval),
      score.difference === null ? '-' : signed(score.difference.difference),
      score.difference === null ? '' : bracket(score.difference.interval),
      score.difference === null ? '' : String(score.difference.seeds),
    ]),
  )
  const header = ['group', 'algorithm', 'panel', 'seeds', 'mean', '', 'IQM', '', 'to A', '', 'pairs']
  return rows.length === 0 ? '' : textTable(header, rows)
}

function differenceList(first: GroupRow, group: GroupRow): string {
  const show = (value: unknown): string => (value === undefined ? 'absent' : JSON.stringify(value))
  const lines = group.differences.map(({ path, a, b }) => `  ${path}: ${show(a)} -> ${show(b)}`)
  return [`${first.group} -> ${group.group}`, ...lines].join('\n')
}

const percent = (rate: number): string => (100 * rate).toFixed(1)
const signed = (rate: number): string => `${rate < 0 ? '-' : '+'}${percent(Math.abs(rate))}`
const bracket = ([low, high]: Interval): string => `[${percent(low)}, ${percent(high)}]`
