// An environment behind an OpenEnv server. The state key is a hash of what is observed, or of what the server calls its
// state; what only counts or informs is left out, or no two states would be equal.
import { type Environment, GigpoError, type Info, type Observation, sha256, type Transition } from '@gigpo/core'
import { canonicalJson } from '@gigpo/trainer'
import { connectOpenEnv, type OpenEnvConnection } from './connection.ts'
import { isObject } from './messages.ts'

export interface RemoteEnvironmentOptions {
  readonly url: string
  readonly seed: number
  readonly episodeId: string
  /** Field of the action object that takes the agent's words. */
  readonly actionField: string
  /** Field of the observation that the agent reads; where it is missing or no text, the agent reads the observation's JSON. */
  readonly textField: string
  readonly anchor: 'observation' | 'state'
  readonly maxSteps: number
  readonly timeoutMs: number
}

interface Observed {
  readonly observation: Readonly<Record<string, unknown>>
  readonly reward: number
  readonly done: boolean
}

export class RemoteEnvironment implements Environment {
  readonly #options: RemoteEnvironmentOptions
  #connection: OpenEnvConnection | undefined
  #anchor = ''
  #steps = 0
  #ended = false

  constructor(options: RemoteEnvironmentOptions) {
    this.#options = options
  }

  async reset(): Promise<Observation> {
    const { url, seed, episodeId, timeoutMs } = this.#options
    this.#connection = await connectOpenEnv(url, timeoutMs)
    const { observation } = await this.#ask({ type: 'reset', data: { seed, episode_id: episodeId } })
    return this.#toObservation(observation)
  }

  async step(action: string): Promise<Transition> {
    if (this.#connection === undefined) throw new GigpoError('contract', 'step before reset')
    if (this.#ended) throw new GigpoError('contract', 'step after the end of the episode')
    const { observation, reward, done } = await this.#ask({
      type: 'step',
      data: { [this.#options.actionField]: action },
    })
    this.#steps++
    const truncated = done ? observation.truncated === true : this.#steps >= this.#options.maxSteps
    this.#ended = done || truncated
    return {
      observation: this.#toObservation(observation),
      reward,
      terminated: done && !truncated,
      truncated,
      info: infoOf(observation.info),
    }
  }

  anchor(): string {
    return this.#anchor
  }

  async close(): Promise<void> {
    await this.#connection?.close()
  }

  async #ask(message: { readonly type: string; readonly data: unknown }): Promise<Observed> {
    const connection = this.#connection!
    const observed = toObserved(await connection.ask(message, 'observation'), this.#options.url)
    if (this.#options.anchor === 'observation') this.#anchor = hash(observed.observation, ['info', 'truncated'])
    else this.#anchor = hash(await connection.ask({ type: 'state' }, 'state'), ['episode_id', 'step_count'])
    return observed
  }

  #toObservation(observation: Readonly<Record<string, unknown>>): Observation {
    const text = observation[this.#options.textField]
    const { actions } = observation
    const known = Array.isArray(actions) && actions.every((action) => typeof action === 'string')
    return {
      text: typeof text === 'string' ? text : canonicalJson(observation),
      ...(known ? { actions: actions as string[] } : {}),
    }
  }
}

function toObserved(data: unknown, url: string): Observed {
  const { observation, reward = null, done } = isObject(data) ? data : {}
  const isReward =
    reward === null || typeof reward === 'boolean' || (typeof reward === 'number' && Number.isFinite(reward))
  if (isObject(observation) && typeof done === 'boolean' && isReward)
    return { observation, reward: Number(reward), done }
  const received = JSON.stringify(data)?.slice(0, 80)
  throw new GigpoError('environment', `the OpenEnv server sent no observation, reward and done: ${received}`, {
    where: url,
  })
}

function hash(value: unknown, without: readonly string[]): string {
  const kept = isObject(value) ? Object.entries(value).filter(([name]) => !without.includes(name)) : []
  return sha256(canonicalJson(Object.fromEntries(kept))).slice(0, 32)
}

/** What of it is plain. */
function infoOf(info: unknown): Info {
  const plain = ['string', 'number', 'boolean']
  return Object.fromEntries(
    Object.entries(isObject(info) ? info : {}).filter(([, value]) => plain.includes(typeof value)),
  ) as Info
}
