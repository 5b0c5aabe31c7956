// The format of <runs folder>/roadmap.json: which run the project is about, the target, and who signed what. Only people and
// `gigpo roadmap` write it; everything else about a roadmap is found in the runs anew each time.
import { GigpoError, nearest } from '@gigpo/core'
import { z } from 'zod/mini'
import { gates } from './plan.ts'

export interface Signature {
  readonly gate: string
  readonly by: string
  /** YYYY-MM-DD */
  readonly date: string
  readonly note: string
}

export interface RoadmapFile {
  readonly version: 1
  /** Id of the project's run; null: none is chosen. */
  readonly run: string | null
  readonly target: number
  /** The panel that decides; null: the last that did not choose the checkpoint. */
  readonly panel: string | null
  readonly signatures: readonly Signature[]
}

export const emptyRoadmap: RoadmapFile = { version: 1, run: null, target: 0.9, panel: null, signatures: [] }

const words = z.string().check(z.trim(), z.minLength(1))

const schema = z.strictObject({
  version: z.literal(1),
  run: z.nullable(words),
  target: z.number().check(z.minimum(0), z.maximum(1)),
  panel: z.nullable(words),
  signatures: z.array(
    z.strictObject({ gate: words, by: words, date: z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/)), note: words }),
  ),
})

/** What `JSON.parse` gave of the file; null: there is none yet. @throws GigpoError `data` naming the field. */
export function parseRoadmap(value: unknown, where = 'roadmap.json'): RoadmapFile {
  if (value === null || value === undefined) return emptyRoadmap
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]!
  const fields = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0]!] : issue.path
  throw new GigpoError('data', `not a roadmap of this version${fields.length === 0 ? '' : `: ${fields.join('.')}`}`, {
    where,
    remedy: 'Repair it by hand, or move it away and sign anew.',
  })
}

/** With the gate signed, in place of an earlier signature. @throws GigpoError `usage`. */
export function sign(roadmap: RoadmapFile, signature: Signature): RoadmapFile {
  assertGate(signature.gate)
  for (const [flag, text] of [
    ['--by', signature.by],
    ['--note', signature.note],
  ] as const) {
    if (text.trim() === '') {
      throw new GigpoError('usage', `a signature needs ${flag}`, {
        remedy: 'gigpo roadmap --sign GATE --by NAME --note "what was looked at, and the finding"',
      })
    }
  }
  const others = roadmap.signatures.filter(({ gate }) => gate !== signature.gate)
  return { ...roadmap, signatures: [...others, { ...signature, by: signature.by.trim(), note: signature.note.trim() }] }
}

/** Without the gate's signature. @throws GigpoError `usage` where there is none. */
export function unsign(roadmap: RoadmapFile, gate: string): RoadmapFile {
  assertGate(gate)
  const signatures = roadmap.signatures.filter((signature) => signature.gate !== gate)
  if (signatures.length === roadmap.signatures.length) throw new GigpoError('usage', `gate "${gate}" is not signed`)
  return { ...roadmap, signatures }
}

function assertGate(id: string): void {
  const ids = gates.map((gate) => gate.id)
  if (ids.includes(id)) return
  const near = nearest(id, ids)
  throw new GigpoError('usage', `there is no gate "${id}"${near === undefined ? '' : `; ${near}?`}`, {
    remedy: `One of ${ids.join(', ')}.`,
  })
}
