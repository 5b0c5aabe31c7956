// A report as Markdown, whole, and as text for a terminal, the part a person wants first.
import { textTable } from '../compare/text-table.ts'
import type { StudyReport } from './report-data.ts'
import {
  bestSection,
  costSection,
  finalSection,
  overviewSection,
  phaseSection,
  readingSection,
  trainingSection,
  typeSection,
  variantSection,
} from './report-sections.ts'
import type { Section, Table } from './report-text.ts'

/** `curves`: path of the picture, relative to the document. */
export function formatReportMarkdown(report: StudyReport, curves: string): string {
  const { study, panels } = report
  const hasRuns = report.variants.some((variant) => variant.seeds.length > 0)
  const results: (Section | null)[] = [
    ...panels.map((panel) => finalSection(panel, report)),
    bestSection(report),
    trainingSection(report),
    ...panels.map((panel) => typeSection(panel, report)),
    phaseSection(report),
    costSection(report),
  ]
  const parts = [
    markdownSection(overviewSection(report), '#'),
    ...(hasRuns ? [`![Learning curves of ${study.name}](${curves})`] : []),
    ...(hasRuns ? results : []).flatMap((section) => (section === null ? [] : [markdownSection(section, '##')])),
    markdownSection(variantSection(report), '##'),
    markdownSection(readingSection(report), '##'),
  ]
  return `${parts.join('\n\n')}\n`
}

export function formatReport(report: StudyReport): string {
  const { panels } = report
  const hasRuns = report.variants.some((variant) => variant.seeds.length > 0)
  const sections = hasRuns
    ? [...panels.map((panel) => finalSection(panel, report)), trainingSection(report), costSection(report)]
    : []
  const overview = overviewSection(report)
  const parts = [overview, ...sections].flatMap((section) => {
    if (section === null) return []
    const text = section === overview ? section.paragraphs.map((each) => each.replaceAll('**', '')) : []
    const table = section.table === null ? [] : [textTable(section.table.header, section.table.rows)]
    return [[section.title, ...text, ...table].join('\n')]
  })
  return `${parts.join('\n\n')}\n`
}

function markdownSection({ title, paragraphs, table }: Section, level: string): string {
  return [`${level} ${title}`, ...paragraphs, ...(table === null ? [] : [markdownTable(table)])].join('\n\n')
}

function markdownTable({ header, rows }: Table): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n')
}
