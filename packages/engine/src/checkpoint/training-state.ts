// What a checkpoint holds besides weights: optimizer.safetensors with the Adam moments and engine.json with the counters and
// the digests of both, so that a damaged folder is seen. Equal state gives equal bytes; nothing of time or machine is written.
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { GigpoError } from '@gigpo/core'
import type { ParameterSpec } from '../model/parameters.ts'
import { type FileBytes, jsonBytes, tensorsOf } from './folder-layout.ts'
import { matchTensors } from './match-tensors.ts'
import { missing, readJson, readText } from './model-folder.ts'
import { safetensorsPieces } from './safetensors.ts'
import { openFile, openTensorFile } from './tensor-file.ts'

const FORMAT = 1
export const ENGINE_FILE = 'engine.json'
const OPTIMIZER_FILE = 'optimizer.safetensors'

/** By parameter name. */
export type Values = ReadonlyMap<string, Float32Array>

interface OptimizerState {
  readonly firstMoment: Values
  readonly secondMoment: Values
  /** Optimiser steps taken. */
  readonly step: number
}

export interface TrainingState {
  /** Of what learns. */
  readonly weights: Values
  readonly policyVersion: number
  readonly optimizer: OptimizerState
}

/** SHA-256 of bytes in pieces, hex. */
function digestOf(pieces: Iterable<Uint8Array>): string {
  const hash = createHash('sha256')
  for (const piece of pieces) hash.update(piece)
  return hash.digest('hex')
}

/** SHA-256 of the weights as one float32 file, hex: equal weights have equal digests, however they are stored. */
export function weightsDigest(specs: readonly ParameterSpec[], weights: Values): string {
  return digestOf(safetensorsPieces(tensorsOf(specs, weights), { metadata: { format: 'pt' } }))
}

function momentsFile(
  specs: readonly ParameterSpec[],
  { firstMoment, secondMoment }: OptimizerState,
): Iterable<Uint8Array> {
  return safetensorsPieces([
    ...tensorsOf(specs, firstMoment, 'first_moment.'),
    ...tensorsOf(specs, secondMoment, 'second_moment.'),
  ])
}

/** The two files beside the weights, the one that makes the folder a checkpoint last; `base` names frozen weights. */
export function stateFiles(
  specs: readonly ParameterSpec[],
  { weights, optimizer, policyVersion }: TrainingState,
  base?: string,
): [name: string, bytes: FileBytes][] {
  const moments = momentsFile(specs, optimizer)
  const engine = {
    format: FORMAT,
    policyVersion,
    optimizerStep: optimizer.step,
    weights: weightsDigest(specs, weights),
    moments: digestOf(moments),
    ...(base === undefined ? {} : { base }),
  }
  return [
    [OPTIMIZER_FILE, moments],
    [ENGINE_FILE, jsonBytes(engine)],
  ]
}

interface EngineFile {
  readonly policyVersion: number
  readonly optimizerStep: number
  readonly weights: string
  readonly moments: string
  readonly base: unknown
}

async function readEngineFile(path: string): Promise<EngineFile> {
  if ((await readText(path, ENGINE_FILE)) === undefined)
    throw new GigpoError('checkpoint', `${ENGINE_FILE} is missing, so there is no optimiser state`, {
      where: path,
      remedy: 'Load it with weightsOnly.',
    })
  const value = (await readJson(path, ENGINE_FILE)).value as Record<string, unknown> | null
  const isCount = (x: unknown): x is number => Number.isSafeInteger(x) && (x as number) >= 0
  const { format, policyVersion, optimizerStep, weights, moments, base } = value ?? {}
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
  return { policyVersion, optimizerStep, weights, moments, base }
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

/**
 * Weights, moments and counters of the parameters `specs`; `read` gives the weights, `base` names the frozen ones.
 * @throws GigpoError `checkpoint`.
 */
export async function readTrainingState(
  path: string,
  specs: readonly ParameterSpec[],
  { read, base }: { readonly read: () => Promise<Values>; readonly base?: string },
): Promise<TrainingState> {
  const engine = await readEngineFile(path)
  if (base !== undefined && engine.base !== base)
    throw new GigpoError('checkpoint', 'the adapter was trained on another base model', {
      where: path,
      remedy: 'Give the folder of the base it was trained on, unchanged.',
    })
  const weights = await read()
  verify(path, 'weights', weightsDigest(specs, weights), engine.weights)
  const moment = (prefix: string): Promise<Values> => readTensors(path, OPTIMIZER_FILE, specs, prefix)
  const optimizer = {
    firstMoment: await moment('first_moment.'),
    secondMoment: await moment('second_moment.'),
    step: engine.optimizerStep,
  }
  verify(path, 'moments', digestOf(momentsFile(specs, optimizer)), engine.moments)
  return { weights, policyVersion: engine.policyVersion, optimizer }
}

/** Values of the parameters `specs` in a file, whose tensors are named by `prefix` and their name. @throws GigpoError `checkpoint`. */
export async function readTensors(
  folder: string,
  name: string,
  specs: readonly ParameterSpec[],
  prefix: string,
): Promise<Map<string, Float32Array>> {
  const source = await openFile(join(folder, name))
  if (source === undefined) throw missing(folder, name)
  const file = await openTensorFile(join(folder, name), source)
  try {
    const out = new Map<string, Float32Array>()
    const own = file.entries.filter((entry) => entry.name.startsWith(prefix))
    for (const [key, entry] of matchTensors(specs, own, folder, prefix)) out.set(key, await file.read(entry))
    return out
  } finally {
    await file.close()
  }
}
