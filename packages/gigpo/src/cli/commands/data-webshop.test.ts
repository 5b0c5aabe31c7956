// The official 1,000 products through the store: what comes back from disk is what the environment reads from the files.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import {
  buildSearchIndex,
  type CanonicalGoalsOptions,
  canonicalGoals,
  createProductSearch,
  documentText,
  loadOfficialProducts,
  openSearchIndex,
  parseHumanInstructions,
  productsInMemory,
} from '@gigpo/envs/webshop'
import { importWebshop, openWebshopStore, type WebshopImportReport } from '@gigpo/trainer'
import { afterAll, describe, expect, it } from 'vitest'
import { webshopParts } from './webshop-parts.ts'

const official = fileURLToPath(new URL('../../../../../../shared/data/webshop/', import.meta.url))

describe.skipIf(!existsSync(official))('the official 1,000 products (skipped where ../shared/data is absent)', () => {
  const home = mkdtempSync(join(tmpdir(), 'gigpo-official-'))
  afterAll(() => rmSync(home, { recursive: true, force: true }))
  const read = (name: string): unknown => {
    const bytes = readFileSync(join(official, name))
    return JSON.parse((name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString())
  }
  const imported = (name: string, segmentProducts: number): Promise<WebshopImportReport> =>
    importWebshop(official, { home, name, parts: webshopParts, segmentProducts })

  it('are the same products, goals and search results as in memory, in any segments', async () => {
    const memory = productsInMemory(
      loadOfficialProducts(read('items_shuffle_1000.reconstructed.json.gz'), read('items_ins_v2_1000.json')),
    )
    const human = parseHumanInstructions(read('items_human_ins.subset13.json'))
    const list = Array.from({ length: memory.size }, (_, index) => memory.product(index))
    const built = buildSearchIndex({ asins: list.map(({ asin }) => asin), documents: list.map(documentText) })
    const goals = canonicalGoals(memory, { kind: 'synthetic', compat: 'fixed' })
    const indexes = new Set<string>()
    for (const segmentProducts of [1000, 130]) {
      const report = await imported('thousand', segmentProducts)
      expect(report).toMatchObject({ products: 1000, digest: memory.digest, skipped: { unusable: 0, duplicate: 0 } })
      const { products, index, human: stored, close } = openWebshopStore(home, 'thousand')
      expect(Array.from({ length: 1000 }, (_, position) => products.product(position))).toEqual(list)
      for (const [position, { asin }] of list.entries()) expect(products.indexOf(asin)).toBe(position)
      expect(stored).toEqual(human)
      expect(report.humanInstructions).toBe([...human.values()].flat().length)
      const settings: CanonicalGoalsOptions[] = [
        { kind: 'synthetic', compat: 'fixed' },
        { kind: 'human', human: stored, compat: 'fixed' },
      ]
      expect(canonicalGoals(products, settings[0]!)).toEqual(goals)
      expect(canonicalGoals(products, settings[1]!).goals.length).toBeGreaterThan(12)
      indexes.add(Buffer.from(index).toString('latin1'))
      const [onDisk, inMemory] = [openSearchIndex(index), built].map((opened) => createProductSearch(opened))
      for (let goal = 0; goal < goals.goals.length; goal += 23) {
        const { instruction } = goals.goals[goal]!
        expect(onDisk!.search(instruction)).toEqual(inMemory!.search(instruction))
      }
      close()
    }
    indexes.add(Buffer.from(built.buffer).toString('latin1'))
    expect(indexes.size).toBe(1)
    expect(readdirSync(join(home, 'data', 'webshop', 'thousand')).sort()).toEqual(['data-2', 'manifest.json'])
  })
})
