// `gigpo model`: fetch a model from Hugging Face, list what the cache has, and show what a model is. Downloading is always
// asked for; no other command does it.
import { existsSync } from 'node:fs'
import { GigpoError } from '@gigpo/core'
import { describeModel, type ModelDescription } from '@gigpo/engine'
import { createProgress, silentProgress } from '@gigpo/trainer'
import type { Command } from 'commander'
import { downloadModel } from '../../models/download-model.ts'
import { cacheDirectory, listCached, parseModelName } from '../../models/hub-cache.ts'
import { hubOf } from '../../models/hub-client.ts'
import { isWholeModel, modelDirectory } from '../../models/model-directory.ts'
import { interruptSignal } from '../interrupt.ts'
import { registerMerge } from './model-merge.ts'

interface DownloadFlags {
  readonly revision?: string
  readonly dir?: string
  readonly json?: boolean
}

export function register(program: Command): void {
  const model = program.command('model').description('download, list and show language models')
  model
    .command('download')
    .description('fetch a model into Hugging Face’s cache; a download that stopped goes on')
    .argument('<name>', 'ORG/NAME')
    .option('--revision <revision>', 'branch, tag or commit (default: main)')
    .option('--dir <directory>', 'into this folder, not the cache')
    .option('--json', 'print one JSON object at the end, no progress')
    .addHelpText(
      'after',
      `
The cache is HF_HUB_CACHE, HF_HOME/hub or ~/.cache/huggingface/hub; HF_ENDPOINT names a mirror, HF_TOKEN opens gated models.

Example:
  gigpo model download Qwen/Qwen2.5-0.5B-Instruct && gigpo train alfworld-verl
`,
    )
    .action(download)
  model
    .command('list')
    .description('models of the cache, and whether the embedded engine runs them')
    .option('--json', 'print one JSON object')
    .action(list)
  registerMerge(model)
  model
    .command('show')
    .description('architecture, size, types, context and template of a model')
    .argument('<model>', 'a folder, ORG/NAME[@REVISION], or builtin:alfworld-start')
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  gigpo model show Qwen/Qwen2.5-0.5B-Instruct\n')
    .action(async (path: string, flags: { readonly json?: boolean }) => {
      const directory = modelDirectory(path)
      if (!isWholeModel(directory))
        throw new GigpoError('usage', 'the folder holds an adapter, not a whole model', {
          where: directory,
          remedy: 'Show its base, which adapter_config.json names.',
        })
      const facts = await describeModel(directory)
      if (flags.json) process.stdout.write(`${JSON.stringify({ model: path, directory, ...facts })}\n`)
      else process.stdout.write(`${path}\n  ${directory}\n${describeLines(facts)}`)
    })
}

async function download(name: string, flags: DownloadFlags): Promise<void> {
  const model = parseModelName(flags.revision === undefined ? name : `${name}@${flags.revision}`)
  if (model === undefined)
    throw new GigpoError('usage', `"${name}" is no name of a model`, {
      remedy: 'Give ORG/NAME, for example Qwen/Qwen2.5-0.5B-Instruct, and --revision for another revision than main.',
    })
  if (flags.dir !== undefined && existsSync(flags.dir) && !existsSync(`${flags.dir}/config.json`)) {
    process.stderr.write(`${flags.dir} is there already: files of the model are put into it\n`)
  }
  let progress = silentProgress
  const result = await downloadModel(model, {
    hub: hubOf(),
    to: flags.dir === undefined ? { cache: cacheDirectory() } : { directory: flags.dir },
    signal: interruptSignal(),
    onBytes: (done, total, file) => {
      if (flags.json) return
      if (progress === silentProgress)
        progress = createProgress({
          label: 'MB',
          total: total === undefined ? null : megabytes(total),
          start: megabytes(done),
        })
      progress.update(megabytes(done), file)
    },
  })
  progress.finish('verified')
  if (flags.json) process.stdout.write(`${JSON.stringify({ model: name, ...result })}\n`)
  else process.stdout.write(`${name}: ${result.files.length} files in ${result.directory}\n`)
}

async function list(flags: { readonly json?: boolean }): Promise<void> {
  const cache = cacheDirectory()
  const models = await Promise.all(
    listCached(cache).map(async ({ organisation, name, revision, commit, directory }) => {
      const known = { model: `${organisation}/${name}`, revision, commit, directory }
      try {
        return { ...known, facts: await describeModel(directory) }
      } catch (error) {
        if (!GigpoError.isInstance(error)) throw error
        return { ...known, error: error.toJSON() }
      }
    }),
  )
  if (flags.json) {
    process.stdout.write(`${JSON.stringify({ cache, models })}\n`)
    return
  }
  if (models.length === 0) process.stdout.write(`no models in ${cache}\n`)
  for (const { model, revision, ...rest } of models) {
    const what =
      'facts' in rest ? `${millions(rest.facts.parameters)}  ${rest.facts.types.join('+')}` : rest.error.message
    process.stdout.write(`${model}@${revision}  ${what}\n`)
  }
}

function describeLines(facts: ModelDescription): string {
  const { layers, hiddenSize, heads, keyValueHeads } = facts
  const rows: [string, string][] = [
    [
      'architecture',
      `${facts.architecture}, ${layers} layers of ${hiddenSize}, ${heads} heads, ${keyValueHeads} of keys and values`,
    ],
    ['parameters', `${millions(facts.parameters)}${facts.tiedEmbedding ? ', the head is the embedding' : ''}`],
    [
      'weights',
      `${facts.types.join('+')}, ${megabytes(facts.bytes)} MB in ${facts.files} ${facts.files === 1 ? 'file' : 'files'}`,
    ],
    ['context', `${facts.contextLength} tokens`],
    ['vocabulary', `${facts.tokens} tokens, ${facts.vocabularySize} rows; ends with ${facts.stop.join(', ')}`],
    ['chat template', facts.chatTemplate ? 'yes' : 'no: only agents that write plain text can use it'],
  ]
  return rows.map(([name, text]) => `  ${name.padEnd(14)} ${text}\n`).join('')
}

const megabytes = (bytes: number): number => Math.ceil(bytes / 1e6)
const millions = (count: number): string =>
  count < 1e9 ? `${(count / 1e6).toFixed(count < 1e7 ? 2 : 0)} M` : `${(count / 1e9).toFixed(2)} B`
