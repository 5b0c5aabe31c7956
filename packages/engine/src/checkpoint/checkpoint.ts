// A checkpoint is a folder in Hugging Face's layout (config.json, weights, tokenizer files), so other tools read it, and the
// state of training beside them (training-state.ts). Foreign folders without that give weights alone (model-folder.ts).
import type { ModelConfig } from '../model/config.ts'
import { parameterSpecs } from '../model/parameters.ts'
import type { TokenizerFiles } from '../tokenizer/tokenizer-files.ts'
import type { CheckpointFormat } from './checkpoint-format.ts'
import { type FileBytes, type FolderLayout, modelFiles } from './folder-layout.ts'
import { readWeights } from './model-folder.ts'
import { ENGINE_FILE, readTrainingState, stateFiles } from './training-state.ts'
import { writeDirectory } from './write-directory.ts'

export interface WholeModelOptions {
  /** A critic has none. */
  readonly tokenizer?: TokenizerFiles
  /** Of the folder the weights came from, which is kept to; default one float32 file. */
  readonly layout?: FolderLayout
}

/** A whole model, or a critic, as a folder. */
export function wholeModel(config: ModelConfig, { tokenizer, layout }: WholeModelOptions = {}): CheckpointFormat {
  const specs = parameterSpecs(config)
  return {
    specs,
    write: async (path, state) => {
      const files = new Map<string, FileBytes>([
        ...modelFiles(config, state.weights, layout),
        ...(tokenizer === undefined ? [] : tokenizerFiles(tokenizer)),
        ...stateFiles(specs, state),
      ])
      await writeDirectory(path, files, ENGINE_FILE)
    },
    readState: (path) => readTrainingState(path, specs, { read: () => readWeights(path, config) }),
    readWeights: (path) => readWeights(path, config),
  }
}

function tokenizerFiles({ tokenizer, config, others = {} }: TokenizerFiles): [string, Uint8Array][] {
  const texts = { 'tokenizer.json': tokenizer, 'tokenizer_config.json': config, ...others }
  return Object.entries(texts).map(([name, text]) => [name, new TextEncoder().encode(text)])
}
