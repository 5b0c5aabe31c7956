// Cuts a prompt made of marked sections down to a word budget, least important words first. The order is fixed so that a
// prompt changes as little as possible from step to step.

export interface Section {
  readonly marker: string
  /** Word groups that are kept or dropped as a whole, so that a name never loses its number. */
  readonly items: readonly (readonly string[])[]
  /** Never cut. */
  readonly keep?: boolean
}

/** What may be cut: marker, how many items stay in this pass, and from which end. */
const passes: readonly (readonly [marker: string, stay: number, end: 'head' | 'tail'])[] = [
  ['<obs>', 12, 'tail'],
  ['<hist>', 1, 'head'],
  ['<next>', 0, 'tail'],
  ['<visited>', 0, 'tail'],
  ['<room>', 0, 'tail'],
  ['<seen>', 2, 'tail'],
  ['<obs>', 0, 'tail'],
  ['<hist>', 0, 'head'],
  ['<done>', 0, 'tail'],
  ['<seen>', 0, 'tail'],
]

/** The sections as one line of at most `budget` words. */
export function fitSections(sections: readonly Section[], budget: number): string {
  const items = sections.map((section) => section.items.filter((item) => item.length > 0).slice())
  let words = sections.length
  for (const list of items) for (const item of list) words += item.length
  for (const [marker, stay, end] of passes) {
    if (words <= budget) break
    const index = sections.findIndex((section) => section.marker === marker)
    if (index < 0 || sections[index]!.keep === true) continue
    const list = items[index]!
    while (words > budget && list.length > stay) {
      const gone = end === 'tail' ? list.pop() : list.shift()
      words -= gone!.length
    }
  }
  const out: string[] = []
  sections.forEach((section, i) => {
    out.push(section.marker)
    for (const item of items[i]!) out.push(...item)
  })
  return (out.length > budget ? out.slice(0, budget) : out).join(' ')
}
