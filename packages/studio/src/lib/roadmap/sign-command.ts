// The studio only reads, so a page signs by showing the command that does.
import { shellQuote } from '../shell-quote.ts'

export interface SignFields {
  readonly gate: string
  readonly by: string
  readonly note: string
  /** Folder of the runs; absent: the command's default, `runs`. */
  readonly folder?: string
}

/** For a POSIX shell; blanks where nothing was filled in yet. */
export function signCommand({ gate, by, note, folder }: SignFields): string {
  const place = folder === undefined || folder === 'runs' ? '' : ` ${shellQuote(folder)}`
  const [name, text] = [shellQuote(by.trim() || 'NAME'), shellQuote(note.trim() || 'WHAT WAS FOUND')]
  return `gigpo roadmap${place} --sign ${gate} --by ${name} --note ${text}`
}
