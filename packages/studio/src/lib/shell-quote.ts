/** A word for a POSIX shell, in quotes only where it needs them. */
export function shellQuote(text: string): string {
  return /^[\w./@=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
