// A page of the shop for a person: the page model's HTML in the site's frame, with the task and the way so far beside it.
import { type Goal, type Page, printHtml, type Shop, type ShopState } from '@gigpo/envs/webshop'
import { html, raw } from 'hono/html'
import { frame, type Html, queryOf } from './frame.ts'
import type { GoalBook } from './goal-book.ts'
import { goalPanel, homeOf } from './goal-panel.ts'

export interface ShopPageOptions {
  readonly shop: Shop
  readonly goal: Goal
  readonly book: GoalBook
  readonly state: ShopState
  readonly page: Page
  readonly actions: readonly string[]
}

export function shopPage({ shop, goal, book, state, page, actions }: ShopPageOptions): Html {
  const { products } = shop.catalogue
  const rank = book.rank(state.session)
  const product = (asin: string) => {
    const index = products.indexOf(asin)
    return index < 0 ? undefined : products.product(index)
  }
  return frame({
    title: titleOf(page, state.product < 0 ? '' : products.product(state.product).title),
    home: homeOf(page.url),
    products: products.size,
    query: queryOf(page),
    who: html`<span>Task ${rank ?? state.session}</span><a href="/${book.next(state.session)}">Next task</a>`,
    body: html`${raw(printHtml(page, { product }))}
${goalPanel({ shop, goal, state, more: wayAndKeys(state.session, actions) })}`,
  })
}

function titleOf({ kind }: Page, product: string): string {
  if (kind === 'index') return 'WebShop'
  if (kind === 'results') return 'Search results · WebShop'
  if (kind === 'done') return 'Thank you · WebShop'
  return `${product.slice(0, 60)} · WebShop`
}

const keyNames: readonly (readonly [string, string])[] = [
  ['/', 'search'],
  ['← ↑ → ↓', 'move among products'],
  ['Enter', 'open'],
  ['n p', 'next, previous results'],
  ['1 … 9', 'choose an option'],
  ['d f r', 'description, features, reviews'],
  ['u', 'back one page'],
  ['b', 'buy now'],
]

function wayAndKeys(session: string, actions: readonly string[]): Html {
  return html`<h2>${actions.length === 1 ? '1 step' : `${actions.length} steps`} so far</h2>
<ol class="steps">${lastSteps(actions)}</ol>
<form class="again" method="post" action="/restart/${session}"><a href="/script/${session}">As a script</a><button class="plain">Start again</button></form>
<h2 class="keys-head">Keyboard</h2>
<div class="keys">${keyNames.map(([key, what]) => html`<kbd>${key}</kbd><span>${what}</span>`)}</div>`
}

/** Of a long way the end. */
function lastSteps(actions: readonly string[]): Html[] {
  const first = Math.max(0, actions.length - 20)
  return actions
    .slice(first)
    .map((action, i) => html`<li><span>${first + i + 1}</span><span class="did">${action}</span></li>`)
}
