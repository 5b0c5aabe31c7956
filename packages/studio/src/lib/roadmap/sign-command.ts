// The studio only reads, so a page signs by showing the command that does.

export interface SignFields {
  readonly gate: string
  readonly by: string
  readonly note: string
  /** Folder of the runs; absent: the command's default, `runs`. */
  readonly folder?: string
}

/** For a POSIX shell; blanks where nothing was filled in yet. */
export function signCommand({ gate, by, note, folder }: SignFields): string {
  const place = folder === undefined || folder === 'runs' ? '' : ` ${quote(folder)}`
  const [name, text] = [quote(by.trim() || 'NAME'), quote(note.trim() || 'WHAT WAS FOUND')]
  return `gigpo roadmap${place} --sign ${gate} --by ${name} --note ${text}`
}

function quote(text: string): string {
  return /^[\w./@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
