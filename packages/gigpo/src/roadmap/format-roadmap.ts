// A roadmap for a terminal: a line a gate, what was found or signed below it, and for open gates what would meet them.

import { type GateStatus, type RoadmapStatus, signCommand } from '@gigpo/studio/roadmap'
import { percent } from '@gigpo/studio/value'

const marks: Readonly<Record<GateStatus['state'], string>> = { met: '[x]', signed: '[s]', open: '[ ]' }

/** `folder` is where the runs are, for the commands that sign. */
export function formatRoadmap({ run, target, phases, passed, total }: RoadmapStatus, folder: string): string {
  const project = run === null ? 'no run chosen (--run ID)' : `run ${run}`
  const lines = [
    `${project}, target ${percent(target)}: ${passed} of ${total} gates passed`,
    '[x] met by a file   [s] signed by a person   [ ] open',
    ...phases.flatMap(({ title, state, gates }, index) => [
      '',
      `${index + 1}. ${title} (${state})`,
      ...gates.flatMap((gate) => gateLines(gate, folder)),
    ]),
  ]
  return `${lines.join('\n')}\n`
}

function gateLines(gate: GateStatus, folder: string): string[] {
  const { id, title, state, finding, signature, meets, command, check } = gate
  const lines = [`  ${marks[state]} ${title} (${id})`]
  if (finding !== null) {
    const place = finding.file === null ? '' : ` (${finding.run === null ? '' : `${finding.run}/`}${finding.file})`
    lines.push(`      ${finding.met ? '' : 'not met: '}${finding.text}${place}`)
  }
  if (signature !== null) lines.push(`      signed by ${signature.by} on ${signature.date}: ${signature.note}`)
  if (state === 'open') {
    lines.push(`      needed: ${meets}`, `      ${command}`)
    if (check === null) lines.push(`      ${signCommand({ gate: id, by: '', note: '', folder })}`)
  }
  return lines
}
