// What can be known from the pages shown so far: the memory behind the compact agent and the demonstrator. It reads only
// observations, action lists and the actions that led to them, never the shop's state or a product's hidden attributes.
import type { AgentView } from '@gigpo/core'
import { readGoal, type SeenGoal } from './read-goal.ts'
import { type PriceRange, readPage, type SeenGroup, type SeenPage } from './read-page.ts'
import { findPhrase, type Match, shareFound, valueLikeness, wordsOf } from './words.ts'

export interface SeenProduct {
  readonly asin: string
  price: PriceRange | undefined
  /** How often its page was entered from the results. */
  opened: number
  /** Sub-pages read: `features`, `description`, … */
  readonly read: Set<string>
  /** Words of everything read about it, line by line. */
  readonly lines: (readonly string[])[]
  /** Undefined until its page was seen. */
  groups: readonly SeenGroup[] | undefined
  /** Share of the wanted type's words in the title, in [0, 1]. */
  readonly typeShare: number
  /** Judgements made so far; cleared by new reading. */
  readonly matches: Map<string, Match>
  readonly values: Map<number, OfferedValue | undefined>
}

/** The value of a product that fits a wanted option best, with its likeness in [0, 1.01]. */
interface OfferedValue {
  readonly group: string
  readonly value: string
  readonly likeness: number
}

export type PriceVerdict = 'ok' | 'maybe' | 'over'
export type OptionVerdict = 'unknown' | 'can' | 'near' | 'none' | 'set'

const details = new Set(['features', 'description', 'reviews', 'attributes'])

export class SeenShop {
  goal: SeenGoal = { type: '', attributes: [], options: [] }
  page: SeenPage = readPage({ text: '' })
  /** Words of the last search; undefined before the first. */
  query: string | undefined
  /** All queries sent, in order. */
  readonly queries: string[] = []
  /** Asins of the last results page seen, in order, and its number. */
  results: readonly string[] = []
  number = 0
  /** The item that is open, or the last one that was. */
  current: SeenProduct | undefined
  /** Option group name → chosen value, for the open item. */
  readonly chosen: Map<string, string> = new Map()
  readonly products: Map<string, SeenProduct> = new Map()
  /** Whether the last action changed nothing. */
  lastFailed = false
  #typeWords: readonly string[] = []
  #steps = 0

  /** Reads what is new in the view. Views of one episode must come in order; steps may be skipped. */
  update(view: AgentView): void {
    for (; this.#steps <= view.history.length; this.#steps++) {
      const i = this.#steps
      // Action lists of earlier pages are not kept in the history: those pages were read when they were shown.
      const observation = i < view.history.length ? { text: view.history[i]!.observation } : view.observation
      this.#read(i === 0 ? undefined : view.history[i - 1]!, observation)
    }
  }

  /** Position of an asin among the results shown last, from 1; 0 where it is not there. */
  rank(asin: string): number {
    return this.results.indexOf(asin) + 1
  }

  /** Whether the title says the wanted type: `yes` all words, `weak` at least a third. */
  typeMatch({ typeShare }: SeenProduct): Match {
    return typeShare === 1 ? 'yes' : typeShare >= 1 / 3 ? 'weak' : 'no'
  }

  /** Best match of a wanted attribute in any line read about a product. */
  attributeMatch(product: SeenProduct, attribute: string): Match {
    const known = product.matches.get(attribute)
    if (known !== undefined) return known
    const phrase = wordsOf(attribute)
    const found = product.lines.map((line) => findPhrase(phrase, line))
    const best = found.includes('yes') ? 'yes' : found.includes('weak') ? 'weak' : 'no'
    product.matches.set(attribute, best)
    return best
  }

  /** The value on the product's page that fits wanted option `index` best; undefined where it has none, or was not seen. */
  bestValue(product: SeenProduct, index: number): OfferedValue | undefined {
    const wanted = this.goal.options[index]
    if (wanted === undefined || product.values.has(index)) return product.values.get(index)
    let best: OfferedValue | undefined
    for (const { name, values } of product.groups ?? []) {
      for (const { text } of values) {
        const likeness = valueLikeness(wanted.value, text) + (name.toLowerCase() === wanted.name ? 0.01 : 0)
        if (best === undefined || likeness > best.likeness) best = { group: name, value: text, likeness }
      }
    }
    product.values.set(index, best)
    return best
  }

  /** Whether a wanted option can be had of this product, or is chosen already. */
  optionVerdict(product: SeenProduct, index: number): OptionVerdict {
    if (product.groups === undefined) return 'unknown'
    const best = this.bestValue(product, index)
    if (best === undefined || best.likeness < 0.6) return 'none'
    if (product === this.current && this.chosen.get(best.group) === best.value) return 'set'
    return best.likeness >= 1 ? 'can' : 'near'
  }

  /** Whether words of a wanted option value stand in the title. */
  optionInTitle(product: SeenProduct, index: number): boolean {
    return findPhrase(wordsOf(this.goal.options[index]?.value ?? ''), product.lines[0] ?? []) !== 'no'
  }

  priceVerdict(product: SeenProduct): PriceVerdict {
    const { cap } = this.goal
    if (cap === undefined || product.price === undefined || product.price.high <= cap) return 'ok'
    return product.price.low > cap ? 'over' : 'maybe'
  }

  #read(
    before: { readonly action: string; readonly observation: string } | undefined,
    observation: AgentView['observation'],
  ): void {
    const page = readPage(observation)
    if (before === undefined) {
      this.goal = readGoal(page.instruction === '' ? observation.text : page.instruction)
      this.#typeWords = wordsOf(this.goal.type)
    }
    this.#follow(before?.action ?? '', page)
    // A choice changes nothing that the plain text shows.
    this.lastFailed = before !== undefined && before.observation === observation.text && !this.#chose(before.action)
    if (page.kind === 'results') this.#readResults(page)
    if (page.kind === 'item') this.#readItem(page, observation.actions !== undefined)
    if (page.kind === 'detail') this.#readDetail(before?.action ?? '', page)
    this.page = page
  }

  /** What the action did, as far as the page that came confirms it. */
  #follow(action: string, page: SeenPage): void {
    const argument = /^\w+\[(.*)\]$/s.exec(action)?.[1] ?? ''
    if (action.startsWith('search[') && page.kind === 'results') {
      this.query = argument
      this.queries.push(argument)
    }
    if (page.kind === 'results' || page.kind === 'index') this.chosen.clear()
    const product = this.products.get(argument)
    if (action.startsWith('click[') && page.kind === 'item' && product !== undefined && this.page.kind === 'results') {
      product.opened++
      this.current = product
    }
  }

  /** Notes a choice, of the later group where two have the value, as the shop does. False where the action was none. */
  #chose(action: string): boolean {
    if (this.page.kind !== 'item' || !action.startsWith('click[')) return false
    const clicked = action.slice(6, -1)
    const holds = ({ values }: SeenGroup): boolean => values.some(({ text }) => text.toLowerCase() === clicked)
    const group = this.current?.groups?.filter(holds).at(-1)
    if (group === undefined) return false
    this.chosen.set(group.name, group.values.find(({ text }) => text.toLowerCase() === clicked)!.text)
    return true
  }

  #readResults(page: SeenPage): void {
    this.results = page.results.map(({ asin }) => asin)
    this.number = page.number
    for (const { asin, title, price } of page.results) {
      if (this.products.has(asin)) continue
      const words = wordsOf(title)
      this.products.set(asin, {
        asin,
        price,
        opened: 0,
        read: new Set(),
        lines: [words],
        groups: undefined,
        typeShare: shareFound(this.#typeWords, words),
        matches: new Map(),
        values: new Map(),
      })
    }
  }

  #readItem(page: SeenPage, listed: boolean): void {
    if (this.current === undefined || !listed) return
    this.current.groups = page.groups
    this.current.values.clear()
    if (page.price !== undefined) this.current.price = page.price
    for (const { name, values } of page.groups)
      for (const { text, marked } of values) if (marked) this.chosen.set(name, text)
  }

  #readDetail(action: string, page: SeenPage): void {
    const name = action.slice(6, -1)
    if (this.current === undefined || !details.has(name) || this.current.read.has(name)) return
    this.current.read.add(name)
    for (const line of page.lines) this.current.lines.push(wordsOf(line))
    this.current.matches.clear()
  }
}
