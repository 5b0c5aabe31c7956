// Means of measurements over instances and kinds, and the tables made of them.
import { type CreditQuality, type TaskKind, taskKinds } from '@gigpo/algorithms/testing'
import type { Measurement } from './measure.ts'

export type Measure = keyof CreditQuality

/** Which measurements count; each entry narrows, absent ones do not. */
export interface Selection {
  readonly method?: string
  readonly kind?: TaskKind
  readonly members?: number
  readonly gamma?: number
}

/** NaN where none is selected. */
export function mean(measurements: readonly Measurement[], measure: Measure, selection: Selection): number {
  let sum = 0
  let count = 0
  for (const one of measurements) {
    if (selection.method !== undefined && one.method !== selection.method) continue
    if (selection.kind !== undefined && one.kind !== selection.kind) continue
    if (selection.members !== undefined && one.members !== selection.members) continue
    if (selection.gamma !== undefined && one.gamma !== selection.gamma) continue
    sum += one[measure]
    count++
  }
  return sum / count
}

/** Methods from the best mean gradient cosine to the worst. */
export function ranking(measurements: readonly Measurement[], selection: Selection): readonly string[] {
  const score = new Map<string, number>()
  for (const { method } of measurements)
    if (!score.has(method)) score.set(method, mean(measurements, 'gradientCosine', { ...selection, method }))
  return [...score].toSorted((a, b) => b[1] - a[1]).map(([method]) => method)
}

export interface Table {
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly { readonly label: string; readonly values: readonly number[] }[]
}

/** The tables of the page: all kinds together, then kind by kind, then the estimators' own units. */
export function tables(measurements: readonly Measurement[]): readonly Table[] {
  const at = { members: 8, gamma: 1 }
  const order = ranking(measurements, at)
  const members = [...new Set(measurements.map((one) => one.members))]
  const table = (title: string, cells: readonly (readonly [string, Measure, Selection])[]): Table => ({
    title,
    columns: cells.map(([column]) => column),
    rows: order.map((method) => ({
      label: method,
      values: cells.map(([, measure, selection]) => mean(measurements, measure, { ...at, ...selection, method })),
    })),
  })
  const byKind = (measure: Measure) => taskKinds.map((kind) => [kind, measure, { kind }] as const)
  return [
    table('Mean over the eight kinds of problem', [
      ...members.map((n) => [`cos N=${n}`, 'gradientCosine', { members: n }] as const),
      ['cos γ=.95', 'gradientCosine', { gamma: 0.95 }],
      ['cos of mean', 'meanGradientCosine', {}],
      ['error', 'error', {}],
      ['bias²', 'bias', {}],
      ['variance', 'variance', {}],
      ['rank', 'rankCorrelation', {}],
      ['sign', 'signAgreement', {}],
      ['silent', 'silent', {}],
    ]),
    table('Cosine of the gradient of one group of 8 with the true gradient', byKind('gradientCosine')),
    table('Cosine of the expected gradient with the true gradient', byKind('meanGradientCosine')),
    table("In the estimators' own units", [
      ['mean of Â − A', 'rawBias', {}],
      ['variance', 'rawVariance', {}],
      ['mean (Â − A)²', 'rawError', {}],
    ]),
  ]
}

/** Markdown, padded so that it reads well in a terminal too. */
export function toMarkdown({ title, columns, rows }: Table): string {
  const cells = [['', ...columns], ...rows.map(({ label, values }) => [label, ...values.map(fixed)])]
  const widths = cells[0]!.map((_, c) => Math.max(...cells.map((row) => row[c]!.length)))
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, c) => (c === 0 ? cell.padEnd(widths[c]!) : cell.padStart(widths[c]!))).join(' | ')} |`
  const rule = `|${widths.map((width, c) => (c === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`
  return [`**${title}**`, '', line(cells[0]!), rule, ...cells.slice(1).map(line)].join('\n')
}

/** Two decimals, and no minus before zero. */
function fixed(value: number): string {
  return value.toFixed(2).replace(/^-(0\.00)$/, '$1')
}
