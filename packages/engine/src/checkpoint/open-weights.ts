// The weights of a folder in Hugging Face's layout, whether `model.safetensors` or shards that
// `model.safetensors.index.json` names: where each tensor is and how it is stored. Nothing but headers is read until a
// tensor is asked for.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { GigpoError, messageOf } from '@gigpo/core'
import type { TensorType } from './safetensors-header.ts'
import { openFile, openTensorFile, type TensorFile } from './tensor-file.ts'

export const WEIGHTS_FILE = 'model.safetensors'
export const INDEX_FILE = 'model.safetensors.index.json'

export interface StoredTensor {
  readonly name: string
  readonly shape: readonly number[]
  readonly type: TensorType
  /** Name of its file in the folder. */
  readonly file: string
  /** Its bytes in the file. */
  readonly position: number
  readonly bytes: number
  /** Values as float32, into `into` where it is given. */
  read(into?: Float32Array): Promise<Float32Array>
}

export interface StoredWeights {
  readonly tensors: readonly StoredTensor[]
  /** Text of the index, where there are shards. */
  readonly index?: string
  close(): Promise<void>
}

/** @throws GigpoError `checkpoint` naming the file that is missing or damaged. */
export async function openWeights(folder: string): Promise<StoredWeights> {
  const path = join(folder, WEIGHTS_FILE)
  const whole = await openFile(path)
  if (whole !== undefined) return collect([[WEIGHTS_FILE, await openTensorFile(path, whole)]])
  const index = await readIndex(folder)
  const files: [string, TensorFile][] = []
  try {
    for (const name of new Set(index.map.values())) {
      const shard = await openFile(join(folder, name))
      if (shard === undefined)
        throw new GigpoError('checkpoint', `the shard ${name} is missing, which ${INDEX_FILE} names`, {
          where: folder,
          remedy: 'Copy or download the folder again, with all of its shards.',
        })
      files.push([name, await openTensorFile(join(folder, name), shard)])
    }
    const weights = collect(files, index.text)
    checkIndex(folder, index.map, weights.tensors)
    return weights
  } catch (error) {
    for (const [, file] of files) await file.close()
    throw error
  }
}

function collect(files: readonly (readonly [string, TensorFile])[], index?: string): StoredWeights {
  return {
    tensors: files.flatMap(([name, file]) =>
      file.entries.map((entry) => ({
        name: entry.name,
        shape: entry.shape,
        type: entry.type,
        file: name,
        position: file.dataStart + entry.begin,
        bytes: entry.end - entry.begin,
        read: (into?: Float32Array) => file.read(entry, into),
      })),
    ),
    ...(index === undefined ? {} : { index }),
    close: async () => {
      for (const [, file] of files) await file.close()
    },
  }
}

interface Index {
  readonly text: string
  /** Tensor to shard. */
  readonly map: ReadonlyMap<string, string>
}

async function readIndex(folder: string): Promise<Index> {
  const where = join(folder, INDEX_FILE)
  const bad = (message: string): GigpoError =>
    new GigpoError('checkpoint', message, { where, remedy: 'Copy or download the index again.' })
  const text = await readFile(where, 'utf8').catch((cause: unknown) => {
    throw new GigpoError('checkpoint', `there is neither ${WEIGHTS_FILE} nor ${INDEX_FILE}`, {
      where: folder,
      remedy: 'Give a folder with config.json, weights in safetensors, tokenizer.json and tokenizer_config.json.',
      cause,
    })
  })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw bad(`not JSON: ${messageOf(error)}`)
  }
  const map: unknown = (value as { weight_map?: unknown } | null)?.weight_map
  if (typeof map !== 'object' || map === null) throw bad('the index has no weight_map')
  for (const [tensor, file] of Object.entries(map))
    if (typeof file !== 'string' || !/^[\w.-]+\.safetensors$/.test(file))
      throw bad(`${tensor} is in ${JSON.stringify(file)}, which is no shard beside the index`)
  return { text, map: new Map(Object.entries(map as Record<string, string>)) }
}

function checkIndex(folder: string, map: ReadonlyMap<string, string>, tensors: readonly StoredTensor[]): void {
  const where = join(folder, INDEX_FILE)
  const found = new Map<string, string>()
  for (const { name, file } of tensors) {
    const other = found.get(name)
    if (other !== undefined)
      throw new GigpoError('checkpoint', `${name} is in ${other} and in ${file}`, {
        where,
        remedy: 'Keep the shards of one model only.',
      })
    found.set(name, file)
  }
  for (const [name, file] of map)
    if (found.get(name) !== file)
      throw new GigpoError('checkpoint', `${file} does not hold ${name}, which the index says`, {
        where,
        remedy: 'The index and the shards are of different models; copy or download the folder again.',
      })
}
