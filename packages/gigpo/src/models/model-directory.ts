// What `model.path` of a recipe means: a folder, a checkpoint that ships with gigpo (`builtin:NAME`), or the name of a model
// in Hugging Face's cache (`ORG/NAME`, `ORG/NAME@REVISION`). Nothing is ever downloaded here; that is `gigpo model download`.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { GigpoError } from '@gigpo/core'
import { cacheDirectory, findCached, listCached, parseModelName, repositoryDirectory } from './hub-cache.ts'

const checkpoints = fileURLToPath(new URL('../../checkpoints', import.meta.url))
const BUILT_IN = 'builtin:'

/** Not an adapter. */
export function isWholeModel(directory: string): boolean {
  return existsSync(join(directory, 'config.json'))
}

/** The folder of a model or of an adapter. @throws GigpoError `missing-data`. */
export function modelDirectory(path: string, cache: string = cacheDirectory()): string {
  const local = path.startsWith(BUILT_IN) ? join(checkpoints, path.slice(BUILT_IN.length)) : path
  if (isWholeModel(local) || existsSync(join(local, 'adapter_config.json'))) return local
  const model = parseModelName(path)
  const folder = join(local, 'config.json')
  if (model === undefined || existsSync(local))
    throw new GigpoError('missing-data', `no model at "${path}": ${folder} is not there`, {
      remedy:
        'give a folder with config.json, weights in safetensors and tokenizer.json, a name such as Qwen/Qwen2.5-0.5B-Instruct, or builtin:alfworld-start',
    })
  const found = findCached(model, cache)
  if (found !== undefined && isWholeModel(found.directory)) return found.directory
  const { organisation, name, revision } = model
  const others = listCached(cache).filter((other) => other.organisation === organisation && other.name === name)
  const has = others.length === 0 ? '' : ` (of it the cache has: ${others.map((other) => other.revision).join(', ')})`
  const which = revision === 'main' ? '' : ` --revision ${revision}`
  throw new GigpoError('missing-data', `"${path}" is neither a folder nor a model of the cache${has}`, {
    where: repositoryDirectory(model, cache),
    remedy: `gigpo model download ${organisation}/${name}${which}`,
  })
}
