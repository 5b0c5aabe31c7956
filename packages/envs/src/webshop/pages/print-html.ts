// The HTML printer of the page model, for people and for the agents' `html` mode. Segments are printed in order, each text
// in one element of its own, so the visible text nodes are exactly those of the `text` printer: what a person reads beyond
// them (pictures, departments) is drawing or generated content, never a text node. Links lead to the original's addresses.
import type { Product } from '../products/product.ts'
import { drawPicture } from '../site/picture.ts'
import { clicked } from './clickables.ts'
import { escapeHtml } from './escape-html.ts'
import type { Page, Segment } from './page.ts'
import { parseShopUrl, type ShopPlace, shopUrl } from './shop-url.ts'

export interface HtmlOptions {
  /** A whole document without pictures, as agents read it. Otherwise the `<main>` element for a site to set in its frame. */
  readonly bare?: boolean
  /** Looks up what pictures and departments are drawn from. */
  readonly product?: (asin: string) => Product | undefined
  /** A segment of the page to mark with the class `acted-on`. */
  readonly marked?: Segment | undefined
}

/** Parts of a page. Neighbouring segments of one part share a parent element. */
type Part =
  | 'shop'
  | 'goal'
  | 'search'
  | 'crumbs'
  | 'heading'
  | 'pager'
  | 'cards'
  | 'choices'
  | 'facts'
  | 'tabs'
  | 'buy'
  | 'content'
  | 'receipt'

export function printHtml(page: Page, options: HtmlOptions = {}): string {
  const place = parseShopUrl(page.url)
  const product = (options.bare ? undefined : options.product) ?? (() => undefined)
  const context: Context = { page, place, product, marked: options.marked }
  const parts = runs(page.segments, (segment) => partOf(page, segment))
  const body = [...photo(context), ...parts.map(([part, segments]) => printPart(part, segments, context))].join('\n')
  const main = `<main class="page ${page.kind}" id="page">\n${body}\n</main>`
  if (options.bare !== true) return main
  return `<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>WebShop</title></head>\n<body>\n${main}\n</body>\n</html>`
}

interface Context {
  readonly page: Page
  readonly place: ShopPlace | undefined
  readonly product: (asin: string) => Product | undefined
  readonly marked: Segment | undefined
}

/** The product a page is about, in the colours chosen. */
function photo({ page, place, product }: Context): string[] {
  const shown = place === undefined || place.asin === '' ? undefined : product(place.asin)
  if (shown === undefined) return []
  const chosen = place?.chosen.map(({ value }) => value)
  const title = page.kind === 'item' ? '' : ` data-title="${escapeHtml(shown.title)}"`
  return [
    `<div class="photo" data-department="${escapeHtml(shown.category)}"${title}>${drawPicture(shown, chosen)}</div>`,
  ]
}

function partOf(page: Page, segment: Segment): Part {
  switch (segment.kind) {
    case 'input':
      return 'search'
    case 'link':
      return 'cards'
    case 'option':
      return 'choices'
    case 'button':
      return partOfButton(page, segment.label)
    case 'text':
      break
  }
  switch (segment.role) {
    case 'shop':
      return 'shop'
    case 'label':
    case 'instruction':
      return 'goal'
    case 'header':
      return 'heading'
    case 'option-name':
      return 'choices'
    case 'title':
    case 'price':
    case 'rating':
      return page.kind === 'results' ? 'cards' : 'facts'
    case 'description':
    case 'bullet':
    case 'attribute':
      return 'content'
    case 'receipt':
      return 'receipt'
  }
}

function partOfButton(page: Page, label: string): Part {
  switch (label) {
    case 'Search':
      return 'search'
    case 'Back to Search':
      return 'crumbs'
    case '< Prev':
    case 'Next >':
      return page.kind === 'results' ? 'pager' : 'crumbs'
    case 'Buy Now':
      return 'buy'
    default:
      return 'tabs'
  }
}

function printPart(part: Part, segments: readonly Segment[], context: Context): string {
  const all = (list: readonly Segment[]): string => list.map((segment) => printSegment(segment, context)).join('')
  switch (part) {
    case 'search': {
      const action = context.place === undefined ? '/' : shopUrl({ ...context.place, page: 'index' })
      return `<form class="search" action="${escapeHtml(action)}" role="search">${all(segments)}</form>`
    }
    case 'crumbs':
    case 'pager':
      return `<nav class="${part}">${all(segments)}</nav>`
    case 'cards': {
      const cards = startingAt(segments, (segment) => segment.kind === 'link')
      return `<ol class="cards">\n${cards.map((card) => printCard(card, all, context)).join('\n')}\n</ol>`
    }
    case 'choices': {
      const groups = startingAt(segments, (segment) => segment.kind === 'text')
      return `<div class="choices">\n${groups.map((group) => `<div class="choice" role="group">${all(group)}</div>`).join('\n')}\n</div>`
    }
    case 'receipt': {
      const score = segments.findIndex((segment) => segment.kind === 'text' && segment.text.startsWith('Your score'))
      const named = segments.map((segment, i) => {
        const name = i === score ? ' score-name' : i === score + 1 && score >= 0 ? ' score-value' : ''
        return segment.kind === 'text' ? `<p class="line${name}">${visible(segment.text)}</p>` : ''
      })
      return `<div class="receipt">${named.join('')}</div>`
    }
    default:
      return `<div class="${part}">${all(segments)}</div>`
  }
}

function printCard(card: readonly Segment[], all: (segments: readonly Segment[]) => string, context: Context): string {
  const link = card.find((segment) => segment.kind === 'link')
  if (link === undefined) return `<li class="card">${all(card)}</li>`
  const product = context.product(link.asin)
  const department = product === undefined ? '' : ` data-department="${escapeHtml(product.category)}"`
  const picture = product === undefined ? '' : drawPicture(product)
  return `<li class="card${link.visited ? ' visited' : ''}"${department}>${picture}${all(card)}</li>`
}

function printSegment(segment: Segment, { page, place, marked }: Context): string {
  const link = (name: string, target: string, text: string, more = ''): string =>
    `<a class="${name}${segment === marked ? ' acted-on' : ''}"${more} href="${target}">${visible(text)}</a>`
  switch (segment.kind) {
    case 'text': {
      const tag = segment.role === 'shop' || (segment.role === 'title' && page.kind === 'item') ? 'h1' : 'p'
      return `<${tag} class="${segment.role}">${visible(segment.text)}</${tag}>`
    }
    case 'input':
      return `<input type="search" name="${segment.name}" aria-label="Search" autocomplete="off" required${segment === marked ? ' class="acted-on"' : ''}>`
    case 'link': {
      const { asin } = segment
      return link(
        'asin',
        href(place, (there) => ({ ...there, page: 'item', asin, chosen: [] })),
        asin,
      )
    }
    case 'option': {
      const { value, chosen } = segment
      const target = href(place, (there) => optionTarget(there, page, value))
      return link('option', target, value, ` role="button" aria-pressed="${chosen}"`)
    }
    case 'button': {
      const { label, clickable } = segment
      const name = hyphenated(label)
      if (label === 'Search') return `<button class="${name}">${visible(label)}</button>`
      if (!clickable) return `<span class="${name}" aria-disabled="true">${visible(label)}</span>`
      return link(
        name,
        href(place, (there) => buttonTarget(there, page, name)),
        label,
      )
    }
  }
}

/** The words of a label: `< Prev` is `prev`, `Buy Now` is `buy-now`. */
const hyphenated = (label: string): string =>
  label
    .toLowerCase()
    .match(/[a-z]+/g)
    ?.join('-') ?? ''

/** Where a button leads, by its hyphenated name. */
function buttonTarget(place: ShopPlace, page: Page, name: string): ShopPlace {
  switch (name) {
    case 'back-to-search':
      return { ...place, page: 'index' }
    case 'next':
      return { ...place, pageNumber: place.pageNumber + 1 }
    case 'prev':
      if (page.kind === 'results') return { ...place, pageNumber: place.pageNumber - 1 }
      return { ...place, page: page.kind === 'item' ? 'results' : 'item' }
    case 'description':
    case 'features':
    case 'reviews':
    case 'attributes':
      return { ...place, page: name }
    case 'buy-now':
      return { ...place, page: 'done' }
    default:
      return place
  }
}

/** A click names the value alone: it may land on a later group's value, or on a button of the same text. */
function optionTarget(place: ShopPlace, page: Page, value: string): ShopPlace {
  const landed = clicked(page, value)
  if (landed?.kind === 'button') return buttonTarget(place, page, hyphenated(landed.label))
  if (landed?.kind !== 'option') return place
  const choice = { name: landed.group, value }
  const replaces = place.chosen.some(({ name }) => name === choice.name)
  return {
    ...place,
    chosen: replaces
      ? place.chosen.map((made) => (made.name === choice.name ? choice : made))
      : [...place.chosen, choice],
  }
}

function href(place: ShopPlace | undefined, target: (place: ShopPlace) => ShopPlace): string {
  return place === undefined ? '#' : escapeHtml(shopUrl(target(place)))
}

/** An empty text stays a text node, as the original's empty bullets do. */
function visible(text: string): string {
  return text === '' ? ' ' : escapeHtml(text)
}

/** Neighbours of the same key together, in order. */
function runs<T, K>(items: readonly T[], keyOf: (item: T) => K): [K, T[]][] {
  const out: [K, T[]][] = []
  for (const item of items) {
    const key = keyOf(item)
    const last = out.at(-1)
    if (last !== undefined && last[0] === key) last[1].push(item)
    else out.push([key, [item]])
  }
  return out
}

/** Cuts a list before each item that begins a new part. */
function startingAt<T>(items: readonly T[], begins: (item: T) => boolean): T[][] {
  const out: T[][] = []
  for (const item of items) {
    const last = out.at(-1)
    if (last === undefined || begins(item)) out.push([item])
    else last.push(item)
  }
  return out
}
