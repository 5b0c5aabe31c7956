// A checkpoint is a folder in Hugging Face's layout (config.json, model.safetensors, tokenizer.json, tokenizer_config.json),
// so other tools read it, plus optimizer.safetensors with the Adam moments and engine.json with the counters. Equal state
// gives equal bytes; nothing of time or machine is written. Foreign folders without the last two give weights alone.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { GigpoError, messageOf } from '@gigpo/core'
import { sizeOf } from '../graph/shape.ts'
import { type ModelConfig, parseModelConfig, toHfConfig } from '../model/config.ts'
import { parameterSpecs } from '../model/parameters.ts'
import { loadTokenizer } from '../tokenizer/load-tokenizer.ts'
import type { StoredTokenizer, TokenizerFiles } from '../tokenizer/tokenizer-files.ts'
import { matchTensors } from './match-tensors.ts'
import { type NamedTensor, readSafetensors, writeSafetensors } from './safetensors.ts'
import { writeDirectory } from './write-directory.ts'

const FORMAT = 1
const ENGINE_FILE = 'engine.json'
const OPTIMIZER_FILE = 'optimizer.safetensors'

interface OptimizerCheckpoint {
  /** By parameter name. */
  readonly firstMoment: ReadonlyMap<string, Float32Array>
  readonly secondMoment: ReadonlyMap<string, Float32Array>
  /** Optimiser steps taken. */
  readonly step: number
}

export interface Checkpoint {
  readonly config: ModelConfig
  /** By parameter name. */
  readonly weights: ReadonlyMap<string, Float32Array>
  /** A critic has none. */
  readonly tokenizer?: TokenizerFiles
  readonly policyVersion: number
  readonly optimizer: OptimizerCheckpoint
}

/** SHA-256 of the weights file, hex. */
export function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function tensorsOf(config: ModelConfig, values: ReadonlyMap<string, Float32Array>, prefix = ''): NamedTensor[] {
  return parameterSpecs(config).map(({ name, shape }) => ({ name: prefix + name, shape, data: values.get(name)! }))
}

/** The weights file of a checkpoint. */
export function weightsFile(config: ModelConfig, weights: ReadonlyMap<string, Float32Array>): Uint8Array {
  return writeSafetensors(tensorsOf(config, weights), { format: 'pt' })
}

/** @throws GigpoError `storage`. */
export async function writeCheckpoint(path: string, checkpoint: Checkpoint): Promise<void> {
  const { config, weights, tokenizer, policyVersion, optimizer } = checkpoint
  const text = (value: unknown): Uint8Array => new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`)
  const model = weightsFile(config, weights)
  const moments = writeSafetensors([
    ...tensorsOf(config, optimizer.firstMoment, 'first_moment.'),
    ...tensorsOf(config, optimizer.secondMoment, 'second_moment.'),
  ])
  const engine = {
    format: FORMAT,
    policyVersion,
    optimizerStep: optimizer.step,
    weights: digestOf(model),
    moments: digestOf(moments),
  }
  const files = new Map([
    ['config.json', text(toHfConfig(config))],
    ['model.safetensors', model],
    ...(tokenizer === undefined ? [] : tokenizerFiles(tokenizer)),
    [OPTIMIZER_FILE, moments],
    [ENGINE_FILE, text(engine)],
  ])
  await writeDirectory(path, files, ENGINE_FILE)
}

function tokenizerFiles({ tokenizer, config }: TokenizerFiles): [string, Uint8Array][] {
  const encoder = new TextEncoder()
  return [
    ['tokenizer.json', encoder.encode(tokenizer)],
    ['tokenizer_config.json', encoder.encode(config)],
  ]
}

/** undefined where there is no such file. */
export async function read(path: string, name: string): Promise<Buffer | undefined> {
  try {
    return await readFile(join(path, name))
  } catch (cause) {
    if ((cause as { code?: unknown }).code === 'ENOENT') return undefined
    throw new GigpoError('checkpoint', `cannot be read: ${messageOf(cause)}`, { where: join(path, name), cause })
  }
}

function missing(path: string, name: string): GigpoError {
  return new GigpoError('checkpoint', `${name} is missing`, {
    where: path,
    remedy: 'Give a folder with config.json, model.safetensors, tokenizer.json and tokenizer_config.json.',
  })
}

export function parse(path: string, name: string, bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch (cause) {
    throw new GigpoError('checkpoint', `${name} is not JSON: ${messageOf(cause)}`, { where: path, cause })
  }
}

/** @throws GigpoError `checkpoint` or `config`. */
export async function readConfig(path: string): Promise<ModelConfig> {
  const bytes = await read(path, 'config.json')
  if (bytes === undefined) throw missing(path, 'config.json')
  return parseModelConfig(parse(path, 'config.json', bytes))
}

/** @throws GigpoError `checkpoint` or `data`. */
export async function readTokenizer(path: string): Promise<StoredTokenizer> {
  const [tokenizer, config] = [await read(path, 'tokenizer.json'), await read(path, 'tokenizer_config.json')]
  if (tokenizer === undefined) throw missing(path, 'tokenizer.json')
  if (config === undefined) throw missing(path, 'tokenizer_config.json')
  return loadTokenizer({ tokenizer: tokenizer.toString('utf8'), config: config.toString('utf8') })
}

interface EngineFile {
  readonly policyVersion: number
  readonly optimizerStep: number
  readonly weights: string
  readonly moments: string
}

function parseEngineFile(path: string, bytes: Buffer): EngineFile {
  const value = parse(path, ENGINE_FILE, bytes) as Record<string, unknown> | null
  const isCount = (x: unknown): x is number => Number.isSafeInteger(x) && (x as number) >= 0
  const { format, policyVersion, optimizerStep, weights, moments } = value ?? {}
  if (format !== FORMAT)
    throw new GigpoError(
      'checkpoint',
      `format ${JSON.stringify(format)} in ${ENGINE_FILE}; this version reads ${FORMAT}`,
      {
        where: path,
        remedy: 'Load it with the version of gigpo that wrote it, or load its weights only.',
      },
    )
  if (!isCount(policyVersion) || !isCount(optimizerStep) || typeof weights !== 'string' || typeof moments !== 'string')
    throw new GigpoError('checkpoint', `${ENGINE_FILE} lacks a counter or a digest`, { where: path })
  return { policyVersion, optimizerStep, weights, moments }
}

/** @throws GigpoError `checkpoint` where the file is not the one that was saved. */
export function verify(path: string, name: string, bytes: Uint8Array, digest: string): void {
  const actual = digestOf(bytes)
  if (actual !== digest)
    throw new GigpoError(
      'checkpoint',
      `${name} has SHA-256 ${actual.slice(0, 12)}…, expected ${digest.slice(0, 12)}…`,
      {
        where: path,
        remedy: 'The file was changed or damaged after saving; use another checkpoint.',
      },
    )
}

/**
 * The weights of a checkpoint for `config`, in one file or in shards. A critic may also take a policy's: its body, and a
 * value head of zeros. @throws GigpoError `checkpoint`.
 */
export async function readWeights(path: string, config: ModelConfig): Promise<Map<string, Float32Array>> {
  const tensors = await readTensors(path)
  const isPolicy = !tensors.some(({ name }) => name.startsWith('score.'))
  if (!config.valueHead || !isPolicy) return matchTensors(config, tensors, path)
  const body = tensors.filter(({ name }) => name !== 'lm_head.weight')
  const head = parameterSpecs(config).filter(({ name }) => name.startsWith('score.'))
  const zeros = head.map(({ name, shape }) => ({ name, shape, data: new Float32Array(sizeOf(shape)) }))
  return matchTensors(config, [...body, ...zeros], path)
}

async function readTensors(path: string): Promise<readonly NamedTensor[]> {
  const whole = await read(path, 'model.safetensors')
  if (whole !== undefined) return readSafetensors(whole).tensors
  const index = await read(path, 'model.safetensors.index.json')
  if (index === undefined) throw missing(path, 'model.safetensors')
  const { weight_map: map } = (parse(path, 'model.safetensors.index.json', index) ?? {}) as Record<string, unknown>
  if (typeof map !== 'object' || map === null)
    throw new GigpoError('checkpoint', 'the index has no weight_map', { where: path })
  const tensors: NamedTensor[] = []
  for (const name of new Set(Object.values(map as Record<string, unknown>).map(String)).values()) {
    if (!/^[\w.-]+\.safetensors$/.test(name))
      throw new GigpoError('checkpoint', `the index names ${JSON.stringify(name)}, not a shard beside it`, {
        where: path,
      })
    const shard = await read(path, name)
    if (shard === undefined) throw missing(path, name)
    tensors.push(...readSafetensors(shard).tensors)
  }
  return tensors
}

/** Weights, moments and counters that `writeCheckpoint` wrote for `config`. @throws GigpoError `checkpoint`. */
export async function readState(
  path: string,
  config: ModelConfig,
): Promise<Pick<Checkpoint, 'weights' | 'policyVersion' | 'optimizer'>> {
  const engineBytes = await read(path, ENGINE_FILE)
  if (engineBytes === undefined)
    throw new GigpoError('checkpoint', `${ENGINE_FILE} is missing, so there is no optimiser state`, {
      where: path,
      remedy: 'Load it with weightsOnly.',
    })
  const engine = parseEngineFile(path, engineBytes)
  const [model, moments] = [await read(path, 'model.safetensors'), await read(path, OPTIMIZER_FILE)]
  if (model === undefined) throw missing(path, 'model.safetensors')
  if (moments === undefined) throw missing(path, OPTIMIZER_FILE)
  verify(path, 'model.safetensors', model, engine.weights)
  verify(path, OPTIMIZER_FILE, moments, engine.moments)
  const optimizer = readSafetensors(moments).tensors
  return {
    weights: matchTensors(config, readSafetensors(model).tensors, path),
    policyVersion: engine.policyVersion,
    optimizer: {
      firstMoment: matchTensors(config, optimizer, path, 'first_moment.'),
      secondMoment: matchTensors(config, optimizer, path, 'second_moment.'),
      step: engine.optimizerStep,
    },
  }
}
