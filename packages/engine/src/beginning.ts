// What an engine begins with, and how what learns of it is kept: all weights, or an adapter on a frozen base.
import type { RandomKey } from '@gigpo/core'
import { adapterFormat } from './checkpoint/adapter.ts'
import { wholeModel } from './checkpoint/checkpoint.ts'
import { openFrozenBase } from './checkpoint/frozen-base.ts'
import { readLayout, readWeights } from './checkpoint/model-folder.ts'
import { quantizeBase } from './checkpoint/quantize.ts'
import type { ResolvedOptions } from './engine-options.ts'
import { initialAdapter } from './model/lora.ts'
import { initialParameters } from './model/parameters.ts'
import type { TrainableModelOptions } from './trainable-model.ts'

/** @throws GigpoError `checkpoint`, `config` or `storage`. */
export async function beginningOf(
  { source, config, tokenizer: { files: tokenizer }, cacheDirectory, samplingPrecision }: ResolvedOptions,
  key: RandomKey,
): Promise<Pick<TrainableModelOptions, 'format' | 'weights' | 'base'>> {
  switch (source.kind) {
    case 'fresh':
      return { format: wholeModel(config, { tokenizer }), weights: initialParameters(config, key) }
    case 'folder': {
      const layout = await readLayout(source.path)
      return { format: wholeModel(config, { tokenizer, layout }), weights: await readWeights(source.path, config) }
    }
    case 'adapted': {
      const { path, adapter, from } = source
      const base = await openFrozenBase(path, config, cacheDirectory)
      const { tensors, fingerprint } = base
      const format = adapterFormat(config, adapter, { base: path, fingerprint })
      const weights = from === undefined ? initialAdapter(config, adapter, key) : await format.readWeights(from)
      if (samplingPrecision === 'float32') return { format, weights, base: { adapter, tensors } }
      const bits = samplingPrecision === 'int8' ? 8 : 4
      const quantized = { bits, tensors: await quantizeBase(base, config, { bits, cache: cacheDirectory }) } as const
      return { format, weights, base: { adapter, tensors, quantized } }
    }
  }
}
