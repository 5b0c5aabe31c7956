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
      return [text, cut(tell(telling.length > 0 ? telling : own, seenIn) || 'nothing to see', length)]
    }),
  )
}

/** From the first segment on; where others begin so too, what is rarest comes right behind it. */
function tell(own: readonly string[], seenIn: ReadonlyMap<string, number>): string {
  const [first, ...rest] = own
  if (first === undefined || seenIn.get(first) === 1 || rest.length === 0) return own.join(' · ')
  const rarest = rest.reduce((best, segment) => (seenIn.get(segment)! < seenIn.get(best)! ? segment : best))
  return [cut(first, 10), rarest, ...rest.filter((segment) => segment !== rarest)].join(' · ')
}

/** The same labels without the beginnings of two words and more that at least three of them share: `You arrive at shelf 1` as `…shelf 1`. */
export function withoutSharedBeginnings(labels: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const shared = new Map<string, number>()
  const beginnings = (label: string): string[] => {
    const first = label.split(' · ')[0]!
    const words = first.endsWith('…') ? [] : first.split(' ')
    return words.slice(2).map((_, i) => words.slice(0, i + 2).join(' '))
  }
  for (const label of labels.values())
    for (const beginning of beginnings(label)) shared.set(beginning, (shared.get(beginning) ?? 0) + 1)
  return new Map(
    [...labels].map(([text, label]) => {
      const longest = beginnings(label).findLast((beginning) => shared.get(beginning)! >= 3)
      return [text, longest === undefined ? label : `…${label.slice(longest.length + 1)}`]
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
