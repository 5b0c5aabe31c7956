// The document around a page of the shop: head, the bar with the shop's name and search, the side panel. Built with hono's
// escaping templates; only what the page printer has escaped already goes in raw.
import { type Goal, type Page, parseShopUrl } from '@gigpo/envs/webshop'
import { html, raw } from 'hono/html'

export type Html = ReturnType<typeof html>

export interface FrameOptions {
  readonly title: string
  /** Address of the index page of this shopper. */
  readonly home: string
  /** Products sold, for the search bar's hint. */
  readonly products: number
  /** Words in the search bar; none hides the bar. */
  readonly query?: string | undefined
  /** On the right of the bar. */
  readonly who?: Html | undefined
  readonly className?: string
  readonly body: Html
}

/** A whole document. */
export function frame({ title, home, products, query, who, className = 'shop', body }: FrameOptions): Html {
  const bar =
    query === undefined
      ? ''
      : html`<form class="bar" action="${home}" role="search"><input type="search" name="search_query" value="${query}" placeholder="Search ${products.toLocaleString('en')} products" aria-label="Search the shop" autocomplete="off" required><button>Search</button></form>`
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/shop.css">
<script src="/assets/keyboard.js" defer></script>
</head>
<body class="${className}">
<a class="skip" href="#page">Skip to the page</a>
<header class="top"><a class="brand" href="${home}">${raw(bagIcon)}WebShop</a>${bar}<div class="who">${who ?? ''}</div></header>
<div class="frame">
${body}
</div>
</body>
</html>`
}

/** The words a page was found with: none on the index page, which has a search form of its own. */
export function queryOf(page: Page): string | undefined {
  return page.kind === 'index' ? undefined : parseShopUrl(page.url)?.keywords.join(' ')
}

/** `1,000 dollars` and cents where there are any; goals without a cap have none. */
export function capOf(goal: Goal): string | undefined {
  return goal.priceUpper >= 1_000_000 ? undefined : `$${goal.priceUpper.toFixed(2)}`
}

const bagIcon =
  '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 8h16l1.300 13H2.700z" fill="#e8a33d"/><path d="M8 10V7a4 4 0 0 1 8 0v3" fill="none" stroke="#f6e7cc" stroke-width="2" stroke-linecap="round"/></svg>'

/** The icon of the site. */
export const iconFile: string = bagIcon.replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"')
