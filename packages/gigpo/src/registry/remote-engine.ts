// The engine `tinker` of a recipe: a remote one behind the Tinker protocol. The server decides which weights a model starts
// with; `model.path` names the same model here, for its tokenizer where the server hands out none.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Engine, GigpoError } from '@gigpo/core'
import { loadTokenizer, readTokenizer, type TokenizerFiles } from '@gigpo/engine'
import { createTinkerEngine, POINTER_FILE } from '@gigpo/tinker'
import type { RunConfig } from '@gigpo/trainer'
import { checkedOptions, defined } from './checked-options.ts'
import type { ModelSource } from './engines.ts'

const forms = {
  url: 'text',
  baseModel: 'text',
  tokenizer: 'text',
  contextLength: 'count',
  reduction: ['sum', 'seq-mean'],
  patienceSeconds: 'count',
} as const

/** @throws GigpoError `config`, `engine`, `usage` or `checkpoint`. */
export async function createRemote(config: RunConfig, from: ModelSource): Promise<Engine> {
  const options = checkedOptions('engine.options', config.engine.options, forms)
  const { url, baseModel, tokenizer, contextLength, reduction, patienceSeconds } = options
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
        : await readTokenizer(tokenizer),
    ...defined({ baseModel, contextLength, reduction }),
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
