// One connection is one environment at a time: reset makes a fresh one, step plays, state tells where it stands. A seed names
// the task (seed mod the number of tasks) and its initial state; what is left to chance in transitions follows from the
// episode's id where one is given, else from the seed, so an episode can be repeated and a group's members differ in luck.
import { type Environment, fold, messageOf, type Observation, RandomStream, rootKey, type TaskSet } from '@gigpo/core'
import { answerMcp } from './mcp.ts'
import { type ClientMessage, errorMessage, type ObservationData, type ServerMessage } from './messages.ts'

export interface EpisodeSession {
  /** undefined: the peer asked to close. */
  answer(message: ClientMessage): Promise<ServerMessage | undefined>
  close(): Promise<void>
}

/** Of a reset without one. */
const DEFAULT_SEED = 0

export function openSession(taskSet: TaskSet): EpisodeSession {
  let environment: Environment | undefined
  let episodeId: string | null = null
  let steps = 0
  let ended = false

  const close = async (): Promise<void> => {
    const old = environment
    environment = undefined
    await old?.close?.()
  }
  const reset = async ({ seed = DEFAULT_SEED, episodeId: id }: Extract<ClientMessage, { type: 'reset' }>) => {
    await close()
    try {
      const luck = id === undefined ? [] : [new RandomStream(fold(rootKey(0), 'episode', id)).uint32()]
      environment = taskSet.create(taskSet.task(seed % taskSet.size), seed, ...luck)
    } catch (error) {
      return errorMessage('FACTORY_ERROR', messageOf(error))
    }
    episodeId = id ?? null
    steps = 0
    ended = false
    return observed({ observation: toWire(await environment.reset()), reward: null, done: false })
  }
  const step = async (action: string): Promise<ServerMessage> => {
    if (environment === undefined) return errorMessage('EXECUTION_ERROR', 'step before reset')
    if (ended) return errorMessage('EXECUTION_ERROR', 'step after the end of the episode; reset first')
    const { observation, reward, terminated, truncated, info } = await environment.step(action)
    steps++
    ended = terminated || truncated
    return observed({ observation: { ...toWire(observation), truncated, info }, reward, done: ended })
  }
  const state = (): ServerMessage => {
    const where = environment === undefined ? {} : { anchor: environment.anchor() }
    return { type: 'state', data: { episode_id: episodeId, step_count: steps, ...where } }
  }
  return {
    answer: async (message) => {
      try {
        if (message.type === 'close') return undefined
        if (message.type === 'reset') return await reset(message)
        if (message.type === 'step') return await step(message.action)
        if (message.type === 'mcp') return { type: 'mcp', data: answerMcp(message.request) }
        return state()
      } catch (error) {
        return errorMessage('EXECUTION_ERROR', messageOf(error))
      }
    },
    close,
  }
}

function observed(data: ObservationData): ServerMessage {
  return { type: 'observation', data }
}

function toWire({ text, actions }: Observation): Record<string, unknown> {
  return { text, ...(actions === undefined ? {} : { actions }), truncated: false, info: {} }
}
