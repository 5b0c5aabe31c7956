// Prints how far each golden case lies from what this installation computes. Kinds that no algorithm here covers are
// listed as such and never counted as passed.
import { checkGolden } from '@gigpo/algorithms'
import { GigpoError, messageOf } from '@gigpo/core'

/** @throws GigpoError `data` if a case is out of tolerance or the text is no golden file. */
export function checkGoldenFile(text: string, where: string, json: boolean): void {
  const report = checkGolden(parse(text, where))
  if (json) process.stdout.write(`${JSON.stringify(report)}\n`)
  else {
    for (const { id, kind, supported, maxDifference, ok, reason } of report.results) {
      const difference = maxDifference === null ? '-' : maxDifference.toExponential(1)
      const verdict = ok ? 'ok' : supported ? 'OUT OF TOLERANCE' : `not covered: ${reason}`
      process.stdout.write(`${kind.padEnd(18)} ${id.padEnd(52)} ${difference.padStart(8)}  ${verdict}\n`)
    }
    process.stdout.write(`${report.passed} passed, ${report.failed} failed, ${report.unsupported} not covered\n`)
  }
  if (report.failed > 0) throw new GigpoError('data', `${report.failed} golden cases are out of tolerance`, { where })
}

function parse(text: string, where: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new GigpoError('data', `not JSON: ${messageOf(error)}`, {
      where,
      remedy: 'give a file of format "gigpo-golden/1"',
    })
  }
}
