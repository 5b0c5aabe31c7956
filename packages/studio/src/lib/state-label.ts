// A few words that tell one state of a task from the others, for lists and graphs: what most of its states say in common, such
// as the instruction at the top of every page, is left out.

/** A label for each of the texts, at most `length` characters long. Equal texts have equal labels. */
export function stateLabels(texts: Iterable<string>, length = 60): ReadonlyMap<string, string> {
  const distinct = [...new Set(texts)]
  const parts = new Map(distinct.map((text) => [text, segments(text)]))
  const seenIn = new Map<string, number>()
  for (const own of parts.values())
    for (const segment of new Set(own)) seenIn.set(segment, (seenIn.get(segment) ?? 0) + 1)
  const common = (segment: string): boolean => distinct.length > 3 && seenIn.get(segment)! > distinct.length / 2
  return new Map(
    distinct.map((text) => {
      const own = parts.get(text)!
      const telling = own.filter((segment) => !common(segment))
      return [text, cut((telling.length > 0 ? telling : own).join(' · ') || 'nothing to see', length)]
    }),
  )
}

/** At most so many characters, the last one `…` where something was left out. */
export function cut(text: string, length: number): string {
  const characters = [...text]
  return characters.length <= length
    ? text
    : `${characters
        .slice(0, length - 1)
        .join('')
        .trimEnd()}…`
}

/** Lines, sentences, and what is between the separators of a shop's pages. */
function segments(text: string): string[] {
  return text
    .split(/\s*\[SEP\]\s*|\n+|(?<=[.!?])\s+/)
    .map((segment) => segment.trim())
    .filter((segment) => segment !== '')
}
