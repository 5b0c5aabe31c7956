// Puts a report beside its runs, in every form: report.md with its picture for people, report.json for programs.
import { join } from 'node:path'
import { makeDirectory, replaceFile } from '../run-directory/files.ts'
import { formatReportMarkdown } from './format-report.ts'
import { learningCurvesSvg } from './learning-curves-svg.ts'
import type { StudyReport } from './report-data.ts'

const CURVES = 'learning-curves.svg'

/** The files written. @throws GigpoError `storage`. */
export function writeReport(directory: string, report: StudyReport): string[] {
  makeDirectory(directory)
  const files = {
    'report.md': formatReportMarkdown(report, CURVES),
    'report.json': `${JSON.stringify(report)}\n`,
    [CURVES]: learningCurvesSvg(report),
  }
  return Object.entries(files).map(([name, content]) => {
    const path = join(directory, name)
    replaceFile(path, content)
    return path
  })
}
