// The studio's pages about credit, over the recorded examples: every algorithm's numbers in the browser are those of
// `gigpo credit`, and so are the equations of every step; groups, graphs and equations are gone through by mouse and by keys.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type AlgorithmName, algorithmNames, type CreditOptions } from '@gigpo/algorithms'
import { openStudio } from '@gigpo/studio'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withAlgorithm } from '../packages/studio/src/lib/credit-options.ts'
import { derive } from '../packages/studio/src/lib/equations/derive.ts'
import { scoreBatch } from '../packages/studio/src/lib/equations/scored.ts'
import { batchOfEpisodes, placeOf } from '../packages/studio/src/lib/rows-of-episodes.ts'
import { installedChromium } from './support/chromium.ts'
import { root, runCli, temporaryDirectory } from './support/cli.ts'
import { accessibilityProblems, openStudioInBrowser, type StudioInBrowser } from './support/studio-browser.ts'

const executablePath = installedChromium()
const folder = temporaryDirectory()
const own: CreditOptions = { name: 'gigpo', norm: 'mean_std', gamma: 0.95, omega: 1, penalty: 0.1 }

interface Scored {
  readonly group: string
  readonly member: number
  readonly t: number
  readonly episode: number
  readonly step: number
  readonly total: number
}
const cli = new Map<AlgorithmName, ReadonlyMap<string, Scored>>()
const key = ({ group, member, t }: Pick<Scored, 'group' | 'member' | 't'>): string => `${group} ${member} ${t}`

/** The examples, and the shop's episodes as a run with a critic and greedy episodes would have stored them. */
function prepareRuns(): string {
  cpSync(join(root, 'packages', 'gigpo', 'examples'), folder, { recursive: true })
  cpSync(join(folder, 'webshop'), join(folder, 'critic'), { recursive: true })
  const file = join(folder, 'critic', 'episodes', '8.jsonl')
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  const answered = lines.map((line, k) => {
    const episode = JSON.parse(line) as { steps: { t: number; completion: number[] }[] }
    const steps = episode.steps.map((step) => ({
      ...step,
      values: step.completion.map((token, i) => ((token * 7 + step.t + i) % 11) / 4),
    }))
    return JSON.stringify({ ...episode, steps, finalValue: (k % 5) / 2, greedyReturn: 10 })
  })
  mkdirSync(join(folder, 'critic', 'episodes'), { recursive: true })
  writeFileSync(file, `${answered.join('\n')}\n`)
  return file
}

async function scoreByCommand(file: string, name: AlgorithmName): Promise<void> {
  const { name: _, ...options } = withAlgorithm(own, name)
  const given = name === own.name ? Object.entries(own).slice(1) : Object.entries(options)
  const set = given.flatMap(([option, value]) => ['--set', `${option}=${value}`])
  const { code, stdout, stderr } = await runCli(['credit', file, '--algorithm', name, '--json', ...set])
  expect([name, code, stderr]).toEqual([name, 0, ''])
  const rows = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Scored)
  cli.set(name, new Map(rows.map((row) => [key(row), row])))
}

beforeAll(async () => {
  const file = prepareRuns()
  const names = [...algorithmNames]
  const work = async (): Promise<void> => {
    for (let name = names.shift(); name !== undefined; name = names.shift()) await scoreByCommand(file, name)
  }
  await Promise.all([work(), work()])
}, 180_000)

function expectClose(actual: number, expected: number, what: string): void {
  if (!(Math.abs(actual - expected) <= 1e-9 * Math.max(1, Math.abs(expected))))
    expect.fail(`${what}: ${actual} instead of ${expected}`)
}

it.each(algorithmNames)('the equations of %s come to what gigpo credit prints of a recorded file', async (name) => {
  const studio = openStudio(folder)
  try {
    const groups = await studio.groups('critic', 8)
    const views = await Promise.all(groups.map(({ group }) => studio.group('critic', 8, group)))
    const scored = scoreBatch(batchOfEpisodes(views.flat()), name === own.name ? own : withAlgorithm(own, name))
    const printed = cli.get(name)!
    expect(scored.batch.rows.size).toBe(printed.size)
    for (let row = 0; row < printed.size; row++) {
      const place = placeOf(scored.batch, row)
      const derived = derive(scored, row)
      for (const part of ['episode', 'step', 'total'] as const)
        expectClose(derived[part], printed.get(key(place))![part], `${part} of ${key(place)}`)
    }
  } finally {
    studio.close()
  }
})

describe.skipIf(executablePath === undefined)('credit in a browser (needs chromium on the path)', () => {
  let studio: StudioInBrowser

  beforeAll(async () => {
    studio = await openStudioInBrowser(folder)
  }, 120_000)
  afterAll(() => studio.close())

  const open = (hash: string, options?: BrowserContextOptions): Promise<Page> => studio.open(hash, options)
  const query = (page: Page): URLSearchParams => new URLSearchParams(page.url().split('?')[1])
  const shown = async (page: Page): Promise<number[]> => {
    const values = page.getByTestId('result').locator('[data-part] [data-value]')
    return Promise.all([0, 1, 2].map(async (i) => Number(await values.nth(i).getAttribute('data-value'))))
  }

  it('shows of every algorithm what gigpo credit prints', async () => {
    const place = { group: '8-180', member: 4, t: 1 }
    const page = await open('#/credit/critic/8/8-180?step=4.1')
    for (const name of algorithmNames) {
      await page.getByRole('combobox', { name: 'Algorithm' }).selectOption(name)
      const { episode, step, total } = cli.get(name)!.get(key(place))!
      const settled = async (): Promise<boolean> => {
        const values = await shown(page)
        return [episode, step, total].every(
          (value, i) => Math.abs(values[i]! - value) <= 1e-9 * Math.max(1, Math.abs(value)),
        )
      }
      await expect.poll(settled, { message: name, timeout: 20_000 }).toBe(true)
      const last = page.getByTestId('equation').last()
      expectClose(Number(await last.getAttribute('data-value')), total, `last line of ${name}`)
    }
  }, 120_000)

  it('Group: the stories of the shop, a step, its equations, and a what-if', async () => {
    const page = await open('#/group/webshop')
    await page.getByRole('row', { name: /8-180/ }).getByRole('link', { name: 'side by side' }).click()
    await page.getByRole('heading', { name: 'Group 8-180' }).waitFor()
    // From one page of results: the next page, or the item.
    const contrast = page.locator('li', { hasText: 'click[next >]' }).first()
    expect(await contrast.getByRole('link', { name: 'click[next >]' }).textContent()).toContain('−1.48')
    await contrast.getByRole('link', { name: 'click[next >]' }).click()
    await page.getByRole('heading', { name: 'Episode 3, turn 1' }).waitFor()
    const before = await shown(page)
    const omega = page.getByRole('textbox', { name: 'ω' })
    expect(before[2]).toBeCloseTo(cli.get('gigpo')!.get('8-180 3 1')!.total, 9)
    await omega.fill('0')
    await omega.press('Enter')
    await expect.poll(() => query(page).get('o.omega')).toBe('0')
    expect((await shown(page))[2]).toBeCloseTo(cli.get('grpo')!.get('8-180 3 1')!.total, 9)
    await page.getByText(/Against the run’s own gigpo/).waitFor()
    await page.reload()
    await page.getByRole('heading', { name: 'Episode 3, turn 1' }).waitFor()
    expect(await omega.inputValue()).toBe('0')
    await omega.fill('lots')
    await omega.press('Enter')
    await page.getByRole('alert').getByText('omega of algorithm gigpo').waitFor()
    await page.getByRole('button', { name: 'Back to the run’s own' }).click()
    await expect.poll(async () => (await shown(page))[2]).toBe(before[2])
    await page.getByRole('link', { name: 'close' }).click()
    expect(query(page).get('step')).toBeNull()
  })

  it('Group: by keys alone', async () => {
    const page = await open('#/group/alfworld/21/21-324')
    const turn = page.locator('a[data-row]')
    await turn.first().waitFor()
    expect(await page.locator('a[data-row][tabindex="0"]').count()).toBe(1)
    await turn.first().focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Episode 1, turn 1' }).waitFor()
    await page.getByRole('link', { name: 'turn after' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Episode 1, turn 2' }).waitFor()
    expect(query(page).get('step')).toBe('1.2')
  })

  it('Anchor graph: a state by mouse, its actions, a folded part, and the way by keys', async () => {
    const page = await open('#/graph/alfworld/21/21-324')
    const empty = page.getByRole('button', { name: /On the sinkbasin 1, you see nothing/ })
    await empty.click()
    // Going there once more is worse than what else is done before the empty basin.
    const row = page.getByRole('row', { name: /go to sinkbasin 1/ })
    expect(await row.locator('[data-value]').textContent()).toBe('−0.44')
    await page
      .getByRole('row', { name: /move dishsponge 1 to sinkbasin 1/ })
      .getByText('+2.46')
      .waitFor()
    await row.getByRole('link').first().click()
    await page.getByTestId('equation').first().waitFor()
    await page.getByRole('link', { name: 'close' }).click()
    await page.getByRole('link', { name: 'close' }).click()
    const states = (): Promise<number> => page.locator('g[data-node]').count()
    const folded = await states()
    await page.locator('g.folded').first().click()
    await expect.poll(states).toBeGreaterThan(folded)
    await page.getByLabel('show every state').check()
    expect(await states()).toBe(24)
    await page.locator('g[data-node][tabindex="0"]').focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press(' ')
    await expect.poll(() => query(page).get('at')).not.toBeNull()
    await page.getByText(/\d+ visits?, \d+ different actions?/).waitFor()
  })

  it('reads the other groups where an algorithm compares with all of them', async () => {
    const page = await open('#/credit/webshop/8/8-170?step=0.0&algorithm=reinforce')
    const printed = cli.get('reinforce')!.get('8-170 0 0')!.total
    await expect.poll(async () => Math.abs((await shown(page))[2]! - printed) < 1e-9, { timeout: 15_000 }).toBe(true)
    await page.getByText(/Returns of the episodes of the iteration: 16/).waitFor()
    await page.getByRole('combobox', { name: 'Algorithm' }).selectOption('ppo')
    await page.getByText('ppo needs what a critic said; this run had none.').first().waitFor()
  })

  it.each([
    ['wide and light', 1280, 'light'],
    ['wide and dark', 1280, 'dark'],
    ['narrow and dark', 390, 'dark'],
  ] as const)(
    'is accessible and fits: %s',
    async (_, width, colorScheme) => {
      const page = await open('#/group/webshop', { viewport: { width, height: 850 }, colorScheme })
      for (const view of [
        '#/group/webshop',
        '#/group/webshop/8/8-180?step=4.1&algorithm=grpo',
        '#/graph/alfworld/21/21-333?at=0.3',
        '#/graph/webshop/8/8-180',
        '#/credit/webshop/8/8-180?step=4.1',
      ]) {
        await page.goto(`http://127.0.0.1:${studio.server.port}/${view}`)
        await page.locator('main :is(table, svg):visible').first().waitFor()
        expect([view, await accessibilityProblems(page)]).toEqual([view, []])
        const [inner, outer] = (await page.evaluate(
          '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
        )) as [number, number]
        expect([view, inner]).toEqual([view, outer])
      }
    },
    120_000,
  )

  it('met no error on any page, the content security policy’s refusals included', () => {
    expect(studio.problems).toEqual([])
  })
})
