// Which product texts become segments. The original prints a page by parsing its HTML (BeautifulSoup's html.parser), where an
// element without text has no node, blanks that hold a line break are dropped, and other blanks stay as an empty text.
import { pythonStrip } from '../python/python-text.ts'
import type { Segment, TextRole } from './page.ts'

/** Adds a text that stands alone in its element: nothing where it is empty. */
export function addText(segments: Segment[], role: TextRole, text: string): void {
  if (text !== '') addPaddedText(segments, role, text)
}

/** Adds a text the original's template puts a space before (bullets, attributes): an empty one stays as an empty segment. */
export function addPaddedText(segments: Segment[], role: TextRole, text: string): void {
  const stripped = pythonStrip(text)
  if (stripped === '' && text.includes('\n') && !/[^ \t\n\f\r]/.test(text)) return
  segments.push({ kind: 'text', role, text: stripped })
}
