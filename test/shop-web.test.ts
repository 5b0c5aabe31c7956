// The shop in a real browser: shopping by mouse and by keyboard alone, on a narrow screen, with hostile products, and a replay.
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pageOf, parseShopUrl, printText } from '@gigpo/envs/webshop'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ShopServer, serveShop } from '../packages/gigpo/src/shop/serve-shop.ts'
import { goals, positions, shop, task } from '../packages/gigpo/src/shop/small-shop.test-support.ts'
import { walkTo } from '../packages/gigpo/src/shop/walk-to.ts'
import { installedChromium, launchChromium, watchedPage } from './support/chromium.ts'
import { startCli, temporaryDirectory } from './support/cli.ts'

const executablePath = installedChromium()
const me = `fixed_${task}`
const goal = goals[task]!

it('is served by the command line until it is stopped', async () => {
  const cli = startCli(['play', 'webshop', '--web', '--source', 'generated', '--set', 'products=100', '--task', '3'], {
    home: temporaryDirectory(),
  })
  const url = await new Promise<string>((resolve, reject) => {
    cli.stdout?.once('data', (text: Buffer) => resolve(text.toString().trim()))
    cli.once('exit', (code) => reject(new Error(`ended with ${code}`)))
  })
  const response = await fetch(url)
  expect(new URL(response.url).pathname).toMatch(/^\/fixed_\d+$/)
  expect(await response.text()).toContain('<h2>What counts</h2>')
  cli.kill('SIGINT')
  expect(await new Promise((resolve) => cli.once('exit', resolve))).toBe(0)
})

describe.skipIf(executablePath === undefined)('the shop in a browser (needs chromium on the path)', () => {
  let browser: Browser
  let server: ShopServer
  const problems: string[] = []

  beforeAll(async () => {
    browser = await launchChromium()
    server = await serveShop({ shop, goals, positions, task: goal.id })
  }, 30_000)
  afterAll(async () => {
    await browser.close()
    await server.close()
  })

  async function open(path: string, options: BrowserContextOptions = {}, url = server.url): Promise<Page> {
    const page = await watchedPage(browser, problems, { viewport: { width: 1280, height: 800 }, ...options })
    await page.goto(url + path)
    return page
  }
  /** Presses a key once the page's own script, which reads it, has run. */
  const press = async (page: Page, key: string): Promise<void> => {
    await page.waitForLoadState('load')
    await page.keyboard.press(key)
  }
  const score = (page: Page): Promise<string | null> => page.locator('.panel .score b').textContent()
  const isWide = (page: Page): Promise<boolean> =>
    page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth') as Promise<boolean>

  it('is shopped in by mouse, from the search to a perfect purchase', async () => {
    const page = await open('/')
    await page.getByRole('searchbox').fill('light weight red shoe')
    await page.getByRole('button', { name: 'Search' }).click()
    // Anywhere on the card.
    await page.locator('.card', { hasText: 'Red Running Shoe' }).click({ position: { x: 90, y: 90 } })
    await page.getByRole('button', { name: 'dark blue' }).click()
    expect(await score(page)).toBe('0.5')
    await page.getByRole('button', { name: 'red', exact: true }).click()
    await page.getByRole('button', { name: '9' }).click()
    expect(await page.getByRole('button', { name: 'red', exact: true }).getAttribute('aria-pressed')).toBe('true')
    expect(await page.getByRole('button', { name: 'dark blue' }).getAttribute('aria-pressed')).toBe('false')
    await page.getByRole('link', { name: 'Features' }).click()
    expect(await page.locator('.bullet').allTextContents()).toEqual(['light weight', ' ', 'machine washable sole'])
    await page.goBack()
    await page.reload()
    expect(await score(page)).toBe('1')
    await page.getByRole('link', { name: 'Buy Now' }).click()
    expect(await page.locator('.score-value').textContent()).toBe('1.0')
    expect(new URL(page.url()).pathname).toMatch(/^\/done\//)
    expect(await page.locator('.steps .did').last().textContent()).toBe('click[buy now]')
  })

  it('is shopped in by the keyboard alone', async () => {
    const page = await open('/')
    const at = (kind: string): Promise<unknown> => page.waitForSelector(`main.${kind}`)
    await press(page, '/')
    await page.keyboard.type('mug shoe')
    await press(page, 'Enter')
    await at('results')
    await press(page, 'n')
    await page.waitForSelector('.pager .prev')
    await press(page, 'p')
    await page.waitForSelector('.pager:not(:has(.prev))')
    await press(page, 'ArrowRight')
    await press(page, 'ArrowRight')
    await press(page, 'ArrowDown')
    await press(page, 'ArrowUp')
    await press(page, 'ArrowLeft')
    const focused = page.locator('.card:has(a:focus)')
    expect(await focused.getAttribute('class')).toBe('card')
    expect(await focused.locator('.title').textContent()).toBe('Red Running Shoe')
    expect(await page.evaluate('getComputedStyle(document.activeElement.closest(".card")).outlineStyle')).toBe('solid')
    await press(page, 'Enter')
    await at('item')
    await press(page, '1')
    await page.waitForSelector('text=/^red$/ >> xpath=self::*[@aria-pressed="true"]')
    // The first group has its choice: digits now choose in the second.
    await press(page, '2')
    await page.waitForFunction('document.querySelectorAll("[aria-pressed=true]").length === 2')
    expect(await score(page)).toBe('1')
    await press(page, 'd')
    await at('description')
    await press(page, 'u')
    await at('item')
    await press(page, 'b')
    await at('done')
    expect(await page.locator('.score-value').textContent()).toBe('1.0')
  })

  it('works without script', async () => {
    const page = await open('/', { javaScriptEnabled: false })
    await page.getByRole('searchbox').fill('red shoe')
    await press(page, 'Enter')
    await page.getByRole('link', { name: 'BREDSHOE01' }).click()
    await page.getByRole('button', { name: '9' }).click()
    await page.getByRole('link', { name: 'Buy Now' }).click()
    expect(await page.locator('.score-value').textContent()).toBe('0.75')
  })

  it('fits narrow screens, in the dark too, with the task folded to the bottom', async () => {
    for (const width of [320, 480]) {
      const page = await open('/', { viewport: { width, height: 700 }, colorScheme: 'dark' })
      for (const path of [
        `/${me}`,
        `/search_results/${me}/mug/2`,
        `/item_page/${me}/BREDSHOE01/red+shoe/1/%7B%7D`,
        `/item_sub_page/${me}/BHOSTILE01/onclick/1/Description/%7B%7D`,
        `/done/${me}/BHOSTILE01/%7B%7D`,
        '/nobody',
      ]) {
        await page.goto(server.url + path)
        expect([path, await isWide(page)]).toEqual([path, false])
      }
      await page.goto(`${server.url}/${me}`)
      expect(await page.locator('.wish').isVisible()).toBe(false)
      await page.locator('.fold').click()
      expect(await page.locator('.wish').isVisible()).toBe(true)
      expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(20, 23, 27)')
      await page.context().close()
    }
    problems.length = 0 // the refused address is reported as a failed request
  })

  it('runs nothing that a product says, and shows it as it is written', async () => {
    const page = await open(`/search_results/${me}/onclick/1`)
    const places = [
      `/search_results/${me}/onclick/1`,
      `/item_page/${me}/BHOSTILE01/onclick/1/%7B%7D`,
      `/item_page/${me}/BHOSTILE01/onclick/1/${encodeURIComponent(JSON.stringify({ '<u onfocus=alert(1)>': 'it\'s "big"' }))}`,
      `/item_sub_page/${me}/BHOSTILE01/onclick/1/Description/%7B%7D`,
      `/item_sub_page/${me}/BHOSTILE01/onclick/1/Features/%7B%7D`,
    ]
    for (const path of places) {
      await page.goto(server.url + path)
      await page.mouse.move(600, 400)
      expect(await page.evaluate('window.hacked')).toBeUndefined()
      expect(await page.locator('main').locator('script, img, iframe, [onclick], [onfocus], [onload]').count()).toBe(0)
      // What the browser shows of the page, text node by text node, is what the agent reads.
      const nodes = (await page.evaluate(`(() => {
        const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT)
        const texts = []
        while (walker.nextNode()) texts.push(walker.currentNode.data)
        return texts
      })()`)) as string[]
      const shown = nodes.filter((text) => text.trim() !== '' || !text.includes('\n')).map((text) => text.trim())
      const walk = walkTo(shop, goal, parseShopUrl(path)!)!
      expect(shown.join(' [SEP] ')).toBe(printText(pageOf(shop, goal, walk.state), 'text'))
    }
    expect(problems).toEqual([])
  })

  it('replays an episode step by step', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'gigpo-test-')), '1.jsonl')
    const step = (action: string, observation: string, total: number): object => ({
      ...{ anchor: observation, action, observation, reward: 0 },
      advantage: { episode: 0.5, step: total - 0.5, total, return: 1, group: 0 },
    })
    const wrong = step('click[red]', 'Some other page', -1)
    const steps = [
      step('search[red shoe]', '', 1),
      step('click[bredshoe01]', '', 2),
      wrong,
      step('click[buy now]', '', 1),
    ]
    writeFileSync(file, `${JSON.stringify({ group: goal.id, steps })}\n`)
    const replay = await serveShop({ shop, goals, positions, episodes: file })
    const page = await open('/', { viewport: { width: 420, height: 800 } }, replay.url)
    const titles: string[] = []
    for (const kind of ['index', 'results', 'item', 'item', 'done']) {
      await page.waitForSelector(`.reel ~ main.${kind}`)
      titles.push((await page.locator('.turn strong').textContent()) ?? '')
      expect([kind, await isWide(page)]).toEqual([kind, false])
      if (titles.length === 3) {
        expect(await page.locator('.acted-on').textContent()).toBe('red')
        expect(await page.getByRole('alert').textContent()).toContain('The recorded observation is not this page.')
      }
      if (kind !== 'done') await press(page, 'ArrowRight')
      await page.waitForSelector(`.strip a:nth-child(${Math.min(5, titles.length + 1)})[aria-current]`)
    }
    expect(titles).toEqual([
      ...steps.map((s, i) => `${i + 1}. ${(s as { action: string }).action}`),
      'End of the episode',
    ])
    await page.getByRole('link', { name: 'Previous' }).click()
    await page.waitForSelector('.strip a:nth-child(4)[aria-current]')
    await press(page, 'ArrowLeft')
    await page.waitForSelector('.strip a:nth-child(3)[aria-current]')
    await page.locator('.fold').click()
    await page.getByRole('link', { name: 'Go on shopping from here' }).click()
    expect(new URL(page.url()).pathname).toBe(`/item_page/${me}/BREDSHOE01/red+shoe/1/%7B%7D`)
    await replay.close()
    expect(problems).toEqual([])
  })
})
