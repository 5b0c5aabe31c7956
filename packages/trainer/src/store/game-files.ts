// Finds games at a path: original `game.tw-pddl` files in a directory tree, bundles (`*.jsonl`, plain, gzip or brotli) with
// their shared texts in `logic/` beside them, or a single file of either kind. Files come in sorted order.
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { GigpoError, messageOf } from '@gigpo/core'
import { listDirectory, storage } from '../run-directory/files.ts'
import { readText } from '../run-directory/json-lines.ts'
import type { SharedTexts } from './stored-game.ts'

const GAME_FILE = /\.tw-pddl$/
const BUNDLE = /\.jsonl(\.gz|\.br)?$/
const LARGEST_BUNDLE = 2 ** 31

export interface FoundFiles {
  readonly games: readonly string[]
  readonly bundles: readonly string[]
}

/** @throws GigpoError `missing-data` when the path is not there or holds no games. */
export function findGameFiles(path: string): FoundFiles {
  const root = resolve(path)
  if (!existsSync(root)) throw new GigpoError('missing-data', 'there is no such file or directory', { where: path })
  const games: string[] = []
  const bundles: string[] = []
  const seen = new Set<string>()
  const pending = [root]
  while (pending.length > 0) {
    const current = pending.pop()!
    if (storage(current, () => statSync(current)).isDirectory()) {
      const real = realpathSync(current)
      if (seen.has(real)) continue
      seen.add(real)
      for (const name of listDirectory(current).reverse())
        if (existsSync(join(current, name))) pending.push(join(current, name))
    } else if (GAME_FILE.test(current)) games.push(current)
    else if (BUNDLE.test(current) && (current === root || hasLogic(current))) bundles.push(current)
  }
  if (games.length + bundles.length > 0) return { games, bundles }
  throw new GigpoError('missing-data', 'no games were found', {
    where: path,
    remedy: 'Name a directory with game.tw-pddl files, or bundles games-*.jsonl[.gz|.br] beside a folder logic/.',
  })
}

/** `<split>/<task dir>/<trial>` where the directories have that form, else `imported/<directory>`. */
export function gameIdOf(file: string): string {
  const [trial, taskDirectory, split] = dirname(file).split(sep).reverse()
  const hasForm = /^[a-z_]+-/.test(taskDirectory ?? '') && /^trial_/.test(trial ?? '') && /^\w+$/.test(split ?? '')
  return hasForm ? `${split}/${taskDirectory}/${trial}` : `imported/${trial || basename(file)}`
}

/** The lines of a bundle, decompressed. @throws GigpoError `data` when it is damaged. */
export function* bundleLines(path: string): Generator<{ readonly text: string; readonly line: number }> {
  const bytes = decompress(path)
  let line = 0
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(10, start)
    const end = newline < 0 ? bytes.length : newline
    line++
    const text = bytes.toString('utf8', start, end)
    if (text.trim() !== '') yield { text, line }
    start = end + 1
  }
}

function decompress(path: string): Buffer {
  const bytes = storage(path, () => readFileSync(path))
  try {
    if (path.endsWith('.gz')) return gunzipSync(bytes, { maxOutputLength: LARGEST_BUNDLE })
    if (path.endsWith('.br')) return brotliDecompressSync(bytes, { maxOutputLength: LARGEST_BUNDLE })
    return bytes
  } catch (cause) {
    throw new GigpoError('data', `the bundle cannot be decompressed: ${messageOf(cause)}`, { where: path, cause })
  }
}

/** Domain and grammar beside a bundle: the one `.pddl` and the one `.twl2` file of `logic/`. @throws GigpoError. */
export function bundleTexts(path: string): SharedTexts {
  const logic = join(dirname(path), 'logic')
  const only = (extension: string): string => {
    const names = listDirectory(logic).filter((name) => name.endsWith(extension))
    if (names.length === 1) return readText(join(logic, names[0]!))
    throw new GigpoError('missing-data', `expected one ${extension} file, found ${names.length}`, {
      where: logic,
      remedy: 'A bundle needs the domain (.pddl) and the grammar (.twl2) of its games in a folder logic/ beside it.',
    })
  }
  return { domain: only('.pddl'), grammar: only('.twl2') }
}

const hasLogic = (bundle: string): boolean => existsSync(join(dirname(bundle), 'logic'))
