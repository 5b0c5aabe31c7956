// What a replica keeps: the weights it samples with and their version, in a folder. No optimiser: it never learns.
import { GigpoError } from '@gigpo/core'
import type { ModelConfig } from '../model/config.ts'
import { digestOf, parse, read, readWeights, verify, weightsFile } from './checkpoint.ts'
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
  const model = weightsFile(config, weights)
  const facts = `${JSON.stringify({ policyVersion, weights: digestOf(model) }, null, 2)}\n`
  const files = new Map([
    ['model.safetensors', model],
    [FACTS_FILE, new TextEncoder().encode(facts)],
  ])
  await writeDirectory(path, files, FACTS_FILE)
}

/** @throws GigpoError `checkpoint`. */
export async function readReplica(path: string, config: ModelConfig): Promise<StoredReplica> {
  const [facts, model] = [await read(path, FACTS_FILE), await read(path, 'model.safetensors')]
  if (facts === undefined || model === undefined)
    throw new GigpoError('checkpoint', 'the weights a batch was sampled with are missing', { where: path })
  const { policyVersion, weights } = (parse(path, FACTS_FILE, facts) ?? {}) as Partial<Record<string, unknown>>
  if (!Number.isSafeInteger(policyVersion) || typeof weights !== 'string')
    throw new GigpoError('checkpoint', `${FACTS_FILE} lacks the version or the digest`, { where: path })
  verify(path, 'model.safetensors', model, weights)
  return { weights: await readWeights(path, config), policyVersion: policyVersion as number }
}
