// Finds the official files at a path: a folder of them or the products file, with what stands beside it. Files belong
// together by the number in their names: `items_shuffle_1000.json` goes with `items_ins_v2_1000.json`; a companion without
// a number is one for all products, as `items_human_ins.json` is.
import { existsSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { GigpoError } from '@gigpo/core'
import { listDirectory, storage } from '../../run-directory/files.ts'

export interface WebshopFiles {
  /** `items_shuffle*.json[.gz]`. */
  readonly products: string
  /** `items_ins*.json[.gz]`: hidden attributes and synthetic instructions. */
  readonly instructions: string | null
  /** `items_human_ins*.json[.gz]`. */
  readonly human: string | null
}

const PRODUCTS = /^items_shuffle.*\.json(\.gz)?$/
const INSTRUCTIONS = /^items_ins.*\.json(\.gz)?$/
const HUMAN = /^items_human_ins.*\.json(\.gz)?$/

/** @throws GigpoError `missing-data` when there is no products file, `usage` when it is not clear which file is meant. */
export function findWebshopFiles(path: string): WebshopFiles {
  const root = resolve(path)
  if (!existsSync(root)) throw new GigpoError('missing-data', 'there is no such file or directory', { where: path })
  const isFolder = storage(root, () => statSync(root)).isDirectory()
  const folder = isFolder ? root : dirname(root)
  const names = listDirectory(folder)
  const products = isFolder
    ? only(
        names.filter((name) => PRODUCTS.test(name)),
        path,
      )
    : basename(root)
  if (products === null) {
    throw new GigpoError('missing-data', 'no file items_shuffle*.json or items_shuffle*.json.gz was found', {
      where: path,
      remedy: 'Name the folder of the official WebShop data (its setup.sh downloads it), or a products file.',
    })
  }
  const companion = (pattern: RegExp): string | null => {
    const candidates = names.filter((name) => pattern.test(name) && name !== products)
    const same = candidates.filter((name) => numberOf(name) === numberOf(products))
    const found = only(same.length > 0 ? same : candidates.filter((name) => numberOf(name) === null), path)
    return found === null ? null : join(folder, found)
  }
  return { products: join(folder, products), instructions: companion(INSTRUCTIONS), human: companion(HUMAN) }
}

const numberOf = (name: string): string | null => /_(\d+)\./.exec(name)?.[1] ?? null

/** The one name, or null; a compressed copy beside its original does not count. */
function only(names: readonly string[], where: string): string | null {
  const distinct = names.filter((name) => !(name.endsWith('.gz') && names.includes(name.slice(0, -'.gz'.length))))
  if (distinct.length < 2) return distinct[0] ?? null
  throw new GigpoError('usage', `it is not clear which file is meant: ${distinct.join(', ')}`, {
    where,
    remedy: 'Name the products file itself, or move the others away.',
  })
}
