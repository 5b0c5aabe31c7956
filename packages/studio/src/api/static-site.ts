// An exported site's data files. A page opened from a folder may load scripts and fetch nothing, so every answer is a script
// of its own, under a name that follows from its address:
//   data/index.js      globalThis.gigpoStudioExport = {…StaticExport}; globalThis.gigpoStudioData = {}
//   data/<name>.js     globalThis.gigpoStudioData["<address>"] = JSON.parse('…')      name: staticDataFile(address)
// index.html loads data/index.js before the client's script, so the client knows an exported site by `gigpoStudioExport`; it
// adds a <script src> for each answer it needs. One that fails to load was not exported.
//
// Addresses without a query are exported: /api/runs, /api/roadmap and, of the one run, itself, its metrics (all names, 3,000
// points, and `?file=supervised`), its evaluations, its episodes (all rows of the exported iterations in file order: see
// selectEpisodes), and for each exported iteration its groups, each group and each episode.
import { sha256 } from '@gigpo/core'

export interface StaticExport {
  readonly format: 1
  /** Id of the run. */
  readonly run: string
  /** Whose episodes are in the site, ascending. */
  readonly iterations: readonly number[]
  /** ISO 8601. */
  readonly exportedAt: string
}

/** Longest name written as it is; file systems end at 255 bytes. */
const LONGEST = 160

/**
 * Path of an address's script below the site: letters, digits, `-`, `_` and `.` only, different for different addresses
 * even where a file system ignores case.
 */
export function staticDataFile(address: string): string {
  const spelled = address.replace(/^\/api\//, '').replace(/[^a-z0-9-]/g, (character) => `_${hex(character)}`)
  const name = spelled.length <= LONGEST ? spelled : `${spelled.slice(0, LONGEST - 65)}_${sha256(address)}`
  return `data/${name}.js`
}

/** Content of an address's script. */
export function staticDataScript(address: string, value: unknown): string {
  const quoted = JSON.stringify(value).replace(/[\\']/g, (character) => `\\${character}`)
  return `globalThis.gigpoStudioData[${JSON.stringify(address)}] = JSON.parse('${quoted}')\n`
}

/** One UTF-16 unit as four digits, `/` shorter because every address has it. */
function hex(character: string): string {
  return character === '/' ? '.' : character.charCodeAt(0).toString(16).padStart(4, '0')
}
