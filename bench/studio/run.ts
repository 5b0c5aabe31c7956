// How the studio bears a large run: `npx tsx --conditions=gigpo-source bench/studio/run.ts [--iterations 2000] [--json]`.
// The run is made once and removed at the end (--keep DIRECTORY keeps it, and takes one that is there). Times are what a
// client on this machine waits for an answer of the real server over HTTP: medians and the longest of many requests, while
// the index is being built, with it in place, and after a restart. The processor time that the server spent on an answer
// (Linux, in steps of 10 ms, the mean of the requests) does not depend on what else the machine does. Memory is the server's.
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
interface Row {
  readonly what: string
  readonly medianMs: number
  readonly longestMs: number
  readonly serverMs: number | null
  readonly of: number
}
const rows: Row[] = []

if (!existsSync(run)) {
  say(`making ${iterations * tasks * members} episodes of ${iterations} iterations in ${run}`)
  makeRun(run, { iterations, tasks, members })
}
rmSync(index, { recursive: true, force: true })
const runBytes = sizeOf(run)

const cold = await startStudio()
await measure('first page of runs, no index', 1, cold, () => 'runs')
await measure('first page of episodes, no index', 1, cold, () => 'runs/large/episodes')
const building = performance.now()
const pending = async (): Promise<number> =>
  ((await cold.get('runs/large/episodes?limit=1')) as { pending: number }).pending
await measure('an episode, index being built', 30, cold, () => anyEpisode())
await measure('a page of episodes, index being built', 10, cold, () => 'runs/large/episodes')
while ((await pending()) > 0) await new Promise((resolve) => setTimeout(resolve, 500))
const indexSeconds = round((performance.now() - building) / 1000)
const indexProcessorSeconds = round((cold.processorMs() ?? Number.NaN) / 1000)
const builtMemory = cold.memory()
await measure('first search', 1, cold, () => 'runs/large/episodes?search=apple')
await measureAll(cold)
const warmMemory = cold.memory()
await cold.stop()

const again = await startStudio()
await measure('first page of runs, after a restart', 1, again, () => 'runs')
await measure('first page of episodes, after a restart', 1, again, () => 'runs/large/episodes')
await measure('first search, after a restart', 1, again, () => 'runs/large/episodes?search=apple')
const restartedMemory = again.memory()
await again.stop()

const result = {
  node: process.version,
  iterations,
  episodes: iterations * tasks * members,
  runMiB: mebibytes(runBytes),
  indexMiB: mebibytes(sizeOf(index)),
  indexSeconds,
  /** Of the server until then, its start included. */
  indexProcessorSeconds,
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
  console.log(
    `indexed in ${indexSeconds} s (${indexProcessorSeconds} s of the processor), ${result.episodesPerSecond} episodes a second`,
  )
  console.log(`memory of the server: ${JSON.stringify(memoryMiB)} MiB`)
  console.table(rows)
}

async function measureAll(studio: RunningStudio): Promise<void> {
  const episodes = 'runs/large/episodes'
  await measure('an episode', 100, studio, () => anyEpisode())
  await measure('a page of episodes', 10, studio, () => `${episodes}?offset=${random.integer(1000)}`)
  await measure('the longest failed episodes', 10, studio, () => `${episodes}?facets=failed&order=longest`)
  await measure('highest advantage', 10, studio, () => `${episodes}?order=advantage`)
  await measure('search for a common word', 10, studio, () => `${episodes}?search=apple`)
  await measure('search for three words', 10, studio, () => `${episodes}?search=apple+microwave+7`)
  await measure('search for what is not there', 10, studio, () => `${episodes}?search=zeppelin`)
  await measure('the groups of an iteration', 10, studio, () => `runs/large/groups/${1 + random.integer(iterations)}`)
  await measure('the run', 10, studio, () => 'runs/large')
  const four = [0, 1, 2, 3].map((i) => `group${i}/metric_${i}`).join(',')
  await measure('a chart of four metrics', 10, studio, () => `runs/large/metrics?names=${four}`)
  await measure('a chart of all metrics', 5, studio, () => 'runs/large/metrics')
}

function anyEpisode(): string {
  return `runs/large/episodes/${1 + random.integer(iterations)}/${random.integer(tasks * members)}`
}

async function measure(what: string, times: number, studio: RunningStudio, address: () => string): Promise<void> {
  const taken: number[] = []
  const before = studio.processorMs()
  for (let i = 0; i < times; i++) {
    const began = performance.now()
    await studio.get(address())
    taken.push(performance.now() - began)
  }
  taken.sort((a, b) => a - b)
  const after = studio.processorMs()
  const serverMs = before === null || after === null ? null : round((after - before) / times)
  rows.push({ what, medianMs: round(taken[times >> 1]!), longestMs: round(taken.at(-1)!), serverMs, of: times })
  say(`${what}: ${rows.at(-1)!.medianMs} ms`)
}

interface RunningStudio {
  get(path: string): Promise<unknown>
  /** Resident memory, MiB; null where the platform does not tell. */
  memory(): number | null
  /** Processor time so far; null where the platform does not tell. */
  processorMs(): number | null
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
      const kibibytes = /VmRSS:\s+(\d+)/.exec(processFile(child, 'status'))?.[1]
      return kibibytes === undefined ? null : Math.round(Number(kibibytes) / 1024)
    },
    processorMs: () => {
      const stat = processFile(child, 'stat')
      const [user, system] = stat
        .slice(stat.lastIndexOf(')') + 2)
        .split(' ')
        .slice(11, 13)
      return system === undefined ? null : 10 * (Number(user) + Number(system))
    },
    stop: () =>
      new Promise((resolve) => {
        child.once('close', () => resolve())
        child.kill('SIGTERM')
        rmSync(pages, { recursive: true, force: true })
      }),
  }
}

/** A file of Linux about a process; '' elsewhere. */
function processFile({ pid }: ChildProcess, name: string): string {
  const path = `/proc/${pid}/${name}`
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
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
