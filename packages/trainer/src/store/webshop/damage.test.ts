// Bad disks and bad files: an import on a disk that fills up, and thousands of damaged inputs. Whatever is met is a
// GigpoError and never a hang, and no half catalogue can be opened.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { GigpoError, RandomStream, rootKey } from '@gigpo/core'
import { afterAll, describe, expect, it } from 'vitest'
import { importWebshop, openWebshopStore } from '../index.ts'
import { jsonElements } from './json-elements.ts'
import { officialProduct, parts } from './small-shop.test-support.ts'

const root = mkdtempSync(join(tmpdir(), 'gigpo-webshop-damage-'))
const disk = join(root, 'disk')
const folder = join(root, 'official')
mkdirSync(disk)
mkdirSync(folder)

const program = { mount: 'mount', unmount: 'umount' }

function mount(options: string): boolean {
  try {
    execFileSync(program.mount, ['-t', 'tmpfs', '-o', options, 'none', disk], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const canMount = mount('size=64k')
afterAll(() => {
  if (canMount) execFileSync(program.unmount, ['-l', disk])
  rmSync(root, { recursive: true, force: true })
})

const list = Array.from({ length: 200 }, (_, number) => officialProduct(number))
const products = join(folder, 'items_shuffle.json')

async function attempt(home: string, segmentProducts = 20): Promise<GigpoError | undefined> {
  try {
    await importWebshop(folder, { home, parts, segmentProducts })
    return undefined
  } catch (error) {
    if (GigpoError.isInstance(error)) return error
    throw error
  }
}

describe.skipIf(!canMount)('a full disk (skipped where the tests may not mount a tmpfs)', () => {
  it('stops with the remedy, keeps the catalogue that was there, and goes on when there is room', async () => {
    writeFileSync(products, JSON.stringify(list.slice(0, 5)))
    mount('remount,size=16m')
    expect(await attempt(disk)).toBeUndefined()
    const old = openWebshopStore(disk).products.digest
    writeFileSync(products, JSON.stringify(list))
    let failures = 0
    // Sizes are in pages of 4 kB; each file takes at least one, so the disk fills up at a different write each time.
    for (let kilobytes = 40; kilobytes <= 240; kilobytes += 8) {
      mount(`remount,size=${kilobytes}k`)
      const error = await attempt(disk)
      if (error === undefined) break
      failures++
      expect(error).toMatchObject({ code: 'storage' })
      expect(error.remedy).toContain('free some space')
      expect(openWebshopStore(disk).products.digest).toBe(old)
    }
    expect(failures).toBeGreaterThan(6)
    mount('remount,size=16m')
    expect(await attempt(disk)).toBeUndefined()
    const store = openWebshopStore(disk)
    expect(store.products.size).toBe(200)
    expect(store.products.product(199).asin).toBe(list[199]!.asin)
    expect(readdirSync(store.directory)).toHaveLength(5)
  })
})

describe('damaged official files', () => {
  const home = canMount ? join(disk, 'fuzz') : join(root, 'fuzz')
  const whole = {
    'items_shuffle.json': Buffer.from(JSON.stringify(list.slice(0, 4), null, 1)),
    'items_ins_v2.json': Buffer.from(
      JSON.stringify({ [list[1]!.asin]: { attributes: ['a', 'b'] }, B2: { attributes: [] } }),
    ),
    'items_human_ins.json': Buffer.from(JSON.stringify({ [list[2]!.asin]: ['find me', 'this'] })),
  }

  it('are a catalogue or a GigpoError', { timeout: 300_000 }, async () => {
    if (canMount) mount('remount,size=16m')
    const draw = new RandomStream(rootKey(71))
    const codes = new Map<string, number>()
    for (const [file, bytes] of Object.entries(whole)) writeFileSync(join(folder, file), bytes)
    for (let round = 0; round < 600; round++) {
      const name = draw.pick(Object.keys(whole) as (keyof typeof whole)[])
      writeFileSync(join(folder, name), mutated(whole[name], draw))
      const error = await attempt(home, 1 + draw.integer(3))
      if (error === undefined) {
        const store = openWebshopStore(home)
        expect(store.products.size).toBeGreaterThan(0)
        store.close()
      }
      codes.set(error?.code ?? 'whole', (codes.get(error?.code ?? 'whole') ?? 0) + 1)
      writeFileSync(join(folder, name), whole[name])
    }
    expect([...codes.keys()].sort()).toEqual(['data', 'whole'])
    for (const count of codes.values()) expect(count).toBeGreaterThan(15)
  })

  it('are cut into elements or refused, 10,000 times, whatever the chunks', async () => {
    const draw = new RandomStream(rootKey(72))
    let refused = 0
    for (let round = 0; round < 10_000; round++) {
      const bytes = mutated(whole['items_shuffle.json'], draw)
      const size = 1 + draw.integer(200)
      try {
        const values: unknown[] = []
        for await (const batch of jsonElements(inChunks(bytes, size), { container: 'array', where: 'file' })) {
          for (const element of batch) values.push(element.after.offset)
        }
        expect(values).toEqual([...values].sort((a, b) => Number(a) - Number(b)))
      } catch (error) {
        if (!GigpoError.isInstance(error)) throw error
        refused++
      }
    }
    expect(refused).toBeGreaterThan(3000)
    expect(refused).toBeLessThan(9000)
  })
})

async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** Bytes flipped, removed, repeated, swapped with what JSON is made of, cut off, and sometimes compressed before. */
function mutated(whole: Buffer, draw: RandomStream): Buffer {
  let bytes = Buffer.from(draw.integer(4) === 0 ? gzipSync(whole) : whole)
  for (let count = 1 + draw.integer(3); count > 0 && bytes.length > 0; count--) {
    const at = draw.integer(bytes.length)
    const to = Math.min(bytes.length, at + 1 + draw.integer(40))
    const kind = draw.integer(6)
    if (kind === 0) bytes[at]! ^= 1 << draw.integer(8)
    else if (kind === 1) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(to)])
    else if (kind === 2) bytes = Buffer.concat([bytes.subarray(0, to), bytes.subarray(at)])
    else if (kind === 3) bytes[at] = draw.pick([...Buffer.from('[]{}",:\\0n \u00ff')])
    else if (kind === 4) bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from('[{"'.repeat(1 + draw.integer(50)))])
    else bytes = Buffer.from(bytes.subarray(0, at + 1))
  }
  return bytes
}
