import { initialState, type Page, pageOf, stepShop } from '@gigpo/envs/webshop'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { createGoalBook } from './goal-book.ts'
import { createShopApp } from './shop-app.ts'
import { goals, hostileTitle, positions, shop, task } from './small-shop.test-support.ts'
import { walkTo } from './walk-to.ts'

const me = `fixed_${task}`
const item = (options: Record<string, string>, page = 'item_page', sub = ''): string =>
  `/${page}/${me}/BREDSHOE01/red+shoe/1/${sub}${encodeURIComponent(
    `{${Object.entries(options)
      .map(([name, value]) => `"${name}": "${value}"`)
      .join(', ')}}`,
  )}`

let app: ReturnType<typeof createShopApp>
const get = async (path: string): Promise<{ status: number; text: string; to: string | null }> => {
  const response = await app.request(path)
  return { status: response.status, text: await response.text(), to: response.headers.get('location') }
}
const steps = async (): Promise<string[]> => JSON.parse((await get(`/script/${me}`)).text).actions

beforeEach(() => {
  app = createShopApp({ shop, book: createGoalBook(shop, goals, positions), session: me })
})

describe('the shop as a web application', () => {
  it('serves every page of the original under its address', async () => {
    expect((await get('/')).to).toBe(`/${me}`)
    expect((await get(`/${me}`)).text).toContain(goals[task]!.instruction)
    expect((await get(`/${me}?search_query=Red++Shoe+`)).to).toBe(`/search_results/${me}/red+shoe/1`)
    expect((await get(`/search_results/${me}/mug/2`)).text).toContain('Page 2 (Total results: 25)')
    const chosen = await get(item({ color: 'red', size: '9' }))
    expect(chosen.text.match(/aria-pressed="true"[^>]*>[^<]*/g)?.map((found) => found.split('>')[1])).toEqual([
      'red',
      '9',
    ])
    expect((await get(item({}, 'item_sub_page', 'Features/'))).text).toContain('machine washable sole')
    expect((await get(item({}, 'item_sub_page', 'Description/'))).text).toContain('Red Running Shoe.')
    expect((await get(item({}, 'item_sub_page', 'Reviews/'))).status).toBe(200)
    const done = await get(`/done/${me}/BREDSHOE01/${encodeURIComponent('{"color": "red", "size": "9"}')}`)
    expect(done.text).toContain('Thank you for shopping with us!')
    expect(done.text).toContain('<b>1</b> a perfect purchase')
  })

  it('explains what buying now would score', async () => {
    const { text } = await get(item({ color: 'dark blue', size: '9' }))
    expect(text).toContain('<b>0.75</b>')
    expect(text).toContain('different: dark blue')
    expect(text).toMatch(/class="yes"><span>size: 9/)
    expect(text).toMatch(/class="no"><span>color: red/)
    expect(text).toContain('1 × (1 attributes + 1 options + 1 price) / 4 = 0.75')
  })

  it('follows a shopper as the actions of an agent, back button and reload included', async () => {
    await get(`/${me}`)
    await get(`/search_results/${me}/red+shoe/1`)
    await get(item({}))
    await get(item({}))
    await get(item({ color: 'red' }))
    await get(item({ color: 'red' }, 'item_sub_page', 'Features/'))
    expect(await steps()).toEqual(['search[red shoe]', 'click[bredshoe01]', 'click[red]', 'click[features]'])
    await get(item({ color: 'red' }))
    expect((await steps()).at(-1)).toBe('click[< prev]')
    // The back button to before the choice, which no single click can do.
    await get(item({}))
    expect((await steps()).slice(5)).toEqual(['click[back to search]', 'search[red shoe]', 'click[bredshoe01]'])
    await get(`/done/${me}/BREDSHOE01/%7B%7D`)
    expect((await steps()).at(-1)).toBe('click[buy now]')
    await get(item({}))
    expect(await steps()).toEqual(['search[red shoe]', 'click[bredshoe01]'])
    expect((await app.request(`/restart/${me}`, { method: 'POST' })).headers.get('location')).toBe(`/${me}`)
    expect(await steps()).toEqual([])
  })

  it('records only ways that lead an agent to the same page', async () => {
    const addresses = fc.constantFrom(
      `/${me}`,
      `/search_results/${me}/mug/1`,
      `/search_results/${me}/mug/3`,
      `/search_results/${me}/red+shoe/1`,
      `/item_page/${me}/BMUG000003/mug/1/%7B%7D`,
      item({}),
      item({ size: '8', color: 'red' }),
      item({ size: '8' }, 'item_sub_page', 'Reviews/'),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(addresses, { maxLength: 8 }), async (visits) => {
        await app.request(`/restart/${me}`, { method: 'POST' })
        for (const path of visits) expect((await get(path)).status, path).toBe(200)
        const end = (await steps()).reduce((state, action) => {
          const step = stepShop(shop, goals[task]!, state, action)
          expect(step.valid, action).toBe(true)
          return step.state
        }, initialState(me))
        expect(pageOf(shop, goals[task]!, end).url).toBe(visits.at(-1) ?? `/${me}`)
      }),
      { numRuns: 40 },
    )
  })

  it('refuses addresses that lead nowhere with a page, never a stack trace', async () => {
    const refused: [string, number][] = [
      ['/nobody', 404],
      ['/fixed_999999', 404],
      ['/princeton_0', 404],
      [`/fixed_0${task}`, 404],
      [`/search_results/${me}/mug/0`, 400],
      [`/search_results/${me}/mug/9999`, 404],
      [`/search_results/${me}/mug/4`, 404],
      [`/search_results/${me}/mug`, 400],
      [`/search_results/${me}/%E0%A4/1`, 400],
      [`/item_page/${me}/BNOTHING00/mug/1/%7B%7D`, 404],
      [`/item_page/${me}/BREDSHOE01/mug/1/%7B%7D`, 404],
      [item({ color: 'green' }), 404],
      [item({}).replace('%7B%7D', '%5B1%5D'), 400],
      [item({}, 'item_sub_page', 'Attributes/'), 404],
      [`/done/${me}/BNOTHING00/%7B%7D`, 404],
      [`/done/${me}/BREDSHOE01/${encodeURIComponent('{"color": "green"}')}`, 404],
      ['/replay/0/0', 404],
      ['/script/nobody', 404],
      [`/${me}/${'x'.repeat(9000)}`, 414],
    ]
    for (const [path, status] of refused) {
      const answer = await get(path)
      expect([answer.status, path]).toEqual([status, path])
      expect(answer.text).toContain('To the entrance of the shop')
      expect(answer.text).not.toMatch(/\bat .*:\d+:\d+|node_modules/)
    }
    expect((await app.request(`/${me}`, { method: 'DELETE' })).status).toBe(404)
  })

  it('answers any address with a page or a redirection to one', async () => {
    const part = fc.oneof(
      fc.constantFrom(me, 'search_results', 'item_page', 'done', 'BREDSHOE01', '1', '%7B%7D', 'red+shoe', '..', '<r>'),
      fc.string({ unit: 'grapheme' }).map((text) => encodeURIComponent(text)),
      fc.webQueryParameters(),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 7 }), async (parts) => {
        expect((await get(`/${parts.join('/')}`)).status).toBeLessThan(500)
      }),
      { numRuns: 500 },
    )
  })

  it('leads an address written in another way to its own', async () => {
    expect((await get(`/search_results/${me}/RED+shoe/1`)).to).toBe(`/search_results/${me}/red+shoe/1`)
    const quoted = encodeURIComponent('{"color":"red"}')
    expect((await get(`/item_page/${me}/bredshoe01/red+shoe/1/${quoted}`)).to).toBe(item({ color: 'red' }))
    expect((await get(`/item_page/${me}/BREDSHOE01/red+shoe/1/${quoted}`)).status).toBe(200)
  })

  it('lets no text of a product out of its place, and nothing run but its own script', async () => {
    const page = async (path: string): Promise<string> => {
      const { status, text } = await get(path)
      expect(status).toBe(200)
      expect(text.match(/<(script|iframe|img|svg onload|u )[^>]*>/g)).toEqual([
        '<script src="/assets/keyboard.js" defer>',
      ])
      return text
    }
    const results = await page(`/search_results/${me}/onclick/1`)
    expect(results).toContain('&lt;script&gt;window.hacked = 1&lt;/script&gt;')
    await page(`/item_page/${me}/BHOSTILE01/onclick/1/%7B%7D`)
    for (const sub of ['Description', 'Features']) await page(`/item_sub_page/${me}/BHOSTILE01/onclick/1/${sub}/%7B%7D`)
    await page(`/done/${me}/BHOSTILE01/%7B%7D`)
    await page(`/search_results/${me}/${encodeURIComponent('"><script>alert(1)</script>')}/1`)
    const { headers } = await app.request(`/${me}`)
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    )
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(hostileTitle).toContain('<script>')
  })

  it('walks to every page it links to', async () => {
    const open = [`/${me}`, `/search_results/${me}/mug/1`, `/item_page/${me}/BHOSTILE01/onclick/1/%7B%7D`]
    const seen = new Set<string>()
    while (open.length > 0 && seen.size < 150) {
      const path = open.pop()!
      if (seen.has(path)) continue
      seen.add(path)
      const { status, text } = await get(path)
      expect([status, path]).toEqual([200, path])
      const main = text.slice(text.indexOf('<main'), text.indexOf('</main>'))
      for (const [, link] of main.matchAll(/href="([^"]*)"/g)) open.push(link!.replaceAll('&#39;', "'"))
    }
    expect(seen.size).toBeGreaterThan(40)
  })

  it('shows the state that an agent would have', () => {
    const place = { session: me, page: 'item' as const, keywords: ['red', 'shoe'], pageNumber: 1, asin: 'BREDSHOE01' }
    const walk = walkTo(shop, goals[task]!, { ...place, chosen: [{ name: 'size', value: '9' }] })
    const page: Page = pageOf(shop, goals[task]!, walk!.state)
    expect(page.url).toBe(item({ size: '9' }))
    expect(walk!.actions).toEqual(['search[red shoe]', 'click[bredshoe01]', 'click[9]'])
  })
})
