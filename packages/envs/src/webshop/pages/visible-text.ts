// Which product texts become segments. The original prints a page by parsing its HTML (BeautifulSoup's html.parser), where an
// element without text has no node, blanks that hold a line break are dropped, and other blanks stay as an empty text.
import { pythonStrip } from '../python/python-text.ts'
import type { Segment, TextRole } from './page.ts'

/** A text that stands alone in its element: none where it is empty. */
export function visibleText(role: TextRole, text: string): Segment[] {
  return text === '' ? [] : paddedText(role, text)
}

/** A text the original's template puts a space before (bullets, attributes): an empty one stays as an empty segment. */
export function paddedText(role: TextRole, text: string): Segment[] {
  const stripped = pythonStrip(text)
  if (stripped === '' && text.includes('\n') && !/[^ \t\n\f\r]/.test(text)) return []
  return [{ kind: 'text', role, text: stripped }]
}
