// WebShop end to end by the real command line: the official files are imported, and recorded result pages of the original
// come out of `gigpo play`; generated shops play without any data.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { runCli, sharedData, temporaryDirectory } from './support/cli.ts'

interface Line {
  readonly task: string
  readonly action: string | null
  readonly observation: string
  readonly actions: readonly string[]
  readonly reward: number
  readonly done: boolean
  readonly won: boolean
  readonly anchor: string
}

interface Oracle {
  readonly search_pages: readonly {
    readonly query: string
    readonly page: number
    readonly asins: readonly string[]
    readonly complete: boolean
  }[]
  readonly goals: { readonly n: number; readonly known: Readonly<Record<string, readonly string[]>> }
}

async function play(home: string, args: readonly string[], script: readonly object[]): Promise<Line[]> {
  const input = script.map((line) => JSON.stringify(line)).join('\n')
  const played = await runCli(['play', 'webshop', ...args, '--script', '-', '--json'], { home, input })
  expect(played.code, played.stderr).toBe(0)
  return played.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
}

const data = join(sharedData, 'webshop')

describe.skipIf(!existsSync(data))(
  'official products (need ../shared/data/webshop, which a clone does not have)',
  () => {
    const home = temporaryDirectory()
    const oracle = (): Oracle => JSON.parse(readFileSync(join(data, 'oracle.json'), 'utf8')) as Oracle

    beforeAll(async () => {
      const imported = await runCli(['data', 'import', 'webshop', data, '--json'], { home })
      expect(imported.code, imported.stderr).toBe(0)
      expect(JSON.parse(imported.stdout)).toMatchObject({ products: 1000, humanInstructions: 13 })
    }, 120_000)

    it('list the recorded result pages in the recorded order', async () => {
      const { search_pages: pages } = oracle()
      const script = pages.map(({ query, page }) => ({
        task: '0',
        actions: [`search[${query}]`, ...new Array<string>(page - 1).fill('click[next >]')],
      }))
      const lines = await play(home, [], script)
      let at = 0
      for (const { asins, complete, page } of pages) {
        at += page
        const listed = lines[at]!.actions.flatMap((action) => /^click\[(b[0-9a-z]{9})\]$/.exec(action)?.[1] ?? [])
        const expected = asins.map((asin) => asin.toLowerCase())
        expect(complete ? listed : listed.slice(0, expected.length)).toEqual(expected)
        at++
      }
      expect(at).toBe(lines.length)
    })

    it('are asked for in the known goals, and the right purchase wins', async () => {
      const { known } = oracle().goals
      const script = Object.entries(known).map(([task, [asin]]) => ({ task, actions: [`search[${asin}]`] }))
      const lines = await play(home, [], script)
      for (const [i, words] of Object.values(known).entries()) {
        for (const word of words.slice(1)) expect(lines[2 * i]!.observation.toLowerCase()).toContain(word)
      }
      const last = await runCli(['play', 'webshop', '--task', '6910', '--json'], { home, input: '' })
      expect(last.code).toBe(2)
      expect(last.stdout + last.stderr).toContain('6910 tasks')
      const wanted = /with size: ([^,]+),/.exec(lines.find(({ task }) => task === '3413')!.observation)
      const bought = await play(
        home,
        [],
        [
          {
            task: '3413',
            actions: [
              "search[men's sweater polyester cotton 5x-large]",
              'click[b01ki9hu1o]',
              ...(wanted === null ? [] : [`click[${wanted[1]!}]`]),
              'click[buy now]',
            ],
          },
        ],
      )
      expect(bought.at(-1)).toMatchObject({ done: true })
    })
  },
)

describe('a generated shop', () => {
  const home = temporaryDirectory()

  it('needs no data, repeats, and takes options', async () => {
    const script = [{ task: '3', actions: ['search[gift]', 'click[back to search]', 'fly', 'buy now'] }]
    const first = await play(home, [], script)
    expect(first.map(({ action }) => action)).toEqual([null, ...script[0]!.actions])
    expect(first[0]!.observation).toMatch(/^WebShop \[SEP\] Instruction: \[SEP\] Find me /)
    expect(first[0]!.actions).toEqual(['search[<your query>]'])
    expect(await play(home, [], script)).toEqual(first)
    const html = await play(home, ['--set', 'observation=html', '--set', 'products=300'], script)
    expect(html[0]!.observation).toContain('<')
    const original = await play(home, ['--set', 'compat=princeton'], script)
    expect(original[0]!.actions).toEqual(['search[<your query>]', 'click[search]'])
  })

  it('says what is wrong with an option, a split, a source and a task', async () => {
    const cases: readonly (readonly [readonly string[], string])[] = [
      [['--set', 'observation=txt'], 'one of text, text_rich'],
      [['--set', 'observatoin=text'], 'did you mean observation?'],
      [['--split', 'valid'], 'choose one of: all, train, eval, test, test_unseen'],
      [['--source', 'imported'], 'gigpo data import webshop'],
      [['--source', 'nowhere'], 'use generated, imported'],
      [['--task', '99999999'], 'outside generated/all'],
      [['--task', 'B000000000'], 'no task "B000000000"'],
      [['--set', 'goals=human'], 'no human goals'],
    ]
    for (const [args, message] of cases) {
      const failed = await runCli(['play', 'webshop', ...args], { home, input: '' })
      expect(failed.code, args.join(' ')).not.toBe(0)
      expect(failed.stderr, args.join(' ')).toContain(message)
      expect(failed.stderr).not.toContain('this is a bug')
    }
  }, 120_000)
})
