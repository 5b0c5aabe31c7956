// A page as a shopper reads it: from the observation (`text` or `text_marked`) and the list of actions alone, back to what is
// on it. The segments are joined by " [SEP] "; what is an option value and what the name of its group shows in the actions,
// because only values can be clicked. Reading is total: text of another kind is a page of kind `other`.
import type { Observation } from '@gigpo/core'

export interface PriceRange {
  readonly low: number
  readonly high: number
}

interface SeenResult {
  /** As clicked: lower case. */
  readonly asin: string
  readonly title: string
  readonly price?: PriceRange
}

interface SeenValue {
  readonly text: string
  /** Whether the page marks it as chosen; the plain `text` observation marks nothing. */
  readonly marked: boolean
}

export interface SeenGroup {
  readonly name: string
  readonly values: readonly SeenValue[]
}

export interface SeenPage {
  /** `detail`: description, features, reviews or attributes of an item. */
  readonly kind: 'index' | 'results' | 'item' | 'detail' | 'done' | 'other'
  /** Empty where the page names none. */
  readonly instruction: string
  /** Page of results, from 1; 0 elsewhere. */
  readonly number: number
  readonly results: readonly SeenResult[]
  readonly title: string
  readonly price?: PriceRange
  readonly groups: readonly SeenGroup[]
  /** Paragraph or bullets of a detail page. */
  readonly lines: readonly string[]
  readonly hasNext: boolean
  readonly hasPrevious: boolean
}

const separator = ' [SEP] '
const header = /^Page (\d+) \(Total results: \d+\)$/
const asinPattern = /^[A-Z0-9]{8,10}$/
const priceTag = /^\$\d/
const notAsins = { '< prev': true, 'next >': true, 'back to search': true }

/** Reads any observation. */
export function readPage({ text, actions = [] }: Observation): SeenPage {
  const segments = text.split(separator).map((segment) => segment.trim())
  const clicks = new Set<string>()
  for (const action of actions) if (action.startsWith('click[')) clicks.add(action.slice(6, -1))
  const base = {
    instruction: instructionOf(segments),
    number: 0,
    results: [],
    title: '',
    groups: [],
    lines: [],
    hasNext: clicks.has('next >'),
    hasPrevious: clicks.has('< prev'),
  }
  if (segments[0]?.startsWith('Thank you for shopping') === true) return { ...base, kind: 'done' }
  const back = segments.indexOf('Back to Search')
  if (back < 0) return { ...base, kind: segments[0] === 'WebShop' || segments.at(-1) === 'Search' ? 'index' : 'other' }
  const body = segments.slice(back + 1)
  const page = header.exec(body[0] ?? '')
  if (page !== null)
    return { ...base, kind: 'results', number: Number(page[1]), results: readResults(body.slice(1), clicks) }
  const inner = body[0] === '< Prev' ? body.slice(1) : body
  if (inner.at(-1) !== 'Buy Now') return { ...base, kind: 'detail', lines: inner }
  return { ...base, kind: 'item', ...readItem(inner, clicks) }
}

function instructionOf(segments: readonly string[]): string {
  const at = segments.indexOf('Instruction:')
  return at < 0 ? '' : (segments[at + 1] ?? '')
}

/** (asin title? price)*; an empty title has no segment. */
function readResults(segments: readonly string[], clicks: ReadonlySet<string>): SeenResult[] {
  const results: SeenResult[] = []
  for (let i = 0; i < segments.length; i++) {
    const asin = segments[i]!.toLowerCase()
    if (asin in notAsins || !(clicks.has(asin) || asinPattern.test(segments[i]!))) continue
    const untitled = priceTag.test(segments[i + 1] ?? '') && !priceTag.test(segments[i + 2] ?? '')
    const title = untitled ? '' : (segments[i + 1] ?? '')
    i += untitled ? 1 : 2
    results.push({ asin, title, ...priced(segments[i] ?? '') })
  }
  return results
}

/** name value* … title "Price: …" "Rating: …" buttons: options stand before the title. */
function readItem(segments: readonly string[], clicks: ReadonlySet<string>) {
  let at = segments.length - 1
  while (at > 0 && !segments[at]!.startsWith('Price: ')) at--
  const groups: { name: string; values: SeenValue[] }[] = []
  for (const segment of segments.slice(0, Math.max(0, at - 1))) {
    const value = unmark(segment)
    if (clicks.has(value.text.toLowerCase()) && groups.length > 0) groups.at(-1)!.values.push(value)
    else groups.push({ name: segment, values: [] })
  }
  return { title: segments[Math.max(0, at - 1)] ?? '', groups, ...priced(segments[at]!.slice('Price: '.length)) }
}

/** The marked observation writes "[x] value". */
function unmark(segment: string): SeenValue {
  return segment.startsWith('[x] ') ? { text: segment.slice(4), marked: true } : { text: segment, marked: false }
}

function priced(text: string): { price?: PriceRange } {
  const numbers = (text.match(/\d+(?:\.\d+)?/g) ?? []).map(Number)
  if (numbers.length === 0) return {}
  return { price: { low: Math.min(...numbers), high: Math.max(...numbers) } }
}
