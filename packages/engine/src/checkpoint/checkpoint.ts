// A checkpoint is a folder in Hugging Face's layout (config.json, weights, tokenizer files), so other tools read it, plus
// optimizer.safetensors with the Adam moments and engine.json with the counters. Equal state gives equal bytes; nothing of
// time or machine is written. Foreign folders without the last two give weights alone (model-folder.ts).
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { GigpoError } from '@gigpo/core'
import type { ModelConfig } from '../model/config.ts'
import type { TokenizerFiles } from '../tokenizer/tokenizer-files.ts'
import { type FileBytes, type FolderLayout, jsonBytes, modelFiles, tensorsOf } from './folder-layout.ts'
import { matchTensors } from './match-tensors.ts'
import { missing, readJson, readText, readWeights } from './model-folder.ts'
import { safetensorsPieces } from './safetensors.ts'
import { openFile, openTensorFile } from './tensor-file.ts'
import { writeDirectory } from './write-directory.ts'

const FORMAT = 1
const ENGINE_FILE = 'engine.json'
const OPTIMIZER_FILE = 'optimizer.safetensors'

type Values = ReadonlyMap<string, Float32Array>

interface OptimizerCheckpoint {
  /** By parameter name. */
  readonly firstMoment: Values
  readonly secondMoment: Values
  /** Optimiser steps taken. */
  readonly step: number
}

export interface Checkpoint {
  readonly config: ModelConfig
  /** By parameter name. */
  readonly weights: Values
  /** A critic has none. */
  readonly tokenizer?: TokenizerFiles
  /** Of the folder the weights came from; default one float32 file. */
  readonly layout?: FolderLayout
  readonly policyVersion: number
  readonly optimizer: OptimizerCheckpoint
}

/** SHA-256 of bytes in pieces, hex. */
function digestOf(pieces: Iterable<Uint8Array>): string {
  const hash = createHash('sha256')
  for (const piece of pieces) hash.update(piece)
  return hash.digest('hex')
}

/** SHA-256 of the weights as one float32 file, hex: equal weights have equal digests, however they are stored. */
export function weightsDigest(config: ModelConfig, weights: Values): string {
  return digestOf(safetensorsPieces(tensorsOf(config, weights), { metadata: { format: 'pt' } }))
}

function momentsFile(config: ModelConfig, { firstMoment, secondMoment }: OptimizerCheckpoint): Iterable<Uint8Array> {
  return safetensorsPieces([
    ...tensorsOf(config, firstMoment, 'first_moment.'),
    ...tensorsOf(config, secondMoment, 'second_moment.'),
  ])
}

/** @throws GigpoError `storage`. */
export async function writeCheckpoint(path: string, checkpoint: Checkpoint): Promise<void> {
  const { config, weights, tokenizer, layout, policyVersion, optimizer } = checkpoint
  const moments = momentsFile(config, optimizer)
  const engine = {
    format: FORMAT,
    policyVersion,
    optimizerStep: optimizer.step,
    weights: weightsDigest(config, weights),
    moments: digestOf(moments),
  }
  const files = new Map<string, FileBytes>([
    ...modelFiles(config, weights, layout),
    ...(tokenizer === undefined ? [] : tokenizerFiles(tokenizer)),
    [OPTIMIZER_FILE, moments],
    [ENGINE_FILE, jsonBytes(engine)],
  ])
  await writeDirectory(path, files, ENGINE_FILE)
}

function tokenizerFiles({ tokenizer, config, others = {} }: TokenizerFiles): [string, Uint8Array][] {
  const texts = { 'tokenizer.json': tokenizer, 'tokenizer_config.json': config, ...others }
  return Object.entries(texts).map(([name, text]) => [name, new TextEncoder().encode(text)])
}

interface EngineFile {
  readonly policyVersion: number
  readonly optimizerStep: number
  readonly weights: string
  readonly moments: string
}

async function readEngineFile(path: string): Promise<EngineFile> {
  if ((await readText(path, ENGINE_FILE)) === undefined)
    throw new GigpoError('checkpoint', `${ENGINE_FILE} is missing, so there is no optimiser state`, {
      where: path,
      remedy: 'Load it with weightsOnly.',
    })
  const value = (await readJson(path, ENGINE_FILE)).value as Record<string, unknown> | null
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

/** @throws GigpoError `checkpoint` where the digest is not the one that was saved. */
export function verify(path: string, what: string, actual: string, expected: string): void {
  if (actual !== expected)
    throw new GigpoError(
      'checkpoint',
      `the ${what} have SHA-256 ${actual.slice(0, 12)}…, expected ${expected.slice(0, 12)}…`,
      {
        where: path,
        remedy: 'The file was changed or damaged after saving; use another checkpoint.',
      },
    )
}

/** Weights, moments and counters that `writeCheckpoint` wrote for `config`. @throws GigpoError `checkpoint`. */
export async function readState(
  path: string,
  config: ModelConfig,
): Promise<Pick<Checkpoint, 'weights' | 'policyVersion' | 'optimizer'>> {
  const engine = await readEngineFile(path)
  const weights = await readWeights(path, config)
  verify(path, 'weights', weightsDigest(config, weights), engine.weights)
  const source = await openFile(join(path, OPTIMIZER_FILE))
  if (source === undefined) throw missing(path, OPTIMIZER_FILE)
  const file = await openTensorFile(join(path, OPTIMIZER_FILE), source)
  try {
    const moment = async (prefix: string): Promise<Values> => {
      const out = new Map<string, Float32Array>()
      for (const [name, entry] of matchTensors(config, file.entries, path, prefix))
        out.set(name, await file.read(entry))
      return out
    }
    const optimizer = {
      firstMoment: await moment('first_moment.'),
      secondMoment: await moment('second_moment.'),
      step: engine.optimizerStep,
    }
    verify(path, 'moments', digestOf(momentsFile(config, optimizer)), engine.moments)
    return { weights, policyVersion: engine.policyVersion, optimizer }
  } finally {
    await file.close()
  }
}
