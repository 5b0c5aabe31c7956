// How the studio bears a large run: `npx tsx --conditions=gigpo-source bench/studio/run.ts [--iterations 2000] [--json]`.
// The run is made once and removed at the end (--keep DIRECTORY keeps it, and takes one that is there). Times are what a
// client on this machine waits for an answer of the real server over HTTP: medians and the longest of many requests, while
// the index is being built, with it in place, and after a restart. Memory is the server process's own.
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { rootKey, stream } from '@gigpo/core'
import { makeRun } from './make-run.ts'

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    iterations: { type: 'string', default: '2000' },
    tasks: { type: 'string', default: '25' },
    members: { type: 'string', default: '5' },
    keep: { type: 'string' },
  },
})
const [iterations, tasks, members] = [Number(values.iterations), Number(values.tasks), Number(values.members)]
const folder = values.keep ?? mkdtempSync(join(tmpdir(), 'gigpo-bench-studio-'))
const run = join(folder, 'large')
const index = join(run, '.studio')
const say = (text: string): void => void process.stderr.write(`${text}\n`)

const random = stream(rootKey(2), 'bench', 'studio')
const rows: { readonly what: string; readonly medianMs: number; readonly longestMs: number; readonly of: number }[] = []

if (!existsSync(run)) {
  say(`making ${iterations * tasks * members} episodes of ${iterations} iterations in ${run}`)
  makeRun(run, { iterations, tasks, members })
}
rmSync(index, { recursive: true, force: true })
const runBytes = sizeOf(run)

const cold = await startStudio()
await measure('first page of runs, no index', 1, () => cold.get('runs'))
await measure('first page of episodes, no index', 1, () => cold.get('runs/large/episodes'))
const building = performance.now()
const pending = async (): Promise<number> =>
  ((await cold.get('runs/large/episodes?limit=1')) as { pending: number }).pending
await measure('an episode, index being built', 30, () => cold.get(anyEpisode()))
await measure('a page of episodes, index being built', 10, () => cold.get('runs/large/episodes'))
while ((await pending()) > 0) await new Promise((resolve) => setTimeout(resolve, 500))
const indexSeconds = round((performance.now() - building) / 1000)
const builtMemory = cold.memory()
await measure('first search', 1, () => cold.get('runs/large/episodes?search=apple'))
await measureAll(cold)
const warmMemory = cold.memory()
await cold.stop()

const again = await startStudio()
await measure('first page of runs, after a restart', 1, () => again.get('runs'))
await measure('first page of episodes, after a restart', 1, () => again.get('runs/large/episodes'))
await measure('first search, after a restart', 1, () => again.get('runs/large/episodes?search=apple'))
const restartedMemory = again.memory()
await again.stop()

const result = {
  node: process.version,
  iterations,
  episodes: iterations * tasks * members,
  runMiB: mebibytes(runBytes),
  indexMiB: mebibytes(sizeOf(index)),
  indexSeconds,
  episodesPerSecond: Math.round((iterations * tasks * members) / indexSeconds),
  memoryMiB: { indexed: builtMemory, searched: warmMemory, restarted: restartedMemory },
  rows,
}
if (values.keep === undefined) rmSync(folder, { recursive: true, force: true })
if (values.json) console.log(JSON.stringify(result))
else {
  const { memoryMiB } = result
  console.log(
    `${result.episodes} episodes of ${iterations} iterations, ${result.runMiB} MiB; index ${result.indexMiB} MiB`,
  )
  console.log(`indexed in ${indexSeconds} s, ${result.episodesPerSecond} episodes a second`)
  console.log(`memory of the server: ${JSON.stringify(memoryMiB)} MiB`)
  console.table(rows)
}

async function measureAll(studio: RunningStudio): Promise<void> {
  const episodes = 'runs/large/episodes'
  await measure('an episode', 100, () => studio.get(anyEpisode()))
  await measure('a page of episodes', 10, () => studio.get(`${episodes}?offset=${random.integer(1000)}`))
  await measure('the longest failed episodes', 10, () => studio.get(`${episodes}?facets=failed&order=longest`))
  await measure('highest advantage', 10, () => studio.get(`${episodes}?order=advantage`))
  await measure('search for a common word', 10, () => studio.get(`${episodes}?search=apple`))
  await measure('search for three words', 10, () => studio.get(`${episodes}?search=apple+microwave+7`))
  await measure('search for what is not there', 10, () => studio.get(`${episodes}?search=zeppelin`))
  await measure('the groups of an iteration', 10, () =>
    studio.get(`runs/large/groups/${1 + random.integer(iterations)}`),
  )
  await measure('the run', 10, () => studio.get('runs/large'))
  await measure('a chart of four metrics', 10, () =>
    studio.get('runs/large/metrics?names=group0/metric_0,group1/metric_1,group2/metric_2,group3/metric_3'),
  )
  await measure('a chart of all metrics', 5, () => studio.get('runs/large/metrics'))
}

function anyEpisode(): string {
  return `runs/large/episodes/${1 + random.integer(iterations)}/${random.integer(tasks * members)}`
}

async function measure(what: string, times: number, work: () => Promise<unknown>): Promise<void> {
  const taken: number[] = []
  for (let i = 0; i < times; i++) {
    const began = performance.now()
    await work()
    taken.push(performance.now() - began)
  }
  taken.sort((a, b) => a - b)
  rows.push({ what, medianMs: round(taken[times >> 1]!), longestMs: round(taken.at(-1)!), of: times })
  say(`${what}: ${rows.at(-1)!.medianMs} ms`)
}

interface RunningStudio {
  get(path: string): Promise<unknown>
  /** Resident memory, MiB; null where the platform does not tell. */
  memory(): number | null
  stop(): Promise<void>
}

async function startStudio(): Promise<RunningStudio> {
  const pages = mkdtempSync(join(tmpdir(), 'gigpo-bench-pages-'))
  writeFileSync(join(pages, 'index.html'), '<!doctype html>')
  const main = fileURLToPath(new URL('../../packages/gigpo/src/main.ts', import.meta.url))
  const tsx = createRequire(import.meta.url).resolve('tsx')
  const args = ['--conditions=gigpo-source', '--import', tsx, main, 'studio', folder, '--json', '--pages', pages]
  const child: ChildProcess = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const printed = await new Promise<string>((resolve) => child.stdout!.once('data', (data) => resolve(String(data))))
  const url = new URL((JSON.parse(printed) as { url: string }).url)
  const authorization = `Bearer ${url.searchParams.get('token')}`
  return {
    get: async (path) => {
      const response = await fetch(`${url.origin}/api/${path}`, { headers: { authorization } })
      if (!response.ok) throw new Error(`${path}: ${await response.text()}`)
      return response.json()
    },
    memory: () => {
      const status = existsSync(`/proc/${child.pid}/status`) ? readFileSync(`/proc/${child.pid}/status`, 'utf8') : ''
      const kibibytes = /VmRSS:\s+(\d+)/.exec(status)?.[1]
      return kibibytes === undefined ? null : Math.round(Number(kibibytes) / 1024)
    },
    stop: () =>
      new Promise((resolve) => {
        child.once('close', () => resolve())
        child.kill('SIGTERM')
        rmSync(pages, { recursive: true, force: true })
      }),
  }
}

function sizeOf(directory: string): number {
  if (!existsSync(directory)) return 0
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' })
  return names.reduce((sum, name) => sum + statSync(join(directory, name)).size, 0)
}

function mebibytes(bytes: number): number {
  return Math.round(bytes / 2 ** 20)
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
