// A number with its range and its origin: published, with who, when, what and how it was derived; or assumed, with why.
export interface Publication {
  readonly kind: 'published'
  readonly organisation: string
  /** Null where the page has no date. */
  readonly year: number | null
  readonly title: string
  readonly url: string
  /** From what the publication says to the number here. */
  readonly derivation: string
}

export interface Assumption {
  readonly kind: 'assumed'
  readonly why: string
}

export interface SourcedNumber {
  readonly value: number
  /** What sensitivity varies it over. */
  readonly low: number
  readonly high: number
  /** The first is what the number rests on most; an assumption within a published range names both. */
  readonly sources: readonly (Publication | Assumption)[]
}

export function assumed(value: number, low: number, high: number, why: string): SourcedNumber {
  return { value, low, high, sources: [{ kind: 'assumed', why }] }
}

/** One line for a reader. */
export function describeSource(source: Publication | Assumption): string {
  if (source.kind === 'assumed') return `Assumption: ${source.why}.`
  return `${source.organisation} (${source.year ?? 'undated'}), ${source.title}: ${source.derivation}.`
}
