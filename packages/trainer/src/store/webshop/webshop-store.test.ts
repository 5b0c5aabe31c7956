import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { GigpoError, sha256 } from '@gigpo/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  importWebshop,
  listWebshopStores,
  openWebshopStore,
  readWebshopManifest,
  type WebshopImportOptions,
  type WebshopImportReport,
} from '../index.ts'
import { officialProduct, parts } from './small-shop.test-support.ts'

let root: string
let home: string
let folder: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gigpo-webshop-'))
  home = join(root, 'home')
  folder = join(root, 'official')
  mkdirSync(folder)
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const list = Array.from({ length: 100 }, (_, number) => officialProduct(number))
const expected = list.map(
  (raw, number) => parts.parseProduct(raw, `${number}`, number === 3 ? { attributes: ['x'] } : {})!,
)

function write(products: unknown = list, name = 'items_shuffle.json'): void {
  writeFileSync(join(folder, name), typeof products === 'string' ? products : JSON.stringify(products))
  writeFileSync(join(folder, 'items_ins_v2.json'), JSON.stringify({ [list[3]!.asin]: { attributes: ['x'] } }))
  writeFileSync(
    join(folder, 'items_human_ins.json'),
    JSON.stringify({ [list[5]!.asin]: ['a', 'b'], B_ELSEWHERE: ['c'] }),
  )
}

const run = (options: Partial<WebshopImportOptions> = {}, path = folder): Promise<WebshopImportReport> =>
  importWebshop(path, { home, parts, segmentProducts: 16, ...options })

async function failure(work: () => unknown): Promise<GigpoError> {
  try {
    await work()
  } catch (error) {
    if (GigpoError.isInstance(error)) return error
    throw error
  }
  throw new Error('did not fail')
}

const catalogue = (): string => join(home, 'data', 'webshop', 'official')

function expectWhole(): void {
  const store = openWebshopStore(home)
  const { products } = store
  expect(products.size).toBe(100)
  expect(Array.from({ length: 100 }, (_, index) => products.product(index))).toEqual(expected)
  for (const [index, { asin }] of list.entries()) expect(products.indexOf(asin)).toBe(index)
  for (const [index, { prices }] of expected.entries()) expect(products.prices(index)).toEqual(prices)
  for (const asin of ['', 'A', 'B000000000X', 'ZZZ']) expect(products.indexOf(asin)).toBe(-1)
  expect(JSON.parse(Buffer.from(new Uint8Array(store.index)).toString())).toEqual({
    asins: list.map(({ asin }) => asin),
    documents: expected.map((product) => parts.documentText(product)),
  })
  store.close()
}

describe('importWebshop', () => {
  it('keeps products, order, index and human instructions, and names what it skipped', async () => {
    const extra = [
      officialProduct(1, { asin: 'nan' }),
      officialProduct(1, { asin: 'B0123456789' }),
      list[7],
      officialProduct(1),
    ]
    write([...list, ...extra])
    const phases = new Set<string>()
    const report = await run({ onProgress: ({ phase, done, total }) => phases.add(phase).add(String(done <= total)) })
    expect(report).toMatchObject({
      products: 100,
      humanInstructions: 2,
      skipped: { unusable: 2, duplicate: 2 },
      resumed: 0,
    })
    expect([...phases]).toEqual(['instructions', 'true', 'products', 'index'])
    expect(report.digest).toBe(sha256(expected.map((product) => sha256(parts.canonicalProduct(product))).join('\n')))
    expectWhole()
    const store = openWebshopStore(home)
    expect([...store.human]).toEqual([
      [list[5]!.asin, ['a', 'b'].map((text) => ({ text, attributes: [], options: [] }))],
    ])
    for (const wrong of [-1, 100, 0.5, Number.NaN]) {
      expect(() => store.products.product(wrong)).toThrow(RangeError)
      expect(() => store.products.prices(wrong)).toThrow(RangeError)
    }
    expect(listWebshopStores(home)).toEqual(['official'])
    expect(readWebshopManifest(home).digest).toBe(report.digest)
    expect(readdirSync(store.directory).sort()).toEqual([
      'human.json',
      'index.bin',
      'order.bin',
      'products.jsonl',
      'table.bin',
    ])
  })

  it('gives one digest for plain and gzip files, any segments and any white space', async () => {
    write()
    const digests = new Set([(await run()).digest, (await run({ segmentProducts: 1 })).digest])
    rmSync(join(folder, 'items_shuffle.json'))
    writeFileSync(join(folder, 'items_shuffle.json.gz'), gzipSync(JSON.stringify(list, null, 3)))
    digests.add((await run({ name: 'zipped', segmentProducts: 1000 })).digest)
    expect(digests.size).toBe(1)
    write([...list].reverse())
    rmSync(join(folder, 'items_shuffle.json.gz'))
    digests.add((await run()).digest)
    expect(digests.size).toBe(2)
    expect(listWebshopStores(home)).toEqual(['official', 'zipped'])
  })

  it('lets one process at a time import a catalogue', async () => {
    write()
    const first = run()
    expect(await failure(() => run())).toMatchObject({ code: 'locked' })
    expect((await first).products).toBe(100)
  })

  it('keeps few products in memory and reads the others again', async () => {
    write()
    await run()
    const { products } = openWebshopStore(home, 'official', { keptProducts: 3 })
    const first = products.product(0)
    expect(products.product(0)).toBe(first)
    for (const index of [50, 2, 99, 98]) expect(products.product(index)).toEqual(expected[index])
    expect(products.product(0)).not.toBe(first)
    expect(products.product(0)).toEqual(first)
  })

  it('finds the files that belong together', async () => {
    write(list.slice(0, 10), 'items_shuffle_1000.json')
    write()
    expect((await failure(() => run())).message).toContain('items_shuffle.json, items_shuffle_1000.json')
    writeFileSync(join(folder, 'items_ins_v2_1000.json'), '{}')
    const small = await run({ name: 'small' }, join(folder, 'items_shuffle_1000.json'))
    expect(small).toMatchObject({
      products: 10,
      files: { instructions: join(folder, 'items_ins_v2_1000.json'), human: join(folder, 'items_human_ins.json') },
    })
    expect(openWebshopStore(home, 'small').products.product(3).attributes).toEqual(['DUMMY_ATTR'])
    const alone = join(root, 'alone.json')
    writeFileSync(alone, JSON.stringify(list))
    expect((await run({}, alone)).files).toEqual({ products: alone, instructions: null, human: null })
    expect(await failure(() => run({}, join(root, 'none')))).toMatchObject({ code: 'missing-data' })
    expect(await failure(() => run({}, root))).toMatchObject({ code: 'missing-data', where: root })
    expect(await failure(() => run({ name: '../up' }))).toMatchObject({ code: 'usage' })
  })

  it('names place and product of a damaged file, keeps the catalogue that was there, and leaves nothing behind', async () => {
    write()
    await run()
    const before = readdirSync(catalogue())
    const text = JSON.stringify(list)
    const damaged: [string | Buffer, RegExp][] = [
      ['', /byte 0/],
      ['{}', /byte 0/],
      ['[]', /no product/],
      [Buffer.from(text).subarray(0, 5000), /byte 5000, after element \d+: the file ends too early/],
      [text.slice(0, -1), /ends too early/],
      [`${text}x`, /more after the end/],
      [text.replace('"Product 50', 'Product 50'), /not JSON/],
      [text.replace('"name":"Product 50', '"nome":"Product 50'), /name must be text/],
      [text.replace(list[50]!.asin, 'B 50'), /B 50/],
      [Buffer.from(text).fill(0xff, 9000, 9001), /not JSON/],
      [gzipSync(text).subarray(0, 900), /decompressed after byte/],
    ]
    for (const [content, message] of damaged) {
      writeFileSync(join(folder, 'items_shuffle.json'), content)
      const error = await failure(() => run())
      expect(error.code).toBe('data')
      expect(error.message).toMatch(message)
      expect(`${error.where}`).toContain('items_shuffle.json')
      expect(readdirSync(catalogue())).toEqual(before)
    }
    expectWhole()
    write()
    for (const name of ['items_ins_v2.json', 'items_human_ins.json']) {
      write()
      writeFileSync(join(folder, name), '{"B1": 3, ,}')
      expect((await failure(() => run())).code).toBe('data')
      expect(readdirSync(catalogue())).toEqual(before)
    }
  })
})

describe('a stopped import', () => {
  /** Stops when `products` are on disk. */
  async function stopAt(products: number): Promise<void> {
    const stop = new AbortController()
    const stopping: WebshopImportOptions['parts'] = {
      ...parts,
      buildSegment: (documents) => {
        left -= documents.length
        if (left <= 0) stop.abort()
        return parts.buildSegment(documents)
      },
    }
    let left = products
    expect(await failure(() => run({ signal: stop.signal, parts: stopping }))).toMatchObject({ code: 'interrupted' })
  }

  it('goes on after its last whole segment, from plain and from compressed files', async () => {
    for (const zipped of [false, true]) {
      write(zipped ? '' : list)
      if (zipped) writeFileSync(join(folder, 'items_shuffle.json'), gzipSync(JSON.stringify(list)))
      await stopAt(48)
      const parsed: string[] = []
      const counting = {
        ...parts,
        parseProduct: (...given: Parameters<typeof parts.parseProduct>) => {
          parsed.push(given[1])
          return parts.parseProduct(...given)
        },
      }
      expect(await run({ parts: counting })).toMatchObject({ resumed: 48, products: 100 })
      expect(parsed[0]).toBe('items_shuffle.json[48]')
      expectWhole()
    }
  })

  it('ends with the same bytes from any state that a kill may leave', async () => {
    write()
    await run()
    const whole = contents()
    rmSync(home, { recursive: true })
    const snapshots: string[] = []
    const watching = {
      ...parts,
      buildSegment: (documents: readonly string[]) => {
        snapshots.push(join(root, `at-${snapshots.length}`))
        cpSync(home, snapshots.at(-1)!, { recursive: true })
        return parts.buildSegment(documents)
      },
      mergeSegments: (...given: Parameters<typeof parts.mergeSegments>) => {
        snapshots.push(join(root, `at-${snapshots.length}`))
        cpSync(home, snapshots.at(-1)!, { recursive: true })
        return parts.mergeSegments(...given)
      },
    }
    await run({ parts: watching })
    expect(snapshots).toHaveLength(8)
    for (const [number, snapshot] of snapshots.entries()) {
      for (const damage of [0, 1, 2, 3]) {
        rmSync(home, { recursive: true, force: true })
        cpSync(snapshot, home, { recursive: true })
        rmSync(join(catalogue(), 'lock'))
        const draft = join(catalogue(), 'data-1')
        if (damage === 1) {
          for (const name of ['products.jsonl', 'table.bin', 'digests.bin']) appendFileSync(join(draft, name), 'half')
          writeFileSync(join(draft, `segment-${number}.bin`), 'half')
          writeFileSync(join(draft, '.tmp-state.json-77'), '{')
          writeFileSync(join(catalogue(), '.tmp-manifest.json-77'), '{')
          writeFileSync(join(catalogue(), 'lock'), '{"pid":')
        }
        const isLost = number > 0 && damage > 1
        if (isLost && damage === 2) truncateSync(join(draft, 'products.jsonl'), 100)
        if (isLost && damage === 3) rmSync(join(draft, 'segment-0.bin'))
        const { resumed } = await run()
        expect(resumed, `${number} ${damage}`).toBe(isLost ? 0 : Math.min(100, number * 16))
        expect(contents()).toEqual(whole)
        expect(readdirSync(catalogue())).toEqual(['data-1', 'manifest.json'])
      }
    }
  })

  it('begins again when the files have changed', async () => {
    write()
    await stopAt(32)
    utimesSync(join(folder, 'items_shuffle.json'), 1, 1)
    expect((await run()).resumed).toBe(0)
    expectWhole()
  })

  it('leaves the catalogue that was there until the new one is whole', async () => {
    write()
    await run()
    const { directory } = openWebshopStore(home)
    write([...list, officialProduct(0, { asin: 'A' })])
    await stopAt(64)
    expectWhole()
    expect(existsSync(directory)).toBe(true)
    expect(await run()).toMatchObject({ resumed: 64, products: 101 })
    expect(readdirSync(catalogue()).sort()).toEqual(['data-2', 'manifest.json'])
  })

  function contents(): Record<string, string> {
    const directory = join(catalogue(), 'data-1')
    return Object.fromEntries(
      readdirSync(directory).map((name) => [name, readFileSync(join(directory, name), 'latin1')]),
    )
  }
})

describe('openWebshopStore', () => {
  it('says how to import, and how to do without', async () => {
    const error = await failure(() => openWebshopStore(home))
    expect(error).toMatchObject({ code: 'missing-data' })
    expect(error.remedy).toContain('gigpo data import webshop PATH')
    expect(error.remedy).toContain('source: generated')
    write()
    await run({ name: 'thousand' })
    expect((await failure(() => openWebshopStore(home, 'tousand'))).message).toContain('did you mean "thousand"?')
  })

  it('says so when the format is another one', async () => {
    write()
    await run()
    const path = join(catalogue(), 'manifest.json')
    const manifest = JSON.parse(readFileSync(path, 'utf8')) as object
    writeFileSync(path, JSON.stringify({ generation: 1, format: 0 }))
    const error = await failure(() => openWebshopStore(home))
    expect(error).toMatchObject({ code: 'data', where: path })
    expect(error.message).toContain('format 0')
    expect(error.remedy).toContain('Import it again')
    writeFileSync(path, JSON.stringify(manifest).slice(0, 50))
    expect((await failure(() => openWebshopStore(home))).code).toBe('data')
    await run()
    expectWhole()
  })

  it('finds any damaged byte of any file', async () => {
    write()
    await run()
    const directory = join(catalogue(), 'data-1')
    for (const name of readdirSync(directory)) {
      const path = join(directory, name)
      const whole = readFileSync(path)
      const step = Math.ceil(whole.length / 100)
      for (let at = 0; at < whole.length; at += step) {
        const bytes = Buffer.from(whole)
        bytes[at]! ^= 0x10
        writeFileSync(path, bytes)
        const error = await failure(() => {
          const { products } = openWebshopStore(home)
          for (let index = 0; index < products.size; index++) products.product(index)
        })
        expect(error).toMatchObject({ code: 'data', where: path })
        if (name === 'products.jsonl') expect(error.message).toMatch(/stored product \d+ \(B\d+\) is damaged/)
      }
      writeFileSync(path, whole.subarray(0, -1))
      expect((await failure(() => openWebshopStore(home))).code).toBe('data')
      rmSync(path)
      expect((await failure(() => openWebshopStore(home))).message).toContain('missing')
      writeFileSync(path, whole)
    }
    expectWhole()
    expect(statSync(directory).isDirectory()).toBe(true)
  })
})
