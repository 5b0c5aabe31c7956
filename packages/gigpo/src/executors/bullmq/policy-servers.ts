// The policies of a run on the network, by the Tinker protocol, for as long as somebody plays with them. A server is kept
// and serves the next policy; workers know by the run's record in Redis which policy an address has now.
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Engine, GigpoError } from '@gigpo/core'
import { createTinkerServer, type TinkerServer } from '@gigpo/tinker'
import type { Player } from '@gigpo/trainer'
import { tokenizerFilesOf } from '../tokenizer-files.ts'

interface OfferedPolicy {
  readonly url: string
  withdraw(): void
}

export interface PolicyServers {
  /** @throws GigpoError `usage` for a port that is taken. */
  offer(player: Player): Promise<OfferedPolicy>
  close(): Promise<void>
}

interface Slot {
  player: Player | undefined
  readonly server: Promise<TinkerServer>
}

/** `port`: of the first server; policies that are served at the same time have the ports after it. */
export function createPolicyServers({ host, port }: { readonly host: string; readonly port?: number }): PolicyServers {
  const slots: Slot[] = []
  const open = (player: Player): Slot => {
    const slot: Slot = { player, server: serve(() => slot.player, player, host, port && port + slots.length) }
    slots.push(slot)
    return slot
  }
  return {
    offer: async (player) => {
      const free = slots.find((slot) => slot.player === undefined)
      if (free !== undefined) free.player = player
      const slot = free ?? open(player)
      const { url } = await slot.server
      return {
        url,
        withdraw: () => {
          slot.player = undefined
        },
      }
    },
    close: async () => {
      await Promise.allSettled(slots.map(async ({ server }) => (await server).close()))
    },
  }
}

function serve(
  present: () => Player | undefined,
  { tokenizer, contextLength }: Player,
  host: string,
  port: number | undefined,
): Promise<TinkerServer> {
  const { TINKER_API_KEY: apiKey } = process.env
  return createTinkerServer({
    createEngine: () => samplerOnly(present, tokenizer, contextLength),
    baseModel: 'policy',
    checkpoints: join(tmpdir(), 'gigpo-served-policies'),
    tokenizerFiles: tokenizerFilesOf(tokenizer),
    maxModels: 1,
    host,
    ...(port === undefined ? {} : { port }),
    ...(apiKey === undefined || apiKey === '' ? {} : { apiKey }),
  })
}

/** An engine that samples for others and learns from nobody. */
function samplerOnly(present: () => Player | undefined, tokenizer: Engine['tokenizer'], contextLength: number): Engine {
  const refuse = async (): Promise<never> => {
    throw new GigpoError('engine', 'this policy is served to sample from, and is trained elsewhere')
  }
  return {
    tokenizer,
    contextLength,
    get policyVersion() {
      return present()?.policyVersion ?? 0
    },
    sample: async (requests) => {
      const player = present()
      if (player === undefined) throw new GigpoError('engine', 'no policy is served now')
      return player.sample(requests)
    },
    forward: refuse,
    forwardBackward: refuse,
    optimStep: refuse,
    save: refuse,
    load: refuse,
    describe: () => ({ engine: 'served' }),
    close: async () => {},
  }
}
