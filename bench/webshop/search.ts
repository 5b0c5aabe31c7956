// Speed and size of search over a catalogue as big as the full one: time to index, bytes of the index, time a query. Run from
// the repository root: npx tsx --conditions=gigpo-source bench/webshop/search.ts [--products 1180000] [--json]
// The full catalogue is nobody's to ship, so documents are mixed from the texts of the 1,000 official products where
// ../shared/data/webshop exists (each takes most of one product's text, a part of another's, four words of a human instruction,
// and a model number of its own), else generated. Queries are the human instructions and the first queries people typed for
// them, or the generated products' titles. Times are of processor too: on a busy machine wall time says little.
import { existsSync, readFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { type RandomStream, rootKey, stream } from '@gigpo/core'
import {
  buildSegment,
  createProductSearch,
  documentText,
  generateCatalogue,
  loadOfficialProducts,
  mergeSegments,
  openSearchIndex,
} from '@gigpo/envs/webshop'

const SEGMENT = 65_536
const QUERIES = 1000

interface Source {
  readonly name: string
  document(number: number): string
  readonly queries: readonly string[]
}

function officialSource(folder: URL): Source {
  const read = (name: string): unknown => {
    const bytes = readFileSync(new URL(name, folder))
    return JSON.parse((name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'))
  }
  const instructions = read('princeton_human_goals_12087.json') as string[]
  const typed = Object.values(read('princeton_goal_query_map.json') as Record<string, string[]>).flat()
  const words = instructions.map((text) => text.split(' '))
  const texts = loadOfficialProducts(
    read('items_shuffle_1000.reconstructed.json.gz'),
    read('items_ins_v2_1000.json'),
  ).map((product) => documentText(product).split(' '))
  const part = (from: readonly string[], length: number, random: RandomStream): readonly string[] => {
    const start = random.integer(Math.max(1, from.length - length + 1))
    return from.slice(start, start + length)
  }
  return {
    name: 'mixed from 1,000 official products',
    document(number) {
      const random = stream(rootKey(1), 'document', number)
      const main = random.pick(texts)
      const other = random.pick(texts)
      return [
        ...part(main, Math.ceil(main.length * 0.8), random),
        ...part(other, Math.ceil(main.length * 0.2), random),
        ...part(random.pick(words), 4, random),
        `m${random.uint32().toString(36)}`,
      ].join(' ')
    },
    queries: stream(rootKey(1), 'queries')
      .shuffle([...instructions.map((text) => `${text}, and price lower than 50.00 dollars`), ...typed])
      .slice(0, QUERIES),
  }
}

function generatedSource(products: number): Source {
  const generated = generateCatalogue({ seed: 1, products }).products
  return {
    name: 'generated',
    document: (number) => documentText(generated[number]!),
    queries: stream(rootKey(1), 'queries')
      .shuffle(generated)
      .slice(0, QUERIES)
      .map(({ title, instruction }) => instruction?.text ?? title),
  }
}

interface SearchReport {
  readonly source: string
  readonly products: number
  readonly analysisMs: number
  readonly mergeMs: number
  readonly openMs: number
  readonly indexBytes: number
  readonly queryWallMs: Quantiles
  readonly queryCpuMs: Quantiles
  readonly machine: string
}

interface Quantiles {
  readonly median: number
  readonly p95: number
  readonly max: number
}

function measure(products: number, onProgress: (text: string) => void): SearchReport {
  const folder = new URL('../../../shared/data/webshop/', import.meta.url)
  const source = existsSync(folder) ? officialSource(folder) : generatedSource(products)
  const asins = Array.from({ length: products }, (_, number) => {
    const random = stream(rootKey(1), 'asin', number)
    return `B0${(random.uint32() % 36 ** 4).toString(36)}${number.toString(36)}`.toUpperCase()
  })
  const segments: Uint8Array[] = []
  let analysisMs = 0
  for (let from = 0; from < products; from += SEGMENT) {
    const documents = Array.from({ length: Math.min(SEGMENT, products - from) }, (_, i) => source.document(from + i))
    analysisMs += cpuMs(() => segments.push(buildSegment(documents)))
    onProgress(`${Math.min(from + SEGMENT, products)} documents, ${Math.round(analysisMs / 1000)} s`)
  }
  let bytes: Uint8Array = new Uint8Array()
  const mergeMs = cpuMs(() => {
    bytes = mergeSegments(asins, segments.length, (number) => segments[number]!)
  })
  segments.length = 0
  let index = openSearchIndex(bytes.buffer as SharedArrayBuffer)
  const openMs = cpuMs(() => {
    index = openSearchIndex(bytes.buffer as SharedArrayBuffer)
  })
  const search = createProductSearch(index, { cacheQueries: 0 })
  for (const query of source.queries.slice(0, 50)) search.search(query)
  const wallMs: number[] = []
  const queryCpuMs = source.queries.map((query) => {
    const begin = performance.now()
    const used = cpuMs(() => search.search(query))
    wallMs.push(performance.now() - begin)
    return used
  })
  return {
    source: source.name,
    products,
    analysisMs: Math.round(analysisMs),
    mergeMs: Math.round(mergeMs),
    openMs: Math.round(openMs),
    indexBytes: bytes.length,
    queryWallMs: quantiles(wallMs),
    queryCpuMs: quantiles(queryCpuMs),
    machine: `${cpus()[0]?.model}, ${cpus().length} cores, Node ${process.version}, load average ${round(loadavg()[0]!)}`,
  }
}

function quantiles(times: readonly number[]): Quantiles {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number): number => round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!)
  return { median: at(0.5), p95: at(0.95), max: at(1) }
}

/** Processor time, garbage collection included. */
function cpuMs(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const used = process.cpuUsage(before)
  return (used.user + used.system) / 1000
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, products: { type: 'string', default: '1180000' } },
})
const report = measure(Number(values.products), (text) => {
  if (!values.json) console.error(text)
})
console.log(values.json ? JSON.stringify(report) : report)
