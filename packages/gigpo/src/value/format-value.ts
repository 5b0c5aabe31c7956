// The value of a run as a page of text: the verdict first, then where its numbers come from, what it hangs on, what was put in.
import {
  decimal,
  describeSource,
  formatInput,
  inputFields,
  money,
  months,
  type Preset,
  percent,
  type ValueReport,
} from '@gigpo/studio/value'
import { tornadoLines } from './tornado-lines.ts'

export interface FormatOptions {
  readonly preset: Preset
  /** With the sources of the preset's numbers. */
  readonly sources: boolean
}

export function formatValue(report: ValueReport, { preset, sources }: FormatOptions): string {
  const { measured, result, low, high, verdict, inputs } = report
  const [from, to] = measured.interval
  const where = `${measured.panel}, temperature ${measured.temperature}, iteration ${measured.iteration}`
  const lines = [
    verdict.headline,
    ...verdict.remarks.map((remark) => `  ${remark}`),
    '',
    `Success     ${percent(measured.success)} [${percent(from)}, ${percent(to)}] on ${measured.tasks} tasks`,
    `            measured: ${measured.run}, ${where}`,
    `Preset      ${preset.title}: ${preset.task}`,
    '',
    ...table([
      ['', 'measured', 'low end', 'high end'],
      ['hours saved a month', ...[result, low, high].map((value) => decimal(value.hoursSavedPerMonth))],
      ['net a month', ...[result, low, high].map((value) => money(value.netPerMonth))],
      ['net a year', ...[result, low, high].map((value) => money(value.netPerYear))],
      ['net of the first year', ...[result, low, high].map((value) => money(value.netFirstYear))],
      ['paid back after', ...[result, low, high].map((value) => months(value.paybackMonths))],
    ]),
    '',
    `What it hangs on: net of the first year, ${money(result.netFirstYear)}, with one number moved over its range`,
    ...tornadoLines(report.sensitivity, result.netFirstYear),
    '',
    'Put in (--set NAME=VALUE changes one)',
    ...table(
      inputFields.map((field) => [field.name, formatInput(field, inputs[field.name]), field.help]),
      [1],
    ),
    ...(sources
      ? ['', ...sourceLines(preset)]
      : ['', `Sources of the preset: gigpo value RUN --preset ${preset.name} --sources`]),
  ]
  return `${lines.join('\n').trimEnd()}\n`
}

/** Every number of a preset with its sources. */
function sourceLines(preset: Preset): string[] {
  return [
    `Sources of ${preset.title}`,
    ...inputFields.flatMap((field) => {
      const { value, low, high, sources } = preset.numbers[field.name]
      const range = [low, high].map((end) => formatInput(field, end)).join(' to ')
      return [
        `  ${field.label}: ${formatInput(field, value)} (${range})`,
        ...sources.map(
          (source) => `    ${describeSource(source)}${source.kind === 'published' ? ` ${source.url}` : ''}`,
        ),
      ]
    }),
  ]
}

/** Columns as wide as their widest cell; `right` are set to the right, by default all but the first. */
function table(rows: readonly (readonly string[])[], right?: readonly number[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  const isRight = (column: number): boolean => (right === undefined ? column > 0 : right.includes(column))
  return rows.map((row) =>
    `  ${row.map((cell, column) => (isRight(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!))).join('  ')}`.trimEnd(),
  )
}
