// What a replica keeps: the weights it samples with and their version, in a folder. No optimiser: it never learns.
import { GigpoError } from '@gigpo/core'
import type { ParameterSpec } from '../model/parameters.ts'
import { type FileBytes, jsonBytes, tensorsOf } from './folder-layout.ts'
import { readJson } from './model-folder.ts'
import { safetensorsPieces } from './safetensors.ts'
import { readTensors, verify, weightsDigest } from './training-state.ts'
import { writeDirectory } from './write-directory.ts'

const WEIGHTS_FILE = 'model.safetensors'
const FACTS_FILE = 'replica.json'

export interface StoredReplica {
  /** By parameter name. */
  readonly weights: ReadonlyMap<string, Float32Array>
  readonly policyVersion: number
}

/** @throws GigpoError `storage`. */
export async function writeReplica(
  path: string,
  { specs, weights, policyVersion }: StoredReplica & { readonly specs: readonly ParameterSpec[] },
): Promise<void> {
  const files = new Map<string, FileBytes>([
    [WEIGHTS_FILE, safetensorsPieces(tensorsOf(specs, weights), { metadata: { format: 'pt' } })],
    [FACTS_FILE, jsonBytes({ policyVersion, weights: weightsDigest(specs, weights) })],
  ])
  await writeDirectory(path, files, FACTS_FILE)
}

/** @throws GigpoError `checkpoint`. */
export async function readReplica(path: string, specs: readonly ParameterSpec[]): Promise<StoredReplica> {
  const facts = ((await readJson(path, FACTS_FILE)).value ?? {}) as Partial<Record<string, unknown>>
  const { policyVersion, weights: expected } = facts
  if (!Number.isSafeInteger(policyVersion) || typeof expected !== 'string')
    throw new GigpoError('checkpoint', `${FACTS_FILE} lacks the version or the digest`, { where: path })
  const weights = await readTensors(path, WEIGHTS_FILE, specs, '')
  verify(path, 'weights', weightsDigest(specs, weights), expected)
  return { weights, policyVersion: policyVersion as number }
}
