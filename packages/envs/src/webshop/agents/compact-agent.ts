// The agent for small models trained from scratch: a prompt of at most `budget` words from a closed vocabulary, rebuilt each
// step from all pages seen so far, and actions as commands over slots (slot-words.ts).
//
//   <goal> type a1 a2 o1 cap <left> 12 <page> item <query> all <hist> search all open 2
//   <item> 2 f7 price ok type yes a1 yes a2 no o1 can read features <list> 1 f4 over a1 2 f7 seen a1 o1 3 f2 … <act>
//
// HAND ENGINEERING, declared: reading pages, splitting the instruction into slots, comparing slots with text, and remembering
// what was read about which product are done here; a language model would have to do all of it. It uses only text the agent
// was shown. What stays with the policy: which slots to query, which result to open, what to read before deciding, when to
// give a product up, when to page on or search again, which options to pick, when to buy.
// - <goal>: the slots of the instruction; `cap` where it names a highest price.
// - <left>: steps left, this one included (15 = or more).
// - <query>: slots of the last search, `?` for one of other words. <hist>: the last two actions, "!" after one without effect.
// - <item>, on the pages of a product: its rank, its fit (f0 to f9), the price (ok, maybe, over), type and attributes (yes, weak, no in
//   what was read of it), options (can: offered as wanted, near, none, set: chosen), and the sub-pages read.
// - <list>: the results seen last: rank, fit (f0 to f9), `seen` if opened before, `lack` if a wanted option is not offered, over or maybe
//   for the price, and on the results page the slots found.
// - fit: share of what is wanted that is known to be met, in ninths.
import type { Action, Agent, AgentView, Prompt } from '@gigpo/core'
import { GigpoError } from '@gigpo/core'
import { fitOf } from './fit.ts'
import { type SeenProduct, SeenShop } from './seen-shop.ts'
import { MOST_ATTRIBUTES, MOST_OPTIONS, slotsOf, toAction, toWords } from './slot-words.ts'

export interface CompactWebshopAgentOptions {
  /** Most words in a prompt; at least 60. Default 110. */
  readonly budget?: number
  /** Step limit of the environment, for <left>. Default 15. */
  readonly maxSteps?: number
}

const real = /^(?:search|click)\[.+\]$/s
const SMALLEST = 60

/** An agent for one episode. @throws GigpoError `config` for a budget under 60. */
export function createCompactWebshopAgent(options: CompactWebshopAgentOptions = {}): Agent {
  const { budget = 110, maxSteps = 15 } = options
  if (!Number.isInteger(budget) || budget < SMALLEST)
    throw new GigpoError(
      'config',
      `the compact agent's budget must be an integer of at least ${SMALLEST}, received ${budget}`,
      {
        remedy: 'Set agent.budget to 110, or leave it out.',
      },
    )
  const shop = new SeenShop()
  /** Commands of the steps so far, each said in the situation it was decided in. */
  const said: string[] = []

  function prompt(view: AgentView): Prompt {
    for (const { action } of view.history.slice(said.length))
      said.push(real.test(toWords(action, shop)) ? '?' : plain(toWords(action, shop)))
    const steps = said.length
    shop.update(view)
    if (shop.lastFailed && !said[steps - 1]!.endsWith(' !')) said[steps - 1] += ' !'
    const head = [
      ...['<goal>', ...slotsOf(shop.goal), ...(shop.goal.cap === undefined ? [] : ['cap'])],
      ...['<left>', String(Math.max(0, Math.min(15, maxSteps - view.step)))],
      ...['<page>', shop.page.kind, ...(shop.page.kind === 'results' ? [String(Math.min(5, shop.number))] : [])],
      ...['<query>', ...queryWords(shop)],
      ...['<hist>', ...said.slice(-2).flatMap((words) => words.split(' '))],
    ]
    if ((shop.page.kind === 'item' || shop.page.kind === 'detail') && shop.current !== undefined)
      head.push('<item>', ...itemWords(shop, shop.current))
    const list = listWords(shop, budget - head.length - 2)
    return { kind: 'text', text: [...head, '<list>', ...list, '<act>'].slice(-budget).join(' ') }
  }

  function parse(completion: string): Action {
    const text = completion.trim()
    const action = toAction(text, shop)
    // A real action passes as it is, so that every action can be demonstrated.
    return action === undefined ? { text, valid: real.test(text) } : { text: action, valid: true }
  }

  return { prompt, parse, format: (action) => toWords(action, shop) }
}

/** A completion that is no command cannot bring words of its own into the prompt. */
function plain(words: string): string {
  return /^(?:search|open|pick|features|description|reviews|back|next|home|buy)(?: (?:type|all|[ao]?\d{1,2}))*$/.test(
    words,
  )
    ? words
    : '?'
}

function queryWords(shop: SeenShop): string[] {
  if (shop.query === undefined) return []
  const words = toWords(`search[${shop.query}]`, shop)
  return real.test(words) ? ['?'] : words.split(' ').slice(1)
}

function itemWords(shop: SeenShop, product: SeenProduct): string[] {
  const { attributes, options, type, cap } = shop.goal
  const rank = shop.rank(product.asin)
  const words = [...(rank === 0 ? [] : [String(rank)]), `f${fitOf(shop, product)}`]
  if (cap !== undefined) words.push('price', shop.priceVerdict(product))
  if (type !== '') words.push('type', shop.typeMatch(product))
  for (const [i, attribute] of attributes.slice(0, MOST_ATTRIBUTES).entries())
    words.push(`a${i + 1}`, shop.attributeMatch(product, attribute))
  for (let i = 0; i < Math.min(MOST_OPTIONS, options.length); i++)
    words.push(`o${i + 1}`, shop.optionVerdict(product, i))
  const read = ['features', 'description', 'reviews'].filter((name) => product.read.has(name))
  return read.length === 0 ? words : [...words, 'read', ...read]
}

/** The results in order, in at most `room` words: what was found is left out first, from the last result up; then results. */
function listWords(shop: SeenShop, room: number): string[] {
  // The start page lists nothing that could be opened.
  if (shop.page.kind === 'index') return []
  const short: string[][] = []
  const found: string[][] = []
  for (const [i, asin] of shop.results.slice(0, 10).entries()) {
    const product = shop.products.get(asin)!
    const price = shop.goal.cap === undefined ? 'ok' : shop.priceVerdict(product)
    const lacks = shop.goal.options.some((_, o) => shop.optionVerdict(product, o) === 'none')
    short.push([
      ...[String(i + 1), `f${fitOf(shop, product)}`],
      ...(product.opened > 0 ? ['seen'] : []),
      ...(lacks ? ['lack'] : []),
      ...(price === 'ok' ? [] : [price]),
    ])
    found.push(shop.page.kind === 'results' ? foundWords(shop, product) : [])
  }
  const size = (): number => short.flat().length + found.flat().length
  for (let i = short.length - 1; i >= 0 && size() > room; i--) found[i] = []
  while (short.length > 0 && size() > room) {
    short.pop()
    found.pop()
  }
  return short.flatMap((words, i) => [...words, ...found[i]!])
}

function foundWords(shop: SeenShop, product: SeenProduct): string[] {
  const words = shop.typeMatch(product) === 'yes' ? ['type'] : []
  for (const [i, attribute] of shop.goal.attributes.slice(0, MOST_ATTRIBUTES).entries())
    if (shop.attributeMatch(product, attribute) === 'yes') words.push(`a${i + 1}`)
  for (let i = 0; i < Math.min(MOST_OPTIONS, shop.goal.options.length); i++) {
    const verdict = shop.optionVerdict(product, i)
    if (verdict === 'can' || (verdict === 'unknown' && shop.optionInTitle(product, i))) words.push(`o${i + 1}`)
  }
  return words
}
