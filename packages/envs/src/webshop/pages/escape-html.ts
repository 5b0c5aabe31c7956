// Product text is scraped from anywhere: it enters a page only through here. Safe in text and in double-quoted attributes.
const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '\r': '&#13;', // a parser would read it as a newline
  '\0': '\ufffd', // a parser would drop it
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"'\r\0]/g, (character) => entities[character]!)
}
