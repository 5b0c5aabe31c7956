// The engine `tinker` of a recipe: a remote one behind the Tinker protocol. Weights stay at the server, which is asked for the
// model that `model.path` names, if it has one of that name; its tokenizer is read here where the server hands out none.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Engine, GigpoError } from '@gigpo/core'
import { loadTokenizer, readTokenizer, type TokenizerFiles } from '@gigpo/engine'
import { createTinkerEngine, POINTER_FILE } from '@gigpo/tinker'
import type { RunConfig } from '@gigpo/trainer'
import { modelDirectory } from '../models/model-directory.ts'
import { checkedOptions, defined } from './checked-options.ts'
import type { ModelSource } from './engines.ts'

const forms = {
  url: 'text',
  baseModel: 'text',
  tokenizer: 'text',
  contextLength: 'count',
  reduction: ['sum', 'seq-mean'],
  patienceSeconds: 'count',
  wire: ['json', 'protobuf'],
  replicas: 'flag',
} as const

/** @throws GigpoError `config`, `engine`, `usage` or `checkpoint`. */
export async function createRemote(config: RunConfig, from: ModelSource): Promise<Engine> {
  const options = checkedOptions('engine.options', config.engine.options, forms)
  const { url, baseModel, tokenizer, contextLength, reduction, patienceSeconds, wire, replicas } = options
  if (url === undefined) {
    throw new GigpoError('config', 'the engine tinker needs the address of a server', {
      where: 'engine.options.url',
      remedy: 'write engine: { tinker: http://HOST:PORT }; `gigpo engine serve` starts a server',
    })
  }
  const engine = await createTinkerEngine({
    url,
    tokenizer:
      tokenizer === undefined
        ? (files: unknown) => loadTokenizer(files as TokenizerFiles)
        : await readTokenizer(tokenizerFolder(tokenizer)),
    ...(config.model.path === null ? {} : ofModel(config.model.path)),
    ...defined({ baseModel, contextLength, reduction, wire, replicas }),
    ...(config.model.lora == null ? {} : { adapter: config.model.lora, seed: config.seed }),
    ...(patienceSeconds === undefined ? {} : { patienceMs: 1000 * patienceSeconds }),
  })
  if ('directory' in from && existsSync(join(from.directory, POINTER_FILE))) {
    await engine.load(from.directory, { weightsOnly: true }).catch(async (error: unknown) => {
      await engine.close()
      throw error
    })
  }
  return engine
}

/** What a recipe's model says of a remote one. */
function ofModel(path: string) {
  return { preferredModel: path, fallbackTokenizer: () => readTokenizer(tokenizerFolder(path)) }
}

/** A folder with a tokenizer alone, or of a model. @throws GigpoError `missing-data`. */
function tokenizerFolder(named: string): string {
  return existsSync(join(named, 'tokenizer.json')) ? named : modelDirectory(named)
}
