// What a replica keeps: the weights it samples with and their version, in a folder. No optimiser: it never learns.
import { GigpoError } from '@gigpo/core'
import type { ModelConfig } from '../model/config.ts'
import { verify, weightsDigest } from './checkpoint.ts'
import { type FileBytes, jsonBytes, tensorsOf } from './folder-layout.ts'
import { readJson, readWeights } from './model-folder.ts'
import { safetensorsPieces } from './safetensors.ts'
import { writeDirectory } from './write-directory.ts'

const FACTS_FILE = 'replica.json'

export interface StoredReplica {
  /** By parameter name. */
  readonly weights: ReadonlyMap<string, Float32Array>
  readonly policyVersion: number
}

/** @throws GigpoError `storage`. */
export async function writeReplica(
  path: string,
  { config, weights, policyVersion }: StoredReplica & { readonly config: ModelConfig },
): Promise<void> {
  const files = new Map<string, FileBytes>([
    ['model.safetensors', safetensorsPieces(tensorsOf(config, weights), { metadata: { format: 'pt' } })],
    [FACTS_FILE, jsonBytes({ policyVersion, weights: weightsDigest(config, weights) })],
  ])
  await writeDirectory(path, files, FACTS_FILE)
}

/** @throws GigpoError `checkpoint`. */
export async function readReplica(path: string, config: ModelConfig): Promise<StoredReplica> {
  const facts = ((await readJson(path, FACTS_FILE)).value ?? {}) as Partial<Record<string, unknown>>
  const { policyVersion, weights: expected } = facts
  if (!Number.isSafeInteger(policyVersion) || typeof expected !== 'string')
    throw new GigpoError('checkpoint', `${FACTS_FILE} lacks the version or the digest`, { where: path })
  const weights = await readWeights(path, config)
  verify(path, 'weights', weightsDigest(config, weights), expected)
  return { weights, policyVersion: policyVersion as number }
}
