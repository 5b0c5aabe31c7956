// `gigpo data import webshop` from outside: what it prints, an import that is killed again and again, and bad usage.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { outcome, runCli, startCli, temporaryDirectory } from './support/cli.ts'

const root = temporaryDirectory()
const folder = join(root, 'official')
const home = join(root, 'home')
/** Five segments. */
const PRODUCTS = 20_000

function official(number: number): object {
  const name = `Table ${number} of oak and steel with drawers, size ${number % 97}`
  return {
    asin: `B${String(number).padStart(9, '0')}`,
    name,
    full_description: `${name}. `.repeat(8),
    small_description: [`Bullet ${number % 31}`],
    customization_options: number % 3 === 0 ? { Color: [{ value: 'Red/Blue', image: null }] } : '',
    category: 'garden',
    query: 'Tables',
    product_category: 'Home › Tables',
    pricing: number % 2 === 0 ? '$10.00 - $20.50' : '',
    images: ['x'],
  }
}

beforeAll(() => {
  mkdirSync(folder)
  const products = Array.from({ length: PRODUCTS }, (_, number) => official(number))
  writeFileSync(join(folder, 'items_shuffle.json'), JSON.stringify(products))
  writeFileSync(join(folder, 'items_ins_v2.json'), JSON.stringify({ B000000007: { attributes: ['oak'] } }))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

const importing = ['data', 'import', 'webshop', folder]

function contents(of: string): Record<string, string> {
  const catalogue = join(of, 'data', 'webshop', 'official')
  const files = readdirSync(catalogue, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return Object.fromEntries(files.map(({ parentPath, name }) => [name, readFileSync(join(parentPath, name), 'latin1')]))
}

describe('gigpo data import webshop', () => {
  it('imports, reports and lists', async () => {
    const missing = await runCli(['data', 'list', 'webshop'], { home })
    expect(missing.code).toBe(1)
    expect(missing.stderr).toContain('gigpo data import webshop PATH')
    const { code, stdout, stderr } = await runCli(importing, { home })
    expect(code, stderr).toBe(0)
    expect(stdout).toContain('20000 products  0 human instructions')
    expect(stdout).toContain('skipped: 0 without a usable asin, 0 repeated')
    expect(stderr).toMatch(/products, MB \d+\/\d+ {2}\d+ products/)
    const json = await runCli(['data', 'list', 'webshop', '--json'], { home })
    expect(JSON.parse(json.stdout)).toMatchObject({
      dataset: 'webshop',
      catalogues: [{ name: 'official', products: PRODUCTS }],
    })
    expect((await runCli(['data', 'list', 'webshop'], { home })).stdout).toMatch(/^official +20000 products/)
  })

  it('killed or interrupted after every segment, goes on and ends with the same bytes', {
    timeout: 300_000,
  }, async () => {
    const stopped = join(root, 'stopped')
    const state = join(stopped, 'data', 'webshop', 'official', 'data-1', 'state.json')
    const signals = ['SIGKILL', 'SIGINT', 'SIGKILL', 'SIGTERM'] as const
    let stops = 0
    for (const signal of signals) {
      const child = startCli([...importing, '--json'], { home: stopped })
      const ended = outcome(child)
      // One more segment is finished in every round, and only then it is stopped.
      const before = existsSync(state) ? readFileSync(state, 'utf8') : ''
      while (child.exitCode === null && (!existsSync(state) || readFileSync(state, 'utf8') === before)) await wait(5)
      child.kill(signal)
      const result = await ended
      if (signal === 'SIGKILL') expect(result.signal).toBe('SIGKILL')
      else {
        expect(result.code, result.stderr).toBe(130)
        expect(result.stderr).toContain('Give the same command again')
      }
      stops++
    }
    const last = await runCli([...importing, '--json'], { home: stopped })
    expect(last.code, last.stderr).toBe(0)
    const { resumed } = JSON.parse(last.stdout) as { resumed: number }
    expect(resumed).toBeGreaterThanOrEqual(4096 * stops)
    const whole = contents(home)
    const found = contents(stopped)
    expect(Object.keys(found)).toEqual(Object.keys(whole))
    for (const [name, bytes] of Object.entries(whole)) expect(found[name] === bytes, name).toBe(true)
  })

  it('refuses wrong usage and damaged files in one line', async () => {
    const damaged = join(root, 'damaged.json')
    writeFileSync(damaged, JSON.stringify([official(0), official(1)]).slice(0, -40))
    const before = contents(home)['manifest.json']
    for (const [args, code, text] of [
      [['data', 'import', 'webshp', folder], 2, 'choose one of: alfworld, webshop'],
      [['data', 'import', 'alfworld', folder, '--name', 'x'], 2, '--name goes with webshop'],
      [['data', 'import', 'webshop', folder, '--name', '../x'], 2, '../x'],
      [['data', 'import', 'webshop', join(root, 'none')], 1, 'no such file'],
      [['data', 'import', 'webshop', damaged], 1, 'the file ends too early'],
    ] as const) {
      const result = await runCli(args, { home })
      expect(result.code, result.stderr).toBe(code)
      expect(result.stderr).toContain(text)
      expect(result.stderr).not.toContain('this is a bug')
    }
    expect(contents(home)['manifest.json']).toBe(before)
  })
})
