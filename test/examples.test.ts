// The two runs that are shipped to look at: whole run directories for every reader, with credit that can be computed again to
// the same numbers, and the stories that their README tells.
import { readdirSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CreditOptions, createCredit, toStepRows } from '@gigpo/algorithms'
import {
  type EpisodeLine,
  groupsFromEpisodes,
  readEpisodes,
  readEvaluations,
  readMetrics,
  readRunConfig,
} from '@gigpo/trainer'
import { describe, expect, it } from 'vitest'
import { circles } from '../packages/studio/src/lib/circles.ts'
import { batchOfEpisodes } from '../packages/studio/src/lib/rows-of-episodes.ts'
import { openStudio } from '../packages/studio/src/server/studio.ts'
import { root, startCli, temporaryDirectory } from './support/cli.ts'

const folder = join(root, 'packages', 'gigpo', 'examples')
const examples = [
  { name: 'webshop', iteration: 8, iterations: 12, from: 0.08, to: 0.44 },
  { name: 'alfworld', iteration: 21, iterations: 24, from: 0.11, to: 0.24 },
]
const episodeFile = (name: string, iteration: number): string => join(folder, name, 'episodes', `${iteration}.jsonl`)
const readme = readFileSync(join(folder, 'README.md'), 'utf8')

function sizeOf(path: string): number {
  return readdirSync(path, { withFileTypes: true })
    .filter(({ name }) => name !== '.studio')
    .reduce((sum, entry) => {
      const own = join(path, entry.name)
      return sum + (entry.isDirectory() ? sizeOf(own) : statSync(own).size)
    }, 0)
}

describe.each(examples)('the example $name', ({ name, iteration, iterations, to }) => {
  const run = join(folder, name)
  const lines = readEpisodes(episodeFile(name, iteration))

  it('is a run directory of less than 350 kB that every reader takes', () => {
    expect(sizeOf(run)).toBeLessThan(350_000)
    expect(readMetrics(run)).toHaveLength(iterations)
    expect(readEvaluations(run).at(-1)!.panels[0]!.success).toBe(to)
    expect(lines).toHaveLength(16)
    expect(readme).toContain(`${100 * to} %`)
  })

  it('scores to the credit that training used', () => {
    const { algorithm } = readRunConfig(run).config as { algorithm: CreditOptions }
    const groups = groupsFromEpisodes(lines)
    const { episode, step, total, stepReturn } = createCredit(algorithm)(toStepRows(groups))
    const stored = groups.flatMap(({ id, episodes }) =>
      episodes.flatMap(({ member }) => {
        const line = lines.find((one) => one.group === id && one.member === member)!
        return line.steps.map(({ advantage }) => advantage!)
      }),
    )
    for (const [row, own] of stored.entries()) {
      expect(episode[row]).toBeCloseTo(own.episode, 9)
      expect(step[row]).toBeCloseTo(own.step, 9)
      expect(total[row]).toBeCloseTo(own.total, 9)
      expect(stepReturn[row]).toBeCloseTo(own.return, 9)
    }
  })
})

/** Mean step advantage of the steps of a story and of all other steps from the same states. */
function tell(lines: readonly EpisodeLine[], story: (line: EpisodeLine) => boolean[]) {
  const states = new Map<string, { story: number[]; other: number[] }>()
  for (const line of lines) {
    const marks = story(line)
    for (const [t, { anchor, advantage }] of line.steps.entries()) {
      const key = `${line.group} ${anchor}`
      const state = states.get(key) ?? { story: [], other: [] }
      states.set(key, state)
      state[marks[t] ? 'story' : 'other'].push(advantage!.step)
    }
  }
  const both = [...states.values()].filter((state) => state.story.length > 0 && state.other.length > 0)
  const summary = (values: readonly number[]) => ({
    steps: values.length,
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
  })
  return { story: summary(both.flatMap((state) => state.story)), other: summary(both.flatMap((state) => state.other)) }
}

/** As the README writes it. */
const written = (mean: number): string => `${mean < 0 ? '−' : '+'}${Math.abs(mean).toFixed(3)}`

describe('the stories', () => {
  it('WebShop: turning the page is worth less than what else is done there', () => {
    const lines = readEpisodes(episodeFile('webshop', 8))
    const { story, other } = tell(lines, ({ steps }) => steps.map(({ action }) => action === 'click[next >]'))
    expect(story.steps).toBeGreaterThanOrEqual(4)
    expect(story.mean).toBeLessThan(other.mean - 0.5)
    expect(readme).toContain(`${written(story.mean)} (4 steps) against ${written(other.mean)} (19)`)
    // Opening an item is the best of what else is done on those pages.
    const items = tell(lines, ({ steps }) => steps.map(({ action }) => /^click\[g0/.test(action)))
    expect(items.story.mean).toBeGreaterThan(story.mean)
  })

  it('ALFWorld: looking again into a place that was empty is worth less than what else is done in the same state', () => {
    const lines = readEpisodes(episodeFile('alfworld', 21))
    const { story, other } = tell(lines, ({ steps, finalAnchor }) => {
      const empty = new Set<string>()
      return steps.map(({ action }, t) => {
        const again = empty.has(/^(?:go to|open|examine) (.*)$/.exec(action)?.[1] ?? '')
        const seen = steps[t + 1]?.observation ?? finalAnchor
        const place = /(?:arrive at|open the|The) ([a-z]+ \d+)/.exec(seen)?.[1]
        if (seen.includes('you see nothing') && place !== undefined) empty.add(place)
        return again
      })
    })
    expect(story.steps).toBeGreaterThan(100)
    expect(story.mean).toBeLessThan(other.mean - 0.2)
    expect(readme).toContain(`${written(story.mean)} (162) against ${written(other.mean)} (166)`)
  })

  it.each(examples)('$name: going round in circles is worth less than going on', async ({ name, iteration }) => {
    const studio = openStudio(folder)
    try {
      for (const { group } of await studio.groups(name, iteration)) {
        const batch = batchOfEpisodes(await studio.group(name, iteration, group))
        const step = createCredit({ name: 'gigpo' })(batch.rows).step
        const { back, on } = circles(batch, [...batch.steps.keys()], step)
        if (name === 'alfworld') expect([group, back.mean < on.mean - 0.3]).toEqual([group, true])
        expect(back.steps + on.steps).toBeGreaterThan(20)
      }
    } finally {
      studio.close()
    }
  })
})

it('are opened by the command line', async () => {
  const pages = temporaryDirectory()
  writeFileSync(join(pages, 'index.html'), '<!doctype html>')
  const cli = startCli(['studio', '--examples', '--json', '--pages', pages])
  const printed = await new Promise<string>((resolve, reject) => {
    cli.stdout?.once('data', (text: Buffer) => resolve(String(text)))
    cli.once('exit', (code) => reject(new Error(`ended with ${code}`)))
  })
  expect(JSON.parse(printed)).toMatchObject({ directory: realpathSync(folder), runs: 2 })
  cli.kill('SIGINT')
  expect(await new Promise((resolve) => cli.once('exit', resolve))).toBe(0)
})
