// `gigpo note`: tags and a note on a run, kept in its notes.json, which the studio shows.
import { changeNotes } from '@gigpo/studio'
import type { Command } from 'commander'

interface NoteFlags {
  readonly tag: readonly string[]
  readonly untag: readonly string[]
  readonly text?: string
  readonly json?: boolean
}

export function register(program: Command): void {
  program
    .command('note')
    .description('put tags and a note on a run, for the studio; without options, print them')
    .argument('<run>', 'a run directory')
    .option('--tag <tag...>', 'add tags', [])
    .option('--untag <tag...>', 'take tags off', [])
    .option('--text <text>', 'replace the note; "" removes it')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExamples:\n  gigpo note runs/first --tag baseline --text "before the new reward"\n  gigpo note runs/first --untag baseline\n  gigpo note runs/first\n',
    )
    .action((run: string, { tag, untag, text, json }: NoteFlags) => {
      const notes = changeNotes(run, { tag, untag, ...(text === undefined ? {} : { text }) })
      if (json) process.stdout.write(`${JSON.stringify(notes)}\n`)
      else process.stdout.write(`tags: ${notes.tags.join(', ') || '-'}\nnote: ${notes.note || '-'}\n`)
    })
}
