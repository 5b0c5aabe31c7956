// A model from a Hugging Face endpoint to the cache or to a folder: what the embedded engine reads, and nothing else. The
// cache's reference is written last, so a download that stopped is not found as a model, and goes on when asked again.
import { mkdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { GigpoError, messageOf } from '@gigpo/core'
import { downloadFile, type FileDownload } from './download-file.ts'
import { type ModelName, repositoryDirectory } from './hub-cache.ts'
import { type Hub, type RemoteFile, readFileFacts, readRemoteModel } from './hub-client.ts'

export interface DownloadOptions extends Pick<FileDownload, 'signal' | 'pause'> {
  readonly hub: Hub
  /** The cache to put it in; or a folder, where files lie under their names. */
  readonly to: { readonly cache: string } | { readonly directory: string }
  /** Of all files; the total is undefined where the endpoint does not tell. */
  readonly onBytes?: (done: number, total: number | undefined, file: string) => void
}

export interface Downloaded {
  readonly commit: string
  readonly directory: string
  readonly files: readonly string[]
  readonly bytes: number
}

const TEXTS =
  /^(config|generation_config|tokenizer|tokenizer_config|special_tokens_map|added_tokens|vocab|chat_template|model\.safetensors\.index)\.json$|^(merges\.txt|chat_template\.jinja|LICENSE(\.\w+)?)$/
const SINGLE = 'model.safetensors'
const SHARD = /^model-[\w.-]*\.safetensors$/

/** @throws GigpoError `missing-data`, `data`, `storage` or `interrupted`. */
export async function downloadModel(model: ModelName, options: DownloadOptions): Promise<Downloaded> {
  const { hub, to, signal, pause, onBytes } = options
  const { commit, files } = await readRemoteModel(hub, model, signal)
  const wanted = filesWanted(model, files, hub)
  const total = wanted.every(({ bytes }) => bytes !== undefined)
    ? wanted.reduce((sum, { bytes = 0 }) => sum + bytes, 0)
    : undefined
  const repository = 'cache' in to ? repositoryDirectory(model, to.cache) : ''
  const directory = 'cache' in to ? join(repository, 'snapshots', commit) : to.directory
  const blobs = new Map<string, string>()
  let before = 0
  for (const { name: file } of wanted) {
    const facts = await readFileFacts(hub, model, { commit, file, ...(signal === undefined ? {} : { signal }) })
    blobs.set(file, facts.etag)
    await downloadFile({
      hub,
      model,
      commit,
      file,
      facts,
      to: 'cache' in to ? join(repository, 'blobs', facts.etag) : join(directory, file),
      onBytes: (bytes) => onBytes?.(before + bytes, total, file),
      ...(signal === undefined ? {} : { signal }),
      ...(pause === undefined ? {} : { pause }),
    })
    before += facts.bytes
    onBytes?.(before, total, file)
  }
  if ('cache' in to) await publish(repository, { commit, revision: model.revision, blobs })
  return { commit, directory, files: wanted.map(({ name }) => name), bytes: before }
}

/** Weights in one file or in shards, and the texts beside them. */
function filesWanted(model: ModelName, files: readonly RemoteFile[], hub: Hub): RemoteFile[] {
  const isWhole = files.some(({ name }) => name === SINGLE)
  const weights = files.filter(({ name }) => (isWhole ? name === SINGLE : SHARD.test(name)))
  const texts = files.filter(({ name }) => TEXTS.test(name) && !(isWhole && name.includes('.index.')))
  const missing = ['config.json', 'tokenizer.json'].filter((name) => !texts.some((file) => file.name === name))
  if (weights.length === 0) missing.push(SINGLE)
  if (missing.length === 0) return [...texts, ...weights]
  throw new GigpoError('missing-data', `${model.organisation}/${model.name} has no ${missing.join(', no ')}`, {
    where: hub.endpoint,
    remedy: 'Choose a model in Hugging Face’s layout with safetensors (not GGUF, not a quantised copy).',
  })
}

/** Links by name, then the reference: only now the model is in the cache. */
async function publish(
  repository: string,
  { commit, revision, blobs }: { commit: string; revision: string; blobs: ReadonlyMap<string, string> },
): Promise<void> {
  const snapshot = join(repository, 'snapshots', commit)
  const ref = join(repository, 'refs', revision)
  try {
    await mkdir(snapshot, { recursive: true })
    await mkdir(dirname(ref), { recursive: true })
    for (const [file, etag] of blobs) await link(join('..', '..', 'blobs', etag), join(snapshot, file))
    if ((await readFile(ref, 'utf8').catch(() => '')) === commit) return
    await writeFile(`${ref}.incomplete`, commit)
    await rename(`${ref}.incomplete`, ref)
  } catch (cause) {
    throw new GigpoError('storage', `cannot write: ${messageOf(cause)}`, {
      where: repository,
      remedy: 'Give the command again with a cache that can be written (HF_HOME), or with --dir.',
      cause,
    })
  }
}

async function link(target: string, path: string): Promise<void> {
  const isThere = await stat(path).then(
    () => true,
    () => false,
  )
  if (isThere) return
  await rm(path, { force: true })
  await symlink(target, path)
}
