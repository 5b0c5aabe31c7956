// The pages Runs, Run, Compare, Episodes and Episode in a real browser, over runs that were really trained: what they show is
// what the files say, the address restores what was chosen, and axe-core finds nothing to object to.
import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { exportSite } from '@gigpo/studio'
import { readEpisodes, readEvaluations, readMetrics, studentInterval } from '@gigpo/trainer'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { formatNumber, formatShare } from '../packages/studio/src/lib/format.ts'
import { meanInterval } from '../packages/studio/src/lib/mean-interval.ts'
import { installedChromium } from './support/chromium.ts'
import { temporaryDirectory } from './support/cli.ts'
import {
  accessibilityProblems,
  buildPages,
  openStudioInBrowser,
  type StudioInBrowser,
} from './support/studio-browser.ts'
import { alarm, hostile, trainStudioRuns } from './support/studio-runs.ts'

const executablePath = installedChromium()

it('means and intervals of the pages are those of the trainer’s comparison', () => {
  for (const values of [[0.2, 0.5], [1, 2, 4, 8.5], Array.from({ length: 40 }, (_, index) => Math.sqrt(index))]) {
    const [low, high] = studentInterval(values)!
    expect(meanInterval(values)!.interval![0]).toBeCloseTo(low, 12)
    expect(meanInterval(values)!.interval![1]).toBeCloseTo(high, 12)
  }
})

describe.skipIf(executablePath === undefined)('the studio in a browser (needs chromium on the path)', () => {
  const cwd = temporaryDirectory()
  const folder = (name: string): string => join(cwd, 'runs', 'study', name)
  const runHash = (name: string): string => encodeURIComponent(`study/${name}`)
  let studio: StudioInBrowser
  let clientDirectory: string

  beforeAll(async () => {
    clientDirectory = buildPages()
    await trainStudioRuns(cwd)
    studio = await openStudioInBrowser(join(cwd, 'runs'), clientDirectory)
  }, 300_000)
  afterAll(() => studio.close())

  const open = (hash: string, options?: BrowserContextOptions): Promise<Page> => studio.open(hash, options)
  const query = (page: Page): URLSearchParams => new URLSearchParams(page.url().split('?')[1])
  const rows = (page: Page): Promise<string[]> => page.locator('tbody tr th').allInnerTexts()
  const chart = (page: Page, title: string) => page.getByRole('img', { name: `${title} over` })
  const success = (name: string): number => readEvaluations(folder(name)).at(-1)!.panels[0]!.success

  it('loads less than 300 kB', () => {
    const files = ['index.html', 'app.js', 'app.css', 'icon.svg'].map((name) =>
      readFileSync(join(clientDirectory, name)),
    )
    expect(files.reduce((sum, file) => sum + gzipSync(file).length, 0)).toBeLessThan(300_000)
    expect(String(files[0])).not.toMatch(/<script(?![^>]*src=)|<style|style=|https?:/)
  })

  it('Runs: what the files say, ordered, searched and chosen by the address', async () => {
    const page = await open('#/runs')
    for (const name of ['gigpo-seed1', 'gigpo-seed2', 'ppo-seed1']) {
      const row = page.locator('tr', { has: page.getByRole('rowheader', { name }) })
      await row.getByText(formatShare(success(name)), { exact: true }).waitFor()
      const last = readMetrics(folder(name)).at(-1)!
      expect(await row.textContent()).toContain(formatNumber(last['reward/mean']!, 3))
    }
    await page.getByText('damaged').waitFor()
    await page.getByRole('button', { name: 'Run', exact: true }).click()
    await expect.poll(() => rows(page)).toEqual(['gigpo-seed1', 'gigpo-seed2', 'ppo-seed1'])
    await page.getByRole('button', { name: /^Run/ }).click()
    await expect.poll(() => rows(page)).toEqual(['ppo-seed1', 'gigpo-seed2', 'gigpo-seed1'])
    await page.getByRole('searchbox').fill('gigpo-seed[12]')
    await expect.poll(() => rows(page)).toEqual(['gigpo-seed2', 'gigpo-seed1'])
    await page.getByLabel('Differences from').selectOption('study/gigpo-seed1')
    await page.getByText('seed 1 → 2').waitFor()
    await page.getByLabel('Select study/gigpo-seed1').check()
    await page.getByRole('button', { name: 'Select shown' }).click()
    await page.reload()
    await expect.poll(() => rows(page)).toEqual(['gigpo-seed2', 'gigpo-seed1'])
    expect(await page.getByRole('searchbox').inputValue()).toBe('gigpo-seed[12]')
    expect(await page.getByLabel('Select study/gigpo-seed2').isChecked()).toBe(true)
    await page.getByRole('link', { name: 'Compare 2' }).click()
    await page.getByRole('heading', { name: 'Compare', exact: true }).waitFor()
    expect(query(page).get('runs')).toBe('study/gigpo-seed2,study/gigpo-seed1')
  })

  it('Run: its numbers, its alarm, its damage', async () => {
    const page = await open(`#/run/${runHash('gigpo-seed2')}`)
    await page.getByText(/^\d+ alarms?$/).waitFor()
    await page.getByText(`Latest, at iteration 2: ${alarm}`).waitFor()
    await page.getByText('metrics.jsonl:4').waitFor()
    const metrics = readMetrics(folder('gigpo-seed2'))
    const summary = (title: string) => expect.poll(() => chart(page, title).getAttribute('aria-label'))
    await summary('reward/mean').toContain(`${formatNumber(metrics[0]!['reward/mean']!)} at first`)
    await summary('reward/mean').toContain(`${formatNumber(metrics.at(-1)!['reward/mean']!)} at last`)
    await summary('Success on panels, 95 % intervals').toContain(`${formatShare(success('gigpo-seed2'))} at last`)
    await page.getByRole('link', { name: /Alarms and events/ }).click()
    await page.getByRole('cell', { name: 'warning' }).first().waitFor()
    await page.getByRole('link', { name: 'Time', exact: true }).click()
    const seconds = metrics.reduce((sum, line) => sum + line['time/sample']!, 0)
    await page.getByRole('row', { name: `sampling ${formatNumber(seconds)}` }).waitFor()
    await page.getByRole('link', { name: 'Configuration', exact: true }).click()
    await page.getByLabel('Find').fill('clipHigh')
    await page.getByRole('row', { name: 'loss.clipHigh' }).waitFor()
  })

  it('Run: charts zoom together, and what is set comes back after a reload', async () => {
    const page = await open(`#/run/${runHash('gigpo-seed1')}?groups=success,reward`)
    await chart(page, 'success/rate').locator('canvas').waitFor()
    await chart(page, 'success/rate').scrollIntoViewIfNeeded()
    const box = (await chart(page, 'success/rate').locator('.u-over').boundingBox())!
    await page.mouse.move(box.x + box.width * 0.4, box.y + 40)
    // The cursor is the same in all charts: each tells where it is.
    await expect.poll(() => page.locator('figure .at').filter({ hasText: 'Iteration 2' }).count()).toBeGreaterThan(1)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * 0.95, box.y + 40, { steps: 4 })
    await page.mouse.up()
    await expect.poll(() => Number(query(page).get('from'))).toBeCloseTo(1.8, 1)
    await page.getByLabel('X axis').selectOption('steps')
    expect(query(page).get('from')).toBeNull()
    await page.getByLabel('Smoothing').fill('0.5')
    await page.getByLabel('Log scale').check()
    await page.getByLabel('Seeds of this configuration').selectOption('range')
    await page.getByText('mean of 2 seeds').first().waitFor()
    await page.reload()
    expect(await page.getByLabel('X axis').inputValue()).toBe('steps')
    expect(await page.getByLabel('Smoothing').inputValue()).toBe('0.5')
    expect(await page.getByLabel('Log scale').isChecked()).toBe(true)
    await page.getByLabel('Find a metric').fill('clip low')
    await expect.poll(() => page.locator('figure .title').allInnerTexts()).toEqual(['policy/clip_frac_low'])
  })

  it('Run: a chart is saved as a table and as a picture', async () => {
    const page = await open(`#/run/${runHash('gigpo-seed1')}`)
    await chart(page, 'success/rate').locator('canvas').waitFor()
    const save = async (name: string): Promise<Buffer> => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: `${name} of success/rate` }).click(),
      ])
      return readFileSync(await download.path())
    }
    const metrics = readMetrics(folder('gigpo-seed1'))
    const lines = metrics.map((line, index) => `${index + 1},${line['success/rate']}\r\n`)
    expect(String(await save('CSV'))).toBe(`Iteration,success/rate\r\n${lines.join('')}`)
    expect((await save('PNG')).subarray(1, 4).toString()).toBe('PNG')
  })

  it('Compare: means over seeds, costs, differences and flipped tasks', async () => {
    const ids = ['gigpo-seed1', 'gigpo-seed2', 'ppo-seed1'].map((name) => `study/${name}`)
    const page = await open(`#/compare?${new URLSearchParams({ runs: ids.join(',') })}`)
    const cell = (title: string, column: number) =>
      page
        .locator('tr', { has: page.getByRole('rowheader', { name: new RegExp(`^${title}`) }) })
        .locator('td')
        .nth(column)
    const mean = (success('gigpo-seed1') + success('gigpo-seed2')) / 2
    await expect.poll(() => cell('Success on the panel', 0).textContent()).toContain(formatShare(mean))
    const config = readFileSync(join(folder('ppo-seed1'), 'config.yaml'), 'utf8')
    const parameters = Number(/critic: embedded[\s\S]*?parameters: (\d+)/.exec(config)![1])
    expect(await cell('Critic, parameters', 1).textContent()).toContain(formatNumber(parameters, 9))
    expect(await cell('Critic, parameters', 0).textContent()).toContain('there is no critic')
    expect(await cell('Spread over seeds', 1).textContent()).toBe('empty: one seed has no spread')
    expect(await cell('Granularity of credit', 0).textContent()).toContain('step')
    expect(await cell('algorithm.name', 1).textContent()).toBe('ppo')
    await expect
      .poll(() => chart(page, 'Success on unseen @ 1').getAttribute('aria-label'))
      .toContain('gigpo (2 seeds)')
    const [first, second] = ['gigpo-seed1', 'gigpo-seed2'].map(
      (name) => readEvaluations(folder(name)).at(-1)!.panels[0]!.tasks,
    )
    const gained = second!.filter((task, index) => task.success && !first![index]!.success).length
    const lost = second!.filter((task, index) => !task.success && first![index]!.success).length
    await page.getByTitle('against gigpo-seed1').first().waitFor()
    expect(await page.getByTitle('against gigpo-seed1').first().textContent()).toBe(`+${gained} −${lost}`)
    await page.getByLabel(/^Tasks/).selectOption('all')
    await page.getByText('1 to 12 of 12 tasks').waitFor()
    await page.getByRole('button', { name: 'Leave out study/ppo-seed1' }).click()
    await expect.poll(() => query(page).get('runs')).toBe('study/gigpo-seed1,study/gigpo-seed2')
  })

  it('Episodes: counted, searched, narrowed and ordered as the files are', async () => {
    const all = [1, 2, 3].flatMap((iteration) =>
      readEpisodes(join(folder('gigpo-seed1'), 'episodes', `${iteration}.jsonl`)),
    )
    const page = await open(`#/episodes/${runHash('gigpo-seed1')}`)
    await page.getByText(`1 to ${all.length} of ${all.length} episodes`).waitFor()
    const failed = all.filter((episode) => !episode.success)
    await page.getByRole('button', { name: `Failed ${failed.length}` }).click()
    await page.getByText(`1 to ${failed.length} of ${failed.length} episodes`).waitFor()
    await page.getByLabel('Order').selectOption('longest')
    await page.getByLabel('Iteration').selectOption('2')
    const second = readEpisodes(join(folder('gigpo-seed1'), 'episodes', '2.jsonl')).filter(({ success: won }) => !won)
    await page.getByText(`1 to ${second.length} of ${second.length} episodes`).waitFor()
    const longest = Math.max(...second.map(({ steps }) => steps.length))
    expect(await page.locator('tbody tr').first().locator('td').nth(4).textContent()).toBe(String(longest))
    await page.reload()
    await page.getByText(`1 to ${second.length} of ${second.length} episodes`).waitFor()
    await page.getByRole('searchbox').fill('no such words at all')
    await page.getByText('No episode is like that').waitFor()
  })

  it('Episode: what a search finds is marked, and markup stays text', async () => {
    const page = await open(`#/episodes/${runHash('gigpo-seed2')}`)
    await page.getByRole('searchbox').fill('zebra')
    await page.getByText('1 to 1 of 1 episodes').waitFor()
    await expect.poll(() => page.locator('mark').allInnerTexts()).toEqual(['zebra'])
    await page.locator('tbody th a').first().click()
    await page.getByRole('heading', { name: 'Turn 1', exact: true }).waitFor()
    const turn = page.locator('#turn-0')
    expect(await turn.textContent()).toContain(hostile)
    expect(await turn.textContent()).toContain('invalid format')
    expect(await page.locator('main img').count()).toBe(0)
    expect(await page.title()).not.toContain('hacked')
  })

  it('Episode: turns, tokens and keys of the group', async () => {
    const episodes = readEpisodes(join(folder('gigpo-seed1'), 'episodes', '1.jsonl'))
    const context: BrowserContextOptions = { permissions: ['clipboard-read', 'clipboard-write'] }
    const page = await open(`#/episode/${runHash('gigpo-seed1')}/1/0`, context)
    await page.getByRole('heading', { name: 'Turn 1', exact: true }).waitFor()
    const { steps } = episodes[0]!
    await expect.poll(() => page.locator('article').count()).toBe(steps.length)
    expect(await page.locator('#turn-1 .action').textContent()).toBe(steps[1]!.action)
    await page
      .locator('#turn-0')
      .getByRole('button', { name: /tokens/ })
      .click()
    await page
      .locator('#turn-0')
      .getByRole('cell', { name: formatNumber(steps[0]!.logprobs[0]!), exact: true })
      .first()
      .waitFor()
    await page.getByText(`Exact prompt, ${steps[0]!.prompt.length} tokens`).first().click()
    await page.locator('#turn-0 pre').waitFor()
    await page.getByLabel('Tokens coloured by').selectOption('ratio')
    await page.getByText('Ratios are not stored').waitFor()
    await page.getByRole('button', { name: 'Copy as JSON' }).click()
    await page.getByText('copied').waitFor()
    const copied = JSON.parse(String(await page.evaluate('navigator.clipboard.readText()'))) as { steps: unknown[] }
    expect(copied.steps).toHaveLength(steps.length)
    await page.locator('h1').click()
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => page.url()).toContain('/1/1')
    await expect.poll(() => page.locator('article').count()).toBe(episodes[1]!.steps.length)
    await page.keyboard.press('j')
    await expect.poll(() => query(page).get('t')).toBe('0')
    await page.keyboard.press('ArrowLeft')
    await expect.poll(() => page.url()).toContain('/1/0')
  })

  const views = [
    '#/runs?base=study%2Fgigpo-seed1&select=study%2Fppo-seed1',
    `#/run/${runHash('gigpo-seed2')}`,
    `#/run/${runHash('gigpo-seed2')}?tab=time`,
    `#/run/${runHash('gigpo-seed2')}?tab=events`,
    `#/run/${runHash('gigpo-seed2')}?tab=config`,
    '#/compare?runs=study%2Fgigpo-seed1,study%2Fgigpo-seed2,study%2Fppo-seed1&tasks=all',
    `#/episodes/${runHash('gigpo-seed2')}?search=you`,
    `#/episode/${runHash('gigpo-seed2')}/1/0?color=advantage&t=1`,
    `#/episode/${runHash('gigpo-seed2')}/1/1`,
    '#/nothing',
  ]
  it.each([
    ['light', 1280],
    ['dark', 1280],
    ['dark', 390],
  ] as const)(
    'is accessible and no wider than the screen, %s at %d',
    async (colorScheme, width) => {
      const page = await open('#/runs', { colorScheme, viewport: { width, height: 900 } })
      for (const view of views) {
        await page.goto(`http://127.0.0.1:${studio.server.port}/${view}`)
        await page.locator('main').getByRole('heading').or(page.getByText('There is no page')).first().waitFor()
        await page.waitForLoadState('networkidle')
        expect([view, await accessibilityProblems(page)]).toEqual([view, []])
        const sizes = (await page.evaluate(
          '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
        )) as number[]
        expect([view, sizes[0]]).toEqual([view, sizes[1]])
      }
    },
    120_000,
  )

  it('an exported site opens from its folder, and is searched there', async () => {
    const directory = join(cwd, 'site')
    await exportSite({ run: folder('gigpo-seed2'), out: directory, clientDirectory, iterations: [1, 2] })
    const page = await (await studio.browser.newContext()).newPage()
    page.on('pageerror', (error) => studio.problems.push(error.message))
    await page.goto(`file://${directory}/index.html`)
    await page.getByRole('link', { name: /gigpo-seed2/ }).click()
    await page.getByText(`Latest, at iteration 2: ${alarm}`).waitFor()
    await page.getByRole('link', { name: 'Episodes' }).click()
    await page.getByText('1 to 24 of 24 episodes').waitFor()
    await page.getByRole('searchbox').fill('zebra')
    await page.getByText('1 to 1 of 1 episodes').waitFor()
  })

  it('goes on with the run, and says since when it has been stale', async () => {
    const page = await open(`#/run/${runHash('gigpo-seed1')}?groups=reward`)
    await chart(page, 'reward/mean').waitFor()
    const file = join(folder('gigpo-seed1'), 'metrics.jsonl')
    const last = readMetrics(folder('gigpo-seed1')).at(-1)!
    appendFileSync(file, `${JSON.stringify({ ...last, iteration: 4, 'reward/mean': 7.25 })}\n`)
    await expect
      .poll(() => chart(page, 'reward/mean').getAttribute('aria-label'), { timeout: 20_000 })
      .toContain('7.25 at last')
    expect(studio.problems).toEqual([])
    await studio.server.close()
    await page.getByText(/Stale since \d\d:\d\d:\d\d/).waitFor()
    await chart(page, 'reward/mean').waitFor()
  }, 60_000)
})
