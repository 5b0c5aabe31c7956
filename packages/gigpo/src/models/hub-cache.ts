// The cache that Hugging Face's own tools keep: models--ORG--NAME with blobs/ (files by checksum), snapshots/COMMIT/ (links to
// them by name) and refs/REVISION (a commit). What those tools downloaded is found here, and they find what gigpo did.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { GigpoError } from '@gigpo/core'

type Environment = Readonly<Record<string, string | undefined>>

export interface ModelName {
  readonly organisation: string
  readonly name: string
  /** Branch, tag or commit. */
  readonly revision: string
}

export interface CachedModel extends ModelName {
  readonly commit: string
  readonly directory: string
}

const PART = /^[\w-][\w.-]*$/
const REVISION = /^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/

/** The folder of the cache, from HF_HUB_CACHE, HF_HOME or XDG_CACHE_HOME as Hugging Face's tools read them. */
export function cacheDirectory(env: Environment = process.env): string {
  if (env.HF_HUB_CACHE) return env.HF_HUB_CACHE
  if (env.HF_HOME) return join(env.HF_HOME, 'hub')
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'huggingface', 'hub')
}

/** `ORG/NAME` or `ORG/NAME@REVISION`; undefined for anything else. */
export function parseModelName(text: string): ModelName | undefined {
  const [path = '', revision = 'main', ...more] = text.split('@')
  const [organisation = '', name = '', ...deeper] = path.split('/')
  if (more.length > 0 || deeper.length > 0) return undefined
  if (!PART.test(organisation) || !PART.test(name) || !REVISION.test(revision)) return undefined
  return { organisation, name, revision }
}

export function repositoryDirectory({ organisation, name }: ModelName, cache: string): string {
  return join(cache, `models--${organisation}--${name}`)
}

/** The snapshot of a revision, undefined where the cache has none. */
export function findCached(model: ModelName, cache: string = cacheDirectory()): CachedModel | undefined {
  const repository = repositoryDirectory(model, cache)
  const ref = join(repository, 'refs', model.revision)
  const commit = existsSync(ref) ? readFileSync(ref, 'utf8').trim() : model.revision
  const directory = join(repository, 'snapshots', commit)
  return PART.test(commit) && existsSync(directory) ? { ...model, commit, directory } : undefined
}

/** Every revision that has a name, by model, then revision. @throws GigpoError `storage` where the cache cannot be read. */
export function listCached(cache: string = cacheDirectory()): CachedModel[] {
  if (!existsSync(cache)) return []
  try {
    return readdirSync(cache)
      .filter((folder) => folder.startsWith('models--'))
      .sort()
      .flatMap((folder) => {
        const [, organisation = '', ...rest] = folder.split('--')
        const refs = join(cache, folder, 'refs')
        if (!existsSync(refs)) return []
        return readdirSync(refs).flatMap((revision) => {
          const model = parseModelName(`${organisation}/${rest.join('--')}@${revision}`)
          return (model && findCached(model, cache)) ?? []
        })
      })
  } catch (cause) {
    throw new GigpoError('storage', 'the model cache cannot be read', { where: cache, cause })
  }
}
