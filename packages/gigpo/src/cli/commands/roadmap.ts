// `gigpo roadmap`: where a project stands between an idea and work, by the evidence in its runs. Signatures, the chosen run and
// the target are kept in the folder's roadmap.json; all else is read anew each time.
import { writeFileSync } from 'node:fs'
import { GigpoError, messageOf } from '@gigpo/core'
import { evaluateRoadmap, gates, plan, type RoadmapFile, roadmapMarkdown, sign, unsign } from '@gigpo/studio/roadmap'
import type { Command } from 'commander'
import { formatRoadmap } from '../../roadmap/format-roadmap.ts'
import { readEvidence } from '../../roadmap/read-evidence.ts'
import { readRoadmap, writeRoadmap } from '../../roadmap/roadmap-store.ts'

interface RoadmapFlags {
  readonly run?: string
  readonly target?: string
  readonly panel?: string
  readonly sign?: string
  readonly by?: string
  readonly note?: string
  readonly unsign?: string
  readonly markdown?: string
  readonly json?: boolean
}

export function register(program: Command): void {
  program
    .command('roadmap')
    .description('phases and gates of a project, met by files of its runs or signed by people')
    .argument('[folder]', 'folder that holds the runs', 'runs')
    .option('--run <id>', 'the project’s run, by its path below the folder (kept)')
    .option('--target <rate>', 'success that the pilot’s interval must lie above, 0 to 1 (kept; 0.9 at first)')
    .option('--panel <name>', 'panel that decides (kept; at first the last that did not choose the checkpoint)')
    .option('--sign <gate>', `sign a gate: ${gates.map(({ id }) => id).join(', ')}`)
    .option('--by <name>', 'who signs')
    .option('--note <text>', 'what was looked at, and the finding')
    .option('--unsign <gate>', 'take a signature back')
    .option('--markdown <file>', 'write it as Markdown; - for standard output')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
Examples:
  gigpo roadmap --run first --target 0.9
  gigpo roadmap --sign failure-review --by Ada --note "Read all 8; 6 gave up after a closed door."
  gigpo roadmap --markdown ROADMAP.md
`,
    )
    .action((folder: string, flags: RoadmapFlags) => {
      const kept = readRoadmap(folder)
      const roadmap = change(kept, flags)
      const { evidence, unread } = readEvidence(folder, roadmap.run)
      if (JSON.stringify(roadmap) !== JSON.stringify(kept)) writeRoadmap(folder, roadmap)
      if (unread.length > 0) process.stderr.write(`gigpo: left out, could not be read: ${unread.join(', ')}\n`)

      const status = evaluateRoadmap(plan, evidence, roadmap)
      if (flags.markdown !== undefined) return writeMarkdown(flags.markdown, roadmapMarkdown(status, today()))
      process.stdout.write(flags.json ? `${JSON.stringify(status)}\n` : formatRoadmap(status, folder))
    })
}

/** What the flags make of the file. */
function change(kept: RoadmapFile, flags: RoadmapFlags): RoadmapFile {
  let roadmap: RoadmapFile = {
    ...kept,
    ...(flags.run === undefined ? {} : { run: flags.run }),
    ...(flags.target === undefined ? {} : { target: targetOf(flags.target) }),
    ...(flags.panel === undefined ? {} : { panel: flags.panel }),
  }
  if (flags.unsign !== undefined) roadmap = unsign(roadmap, flags.unsign)
  if (flags.sign !== undefined) {
    roadmap = sign(roadmap, { gate: flags.sign, by: flags.by ?? '', note: flags.note ?? '', date: today() })
  } else if (flags.by !== undefined || flags.note !== undefined) {
    throw new GigpoError('usage', '--by and --note belong to --sign GATE')
  }
  return roadmap
}

function targetOf(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text)
  if (value >= 0 && value <= 1) return value
  throw new GigpoError('usage', `--target expects a rate from 0 to 1, received "${text}"`)
}

const today = (): string => new Date().toISOString().slice(0, 10)

function writeMarkdown(file: string, text: string): void {
  if (file === '-') {
    process.stdout.write(text)
    return
  }
  try {
    writeFileSync(file, text)
  } catch (cause) {
    throw new GigpoError('storage', messageOf(cause), { where: file, cause })
  }
  process.stderr.write(`written: ${file}\n`)
}
