// The shop as a web application, without sockets: the original's addresses, pages for people, and replays. Every page can be
// reloaded, bookmarked and left by the back button, because its address holds the place. No answer shows a stack trace; the
// content policy lets nothing run but the keyboard script, so that no product text can.
import type { Goal, Page, Shop } from '@gigpo/envs/webshop'
import { pageOf, parseShopUrl, type ShopPlace, shopUrl, styleSheet } from '@gigpo/envs/webshop'
import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import { secureHeaders } from 'hono/secure-headers'
import { frame, type Html, iconFile } from './frame.ts'
import type { GoalBook } from './goal-book.ts'
import { keyboardScript } from './keyboard-script.ts'
import type { Recording } from './replay/read-recordings.ts'
import { replay } from './replay/replay.ts'
import { replayPage } from './replay/replay-page.ts'
import { shopPage } from './shop-page.ts'
import { createShoppers } from './shoppers.ts'
import { walkTo } from './walk-to.ts'

export interface ShopAppOptions {
  readonly shop: Shop
  readonly book: GoalBook
  /** The session that `/` leads to. */
  readonly session: string
  /** With recordings `/` leads to the one at `episode`. */
  readonly recordings?: readonly Recording[]
  readonly episode?: number
}

/** Longest address answered, in characters; a query of a real shopper is far shorter. */
const LONGEST = 8000

export function createShopApp({ shop, book, session, recordings = [], episode = 0 }: ShopAppOptions): Hono {
  const app = new Hono()
  const shoppers = createShoppers(shop)
  const home = `/${session}`
  const notice = (
    c: Context,
    status: 400 | 404 | 414 | 500,
    title: string,
    text: string,
  ): Response | Promise<Response> => c.html(noticePage(shop, home, title, text), status)

  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        scriptSrc: ["'self'"],
        imgSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
      strictTransportSecurity: false,
    }),
  )
  app.use(async (c, next) => {
    if (c.req.url.length > LONGEST) return notice(c, 414, 'That address is too long', 'Try a shorter search.')
    c.header('cache-control', 'no-store')
    return next()
  })
  app.notFound((c) => notice(c, 404, 'There is no such page', 'The address does not lead anywhere in this shop.'))
  app.onError((error, c) => {
    process.stderr.write(`${c.req.method} ${c.req.path}: ${error.message}\n`)
    return notice(c, 500, 'The shop could not show this page', 'What went wrong is printed where the shop was started.')
  })

  const file = (type: string, text: string) => (c: Context) =>
    c.body(text, 200, { 'content-type': `${type}; charset=utf-8` })
  app.get('/assets/shop.css', file('text/css', styleSheet))
  app.get('/assets/keyboard.js', file('text/javascript', keyboardScript))
  app.get('/assets/icon.svg', file('image/svg+xml', iconFile))
  app.get('/favicon.ico', (c) => c.redirect('/assets/icon.svg', 301))
  app.get('/', (c) => c.redirect(recordings.length > 0 ? `/replay/${episode}/0` : home))

  app.get('/replay/:episode{[0-9]{1,9}}/:turn{[0-9]{1,9}}', (c) => {
    const { episode, turn } = c.req.param()
    const recording = recordings[Number(episode)]
    if (recording === undefined) return c.notFound()
    const name = book.find(recording.task)
    if (name === undefined)
      return notice(c, 404, 'That episode was played elsewhere', `This shop has no task ${recording.task}.`)
    const played = replay(shop, book.ofSession(name)!, name, recording)
    if (played.turns[Number(turn)] === undefined) return c.notFound()
    const place = { episode: Number(episode), episodes: recordings.length, turn: Number(turn) }
    return c.html(replayPage(shop, played, place))
  })

  app.get('/script/:session', (c) => {
    const goal = book.ofSession(c.req.param('session'))
    if (goal === undefined) return c.notFound()
    return c.text(`${JSON.stringify({ task: goal.id, actions: shoppers.actions(c.req.param('session')) })}\n`)
  })
  app.post('/restart/:session', (c) => {
    const name = c.req.param('session')
    if (book.ofSession(name) === undefined) return c.notFound()
    shoppers.forget(name)
    return c.redirect(`/${name}`, 303)
  })

  app.get('*', (c) => {
    const url = new URL(c.req.url)
    const place = parseShopUrl(url.pathname)
    if (place === undefined)
      return notice(c, 400, 'That is not an address of this shop', 'It may have been cut or changed.')
    const goal = book.ofSession(place.session)
    if (goal === undefined) return notice(c, 404, 'Nobody shops under that name', 'Begin at the entrance.')
    const query = place.page === 'index' ? url.searchParams.get('search_query') : null
    if (query !== null) return c.redirect(searchAddress(place, query))
    return visit(c, goal, place, url.pathname)
  })

  function visit(c: Context, goal: Goal, place: ShopPlace, path: string): Response | Promise<Response> {
    const direct = walkTo(shop, goal, place)
    if (direct === undefined) {
      const text = 'No search of this shop leads there: the product, the option or the page of results does not exist.'
      return notice(c, 404, 'There is no such page', text)
    }
    const url = pageOf(shop, goal, direct.state).url
    if (url !== path && url !== parsedAgain(path)) return c.redirect(url)
    const { state, actions } = shoppers.arrive(goal, direct)
    const page: Page = pageOf(shop, goal, state)
    return c.html(shopPage({ shop, goal, book, state, page, actions }))
  }
  return app
}

/** A path as this shop would write it: the same place may be encoded in other ways. */
function parsedAgain(path: string): string | undefined {
  const place = parseShopUrl(path)
  return place === undefined ? undefined : shopUrl(place)
}

/** Where a search leads; a search for nothing stays at the door. */
function searchAddress(place: ShopPlace, query: string): string {
  const words = query.trim().toLowerCase().split(/\s+/)
  return shopUrl(words[0] === '' ? place : { ...place, page: 'results', keywords: words })
}

function noticePage(shop: Shop, home: string, title: string, text: string): Html {
  const body = html`<main class="page notice" id="page"><h1>${title}</h1><p>${text}</p><p><a href="${home}">To the entrance of the shop</a></p></main>`
  return frame({ title, home, products: shop.catalogue.products.size, query: '', body })
}
