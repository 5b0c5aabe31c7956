// Reads HTML as the original's text observation does: visible text nodes (none inside style, script, head, title, meta), nodes
// of nothing but whitespace with a newline skipped, the others stripped. Independent of the printer under test; a `<` or `>`
// that is not a tag of ours makes it fail.
const hidden = new Set(['style', 'script', 'head', 'title', 'meta'])
const empty = new Set(['meta', 'input', 'link', 'br', 'path', 'circle', 'rect', 'ellipse'])
const decoded: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#13': '\r' }

export function decodeHtml(text: string): string {
  return text.replace(/&([^;]*);/g, (whole, name: string) => {
    const character = decoded[name]
    if (character === undefined) throw new Error(`unknown entity ${whole}`)
    return character
  })
}

/** One entry a visible text node, undecoded nodes never. @throws Error where the HTML is not well nested. */
export function visibleTextNodes(html: string): string[] {
  const open: string[] = []
  const out: string[] = []
  for (const [, tag, text] of html.replace(/^<!doctype html>\n/, '').matchAll(/<([^<>]*)>|([^<>]+)|[<>]/g)) {
    if (tag !== undefined) {
      const name = /^\/?([a-z0-9]+)(?: [a-z-]+(?:="[^"]*")?)*\/?$/i.exec(tag)?.[1]
      if (name === undefined) throw new Error(`not a tag: <${tag}>`)
      if (tag.startsWith('/')) {
        if (open.pop() !== name) throw new Error(`</${name}> closes nothing`)
      } else if (!tag.endsWith('/') && !empty.has(name)) open.push(name)
    } else if (text !== undefined) {
      if (open.some((name) => hidden.has(name))) continue
      const node = decodeHtml(text)
      if (node.trim() !== '' || !node.includes('\n')) out.push(node.trim())
    } else throw new Error('an angle bracket outside a tag')
  }
  if (open.length > 0) throw new Error(`never closed: ${open.join(' ')}`)
  return out
}
