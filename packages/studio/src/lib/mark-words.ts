// Where a text answers a search, so that a page can mark it. The rules are those of the search itself.
import { searchWords, wordMatches } from '../api/search-words.ts'

export interface TextPart {
  readonly text: string
  readonly found: boolean
}

/** The parts, joined, are the text. */
export function markWords(text: string, search: string): TextPart[] {
  const searched = searchWords(search)
  if (searched.length === 0) return [{ text, found: false }]
  const parts: TextPart[] = []
  let end = 0
  for (const { 0: word, index } of text.matchAll(/[\p{L}\p{N}]+/gu)) {
    if (!searched.some((each) => wordMatches(each, word.toLowerCase()))) continue
    if (index > end) parts.push({ text: text.slice(end, index), found: false })
    parts.push({ text: word, found: true })
    end = index + word.length
  }
  if (end < text.length) parts.push({ text: text.slice(end), found: false })
  return parts
}
