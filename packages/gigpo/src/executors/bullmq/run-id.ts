// The name of a run on a queue: the same when the run goes on after a kill, another for any other run.
import { realpathSync } from 'node:fs'
import { hostname } from 'node:os'
import { sha256 } from '@gigpo/core'
import { configDigest, type RunConfig } from '@gigpo/trainer'

/** From where it is kept, its configuration and the version. */
export function runId(directory: string, config: RunConfig, version: string): string {
  return sha256(JSON.stringify([hostname(), realpathSync(directory), configDigest(config), version])).slice(0, 16)
}
