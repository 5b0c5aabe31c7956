// A roadmap as Markdown, for a wiki or a repository: a box a gate, with the file or the signature that ticks it.
import { percent } from '../value/format.ts'
import type { GateStatus, RoadmapStatus } from './evaluate-roadmap.ts'

/** `date` is when it was made, YYYY-MM-DD. */
export function roadmapMarkdown(status: RoadmapStatus, date: string): string {
  const { run, target, passed, total, phases } = status
  const project = run === null ? 'no run chosen' : `run \`${run}\``
  const sections = phases.map(({ title, state, aim, gates }, index) =>
    [`## ${index + 1}. ${title} (${states[state]})`, aim, gates.map(gateLines).join('\n')].join('\n\n'),
  )
  const head = `State of ${date}: ${project}, target ${percent(target)}, ${passed} of ${total} gates passed.`
  return `${['# Roadmap', head, ...sections].join('\n\n')}\n`
}

const states = { done: 'done', current: 'current', ahead: 'ahead' } as const

function gateLines(gate: GateStatus): string {
  const { title, state, finding, signature, meets } = gate
  const lines = [`- [${state === 'open' ? ' ' : 'x'}] **${title}** (\`${gate.id}\`)`]
  if (finding !== null) lines.push(`  - ${finding.met ? 'Found' : 'Not met'}: ${finding.text}${placeOf(gate)}`)
  if (signature !== null) {
    lines.push(`  - Signed by ${inline(signature.by)} on ${signature.date}: ${inline(signature.note)}`)
  }
  if (state === 'open') lines.push(`  - Needed: ${meets}`, `  - \`${gate.command}\``)
  return lines.join('\n')
}

function placeOf({ finding }: GateStatus): string {
  if (finding === null || finding.file === null) return ''
  return ` (\`${finding.run === null ? '' : `${finding.run}/`}${finding.file}\`)`
}

/** One line, with what Markdown would read taken as it is. */
function inline(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_[\]<>#|]/g, '\\$&')
}
