// A sampler that keeps the weights of one moment while the model at the server learns on. The protocol has what it takes:
// weights are saved for the sampler under a name, and what has a name can be sampled for as long as it is kept.
import type { Replica } from '@gigpo/core'
import { type CheckpointPointer, readPointer, writePointer } from './checkpoint-pointer.ts'
import type { Connection } from './connection.ts'
import { draw } from './draw.ts'
import { Turns } from './turns.ts'

/** Begins with the weights that `saveWeights` gives. @throws GigpoError `engine`. */
export async function createRemoteReplica(
  connection: Connection,
  saveWeights: () => Promise<CheckpointPointer>,
): Promise<Replica> {
  let held = await saveWeights()
  /** Whether a checkpoint of a run names what is held. */
  let isNamed = false
  const turns = new Turns()
  const exchange = async (next: CheckpointPointer, named: boolean): Promise<void> => {
    const before = isNamed ? undefined : held
    held = next
    isNamed = named
    if (before !== undefined) await forget(connection, before)
  }
  return {
    get policyVersion() {
      return held.policyVersion
    },
    sample: (requests) => turns.shared(() => draw(connection, { model_path: held.path }, requests, held.policyVersion)),
    refresh: () => turns.exclusive(async () => exchange(await saveWeights(), false)),
    save: (directory) =>
      turns.exclusive(async () => {
        await writePointer(directory, held)
        isNamed = true
      }),
    load: (directory) => turns.exclusive(async () => exchange(await readPointer(directory), true)),
    close: () =>
      turns.exclusive(async () => {
        if (!isNamed) await forget(connection, held)
      }),
  }
}

/** Makes room at the server. A server that has no such request, or is gone, keeps what it has. */
async function forget({ transport }: Connection, { path }: CheckpointPointer): Promise<void> {
  const [, model, name] = /^tinker:\/\/([^/]+)\/(?:sampler_weights\/)?([^/]+)$/.exec(path) ?? []
  if (model === undefined || name === undefined) return
  await transport.delete(`training_runs/${model}/checkpoints/sampler_weights/${name}`).catch(() => undefined)
}
