// The pages Value and Roadmap in a real browser, on a run that was really trained: the numbers of the page are those of the
// command line, the address restores everything, paper and narrow screens work, and axe-core finds nothing.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RoadmapStatus } from '@gigpo/studio/roadmap'
import { decimal, money, months, percent, type ValueReport } from '@gigpo/studio/value'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { installedChromium } from './support/chromium.ts'
import { runCli, temporaryDirectory } from './support/cli.ts'
import { accessibilityProblems, openStudioInBrowser, type StudioInBrowser } from './support/studio-browser.ts'
import { trainToyRun } from './support/toy-run.ts'

// Each test starts processes and pages of its own, which takes its time on a machine that does other work.
vi.setConfig({ testTimeout: 240_000 })
const executablePath = installedChromium()
const cwd = temporaryDirectory()

async function cli(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runCli(args, { cwd })
  expect(code, stderr).toBe(0)
  return stdout
}

describe.skipIf(executablePath === undefined)('Value and Roadmap in a browser (needs chromium on the path)', () => {
  let studio: StudioInBrowser

  beforeAll(async () => {
    await trainToyRun(cwd)
    studio = await openStudioInBrowser(join(cwd, 'runs'))
  }, 180_000)
  afterAll(() => studio.close())

  const open = (hash: string, options?: BrowserContextOptions): Promise<Page> => studio.open(hash, options)

  /** The page that calculates, once it has its numbers. */
  async function openValue(query: string, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await open(`#/value?run=toy${query}`, options)
    await page.getByRole('heading', { name: 'A month, line by line' }).waitFor()
    return page
  }

  const cells = (page: Page, row: string): Promise<string[]> =>
    page
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader', { name: row, exact: true }) })
      .locator('td')
      .allInnerTexts()
  const verdict = async (page: Page): Promise<string> => (await page.locator('#verdict').textContent()) ?? ''
  const addressOf = (page: Page): URLSearchParams => new URLSearchParams(new URL(page.url()).hash.split('?')[1])

  it('shows the numbers of gigpo value --json', async () => {
    const page = await openValue('&preset=invoices&tasksPerMonth=900&reviewMinutesPerTask=0.5')
    const set = ['tasksPerMonth=900', 'reviewMinutesPerTask=0.5']
    const printed = JSON.parse(
      await cli('value', 'runs/toy', '--preset', 'invoices', '--set', ...set, '--json'),
    ) as ValueReport
    const { result, low, high } = printed
    const columns = [result, low, high]
    const rows = {
      'Hours saved, review taken off': columns.map((value) => decimal(value.hoursSavedPerMonth)),
      '− cost of failures': columns.map((value) => money(value.failureCostPerMonth)),
      'Net a month': columns.map((value) => money(value.netPerMonth)),
      'Net a year': columns.map((value) => money(value.netPerYear)),
      'Net of the first year, one-off cost taken off': columns.map((value) => money(value.netFirstYear)),
      'Paid back after': columns.map((value) => months(value.paybackMonths ?? Number.POSITIVE_INFINITY)),
    }
    for (const [name, texts] of Object.entries(rows)) expect(await cells(page, name), name).toEqual(texts)
    expect((await verdict(page)).replaceAll('\u2060', '')).toBe(printed.verdict.headline)
    const bars = page.locator('table.tornado tbody tr')
    const nets = printed.sensitivity.map(({ netAtLow, netAtHigh }) => [money(netAtLow), money(netAtHigh)])
    expect(
      await bars.evaluateAll((found) =>
        found.map((row) => [...row.querySelectorAll('td.number')].map((cell) => cell.textContent)),
      ),
    ).toEqual(nets)
    const command = (await page.getByText('gigpo value runs/toy').textContent())!
    expect(JSON.parse(await cli(...command.split(' ').slice(1), '--json'))).toEqual(printed)
    await page.context().close()
  })

  it('takes the success from a chosen run, never from a field', async () => {
    const page = await open('#/value')
    await page.getByText('Choose a run', { exact: true }).last().waitFor()
    expect(
      await page.getByRole('textbox').evaluateAll((fields) => fields.map((field) => field.getAttribute('name'))),
    ).not.toContain('success')
    await page.getByRole('combobox').first().selectOption('toy')
    await page.getByRole('heading', { name: 'A month, line by line' }).waitFor()
    await page.getByLabel('Panel').selectOption('tuning')
    await page.getByText('chose the checkpoint, so its rate is optimistic').waitFor()
    await page.getByLabel('Iteration').selectOption('0')
    await page.getByText('A later evaluation exists: iteration 1').waitFor()
    await page.context().close()
  })

  it('keeps every input in the address, and the address restores them', async () => {
    const page = await openValue('')
    await page.getByLabel('Tasks a month').fill('1234')
    await page.getByLabel('Share for the agent').fill('12.5')
    await page.getByLabel('Cost of a failure').fill('3')
    await page.getByLabel('Cost of a failure').press('Tab')
    expect(await page.locator(':focus').getAttribute('name')).toBe('inferenceCostPerTask')
    await expect.poll(() => addressOf(page).get('failureCost')).toBe('3')
    const address = addressOf(page)
    expect(Object.fromEntries(address)).toMatchObject({
      run: 'toy',
      panel: 'unseen',
      temperature: '1',
      iteration: '1',
      preset: 'support-tickets',
      tasksPerMonth: '1234',
      minutesPerTask: '8',
      shareToAgent: '0.125',
      trainingCost: '15000',
    })
    const other = await openValue(`&${address}`)
    expect(await other.getByLabel('Share for the agent').inputValue()).toBe('12.5')
    expect(await cells(other, 'Net a month')).toEqual(await cells(page, 'Net a month'))
    await Promise.all([page.context().close(), other.context().close()])
  })

  it('says what is no number, and calculates on with the last that was one', async () => {
    const page = await openValue('')
    const before = await cells(page, 'Net a month')
    await page.getByLabel('Share for the agent').fill('150')
    await page.getByText('From 0 to 100.').waitFor()
    expect(await page.getByLabel('Share for the agent').getAttribute('aria-invalid')).toBe('true')
    expect(await cells(page, 'Net a month')).toEqual(before)
    const bad = await openValue('&shareToAgent=150')
    await bad.getByText('A value of the address was left out').waitFor()
    await Promise.all([page.context().close(), bad.context().close()])
  })

  it('says plainly whether it pays', async () => {
    const page = await openValue('&reviewMinutesPerTask=60')
    expect(await verdict(page)).toMatch(/^The agent does not pay/)
    await page.getByText('No success rate would make it pay').waitFor()
    expect(await cells(page, 'Paid back after')).toEqual(['never', 'never', 'never'])
    for (const field of ['Review minutes a task', 'Cost of a failure', 'Inference a task', 'Running cost a month']) {
      await page.getByLabel(field).fill('0')
    }
    await expect.poll(() => verdict(page)).toMatch(/^The agent pays/)
    await page.context().close()
  })

  it('prints the result and the inputs, without the navigation, on white', async () => {
    const page = await openValue('', { colorScheme: 'dark' })
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    expect(await page.getByRole('navigation').count()).toBe(0)
    expect(await page.getByRole('button', { name: 'Print' }).isVisible()).toBe(false)
    for (const name of ['A month, line by line', 'What the result hangs on', 'Where the numbers come from']) {
      expect(await page.getByRole('heading', { name }).isVisible(), name).toBe(true)
    }
    expect(await page.getByLabel('Tasks a month').isVisible()).toBe(true)
    expect(await page.evaluate("getComputedStyle(document.querySelector('table.tornado')).color")).toBe(
      'rgb(26, 29, 33)',
    )
    await page.context().close()
  })

  it('shows the gates of gigpo roadmap --json, and how to sign one', async () => {
    await cli('roadmap', '--target', '0.01', '--sign', 'worth', '--by', 'Ada', '--note', 'Agreed on 900 a month.')
    const status = JSON.parse(await cli('roadmap', '--json')) as RoadmapStatus
    const page = await open('#/roadmap')
    await page.getByText(`${status.passed} of ${status.total}`).waitFor()
    const shown = await page
      .locator('[data-gate]')
      .evaluateAll((gates) => gates.map((gate) => [gate.getAttribute('data-gate'), gate.getAttribute('data-state')]))
    expect(shown).toEqual(status.phases.flatMap(({ gates }) => gates.map(({ id, state }) => [id, state])))
    await page.getByText('Agreed on 900 a month.').waitFor()
    const gate = page.locator('[data-gate=handover]')
    await gate.getByText('Sign by hand').click()
    await gate.getByLabel('Name').fill('Grace')
    await gate.getByLabel('What was looked at').fill("the desk's queue")
    const command = await gate.locator('code').filter({ hasText: '--sign' }).textContent()
    expect(command).toBe("gigpo roadmap --sign handover --by Grace --note 'the desk'\\''s queue'")
    await page.context().close()
  })

  it('tries another target in the address only, and names the command that keeps it', async () => {
    const page = await open('#/roadmap?target=0.99')
    await page.getByText(`Only in this address: toy, target ${percent(0.99)}`).waitFor()
    await page.getByText('gigpo roadmap --run toy --target 0.99').waitFor()
    expect(await page.locator('[data-gate=above-target]').getAttribute('data-state')).toBe('open')
    await page.context().close()
  })

  it('downloads the Markdown of the command line', async () => {
    const page = await open('#/roadmap')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download as Markdown' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('ROADMAP.md')
    expect(readFileSync(await download.path(), 'utf8')).toBe(await cli('roadmap', '--markdown', '-'))
    await page.context().close()
  })

  it.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 900],
    ['light', 390],
    ['dark', 390],
  ] as const)('is accessible, in %s at %d pixels, and does not scroll sideways', async (colorScheme, width) => {
    const options = { colorScheme, viewport: { width, height: 800 } }
    for (const page of [
      await openValue('', options),
      await open('#/roadmap', options),
      await open('#/value', options),
    ]) {
      await page.getByRole('heading', { level: 2 }).first().waitFor()
      for (const details of await page.locator('details').all())
        await details.evaluate((element) => element.setAttribute('open', ''))
      expect(await accessibilityProblems(page)).toEqual([])
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
      await page.context().close()
    }
  })

  it('met no error', () => expect(studio.problems).toEqual([]))
})
