// A thread that plays episodes: environments and agents live here, the policy is asked through messages. Started by
// worker-thread.ts; never imported.
import { parentPort, workerData } from 'node:worker_threads'
import { type Completion, GigpoError, messageOf } from '@gigpo/core'
import { loadTokenizer } from '@gigpo/engine'
import { type PlayEpisodeOptions, playEpisode } from '@gigpo/trainer'
import { openWorkshop } from '../open-workshop.ts'
import { type FromThread, HEARTBEAT_MS, type ThreadSetup, type ToThread } from './thread-messages.ts'

interface Asked {
  readonly resolve: (completions: Completion[]) => void
  readonly reject: (error: unknown) => void
}

if (parentPort === null) throw new GigpoError('contract', 'thread-main runs in a worker thread only')
const port = parentPort
const send = (message: FromThread): void => port.postMessage(message)
const toData = (error: unknown) =>
  (GigpoError.isInstance(error) ? error : new GigpoError('contract', messageOf(error))).toJSON()

try {
  const { plan, tokenizer: files, contextLength } = workerData as ThreadSetup
  const workshop = openWorkshop(plan)
  const tokenizer = loadTokenizer(files)
  const asked = new Map<number, Asked>()
  let calls = 0
  const playerOf = (job: number): PlayEpisodeOptions['engine'] => ({
    tokenizer,
    contextLength,
    sample: (requests) =>
      new Promise((resolve, reject) => {
        const call = calls++
        asked.set(call, { resolve, reject })
        send({ kind: 'sample', job, call, requests })
      }),
  })
  const play = async ({ job, request, attempt, settings }: Extract<ToThread, { kind: 'play' }>): Promise<void> => {
    try {
      const task = workshop.taskSet.task(request.task.index)
      const options = { ...settings, ...workshop, engine: playerOf(job) }
      const result = await playEpisode({ ...request, task }, attempt, options)
      send({ kind: 'played', job, outcome: { kind: 'played', ...result } })
    } catch (error) {
      send({ kind: 'failed', job, error: toData(error) })
    }
  }
  port.on('message', (message: ToThread) => {
    if (message.kind === 'play') return void play(message)
    const waiting = asked.get(message.call)
    asked.delete(message.call)
    if (message.kind === 'sampled') waiting?.resolve(message.completions.slice())
    else waiting?.reject(GigpoError.fromJSON(message.error))
  })
  setInterval(() => send({ kind: 'alive' }), HEARTBEAT_MS)
  send({ kind: 'ready' })
} catch (error) {
  send({ kind: 'failed', job: -1, error: toData(error) })
}
