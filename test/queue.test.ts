// The queue in its parts, on a Redis of the test's own: what comes twice, too late, too large or not at all.
import { fold, rootKey } from '@gigpo/core'
import { createEmbeddedEngine, type EmbeddedEngine, parseModelConfig, trainWordLevel } from '@gigpo/engine'
import { type EpisodeRequest, type PlayOptions, playEpisodes, type RolloutExecutor } from '@gigpo/trainer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createBullmqExecutor } from '../packages/gigpo/src/executors/bullmq/create-bullmq-executor.ts'
import { loadBullmq, type QueueClient } from '../packages/gigpo/src/executors/bullmq/load-bullmq.ts'
import { resultsKey } from '../packages/gigpo/src/executors/bullmq/queue-protocol.ts'
import { openInbox } from '../packages/gigpo/src/executors/bullmq/result-inbox.ts'
import { startQueueWorker } from '../packages/gigpo/src/executors/bullmq/run-worker.ts'
import { createAgentOf, environmentKind } from '../packages/gigpo/src/registry/environments.ts'
import { noRedis, startRedis } from './support/redis.ts'

const environment = {
  name: 'frozen-lake',
  source: 'generated',
  split: 'train',
  games: 8,
  taskTypes: null,
  anchor: 'text',
  maxSteps: 4,
  reward: 1,
  options: {},
} as const
const agent = { name: 'compact', options: {} }
const taskSet = environmentKind('frozen-lake').createTaskSet(environment, environment, '')
const createAgent = createAgentOf('frozen-lake', agent)
const requests: EpisodeRequest[] = Array.from({ length: 6 }, (_, i) => {
  return { id: `1.0.${i}`, task: taskSet.task(i), member: i, seed: i, key: fold(rootKey(3), i) }
})

describe.skipIf(noRedis)(
  `the queue${noRedis === undefined ? '' : ` (skipped: ${noRedis})`}`,
  { timeout: 60_000 },
  () => {
    let redis: Awaited<ReturnType<typeof startRedis>>
    let client: QueueClient
    let engine: EmbeddedEngine
    let expected: Awaited<ReturnType<typeof playEpisodes>>
    const play = (): PlayOptions => ({ taskSet, createAgent, engine, temperature: 1, topP: 1, maxTokens: 3 })
    const executor = (queue: string, retries = 0): RolloutExecutor =>
      createBullmqExecutor({
        client,
        plan: { environment, agent, digest: taskSet.digest },
        queue,
        run: 'run',
        live: 4,
        retries,
        host: '127.0.0.1',
        warn: () => {},
      })

    beforeAll(async () => {
      redis = await startRedis()
      client = await loadBullmq(redis.url)
      const view = { step: 0, observation: await taskSet.create(taskSet.task(0), 0).reset(), history: [] }
      const prompt = createAgent().prompt(view)
      const corpus = [prompt.kind === 'text' ? prompt.text : '', 'left down right up']
      const tokenizer = trainWordLevel(corpus)
      const model = parseModelConfig({
        model_type: 'llama',
        vocab_size: tokenizer.size,
        hidden_size: 16,
        num_hidden_layers: 1,
        num_attention_heads: 2,
        num_key_value_heads: 1,
        intermediate_size: 16,
        rms_norm_eps: 1e-6,
        rope_theta: 10_000,
        max_position_embeddings: 128,
        tie_word_embeddings: true,
        hidden_act: 'silu',
      })
      engine = await createEmbeddedEngine({ model, tokenizer, key: rootKey(1), batchInvariant: true })
      expected = await playEpisodes(requests, play())
    }, 60_000)
    afterAll(async () => {
      await engine.close()
      redis.stop()
    })

    it('gives a result to whoever waits, once, and counts what comes again or for nobody', async () => {
      const writer = client.connect()
      const inbox = openInbox(client.connect(), 'results')
      const result = (job: string) => JSON.stringify({ job, outcome: { kind: 'lost', message: job } })
      const [one, two] = [inbox.wait('one'), inbox.wait('two')]
      await writer.rpush('results', result('one'), result('one'), result('of another life'), result('two'))
      expect(await one).toMatchObject({ message: 'one' })
      expect(await two).toMatchObject({ message: 'two' })
      expect(inbox.takeCounts()).toEqual({ 'executor/duplicates': 1, 'executor/stale': 1 })
      expect(inbox.takeCounts()).toEqual({ 'executor/duplicates': 0, 'executor/stale': 0 })
      await inbox.close()
      writer.disconnect()
    })

    it('plays what lockstep plays, and refuses a result that is too large', async () => {
      const [whole, small] = [executor('whole'), executor('small', 1)]
      const worker = { client, concurrency: 4, turnMs: 1000 }
      const workers = [
        startQueueWorker({ ...worker, queue: 'whole' }),
        startQueueWorker({ ...worker, queue: 'small', maxResultBytes: 900 }),
      ]
      const played = await whole.play(requests, play())
      expect(played.episodes).toEqual(expected.episodes)
      expect(played.counts).toMatchObject({ 'executor/attempts': 6, 'executor/lost': 0, 'executor/duplicates': 0 })
      const refused = await small.play(requests, play())
      expect(refused.failures.length).toBeGreaterThan(0)
      for (const { kind, message } of refused.failures) {
        expect(kind).toBe('result-too-large')
        expect(message).toMatch(/takes \d+ bytes, a result may have 900/)
      }
      expect(refused.counts['executor/retries']).toBe(refused.failures.length)
      await Promise.all([...workers.map((each) => each.close()), whole.close(), small.close()])
    })

    it('plays again what is gone from the queue without a result, and leaves nothing behind', async () => {
      const lossy = executor('lossy')
      const connection = client.connect()
      const queue = new client.Queue('lossy', { connection })
      const playing = lossy.play(requests, play())
      while ((await queue.getWaitingCount()) < 4) await new Promise((resolve) => setTimeout(resolve, 20))
      await queue.remove('run.1.0.2.0')
      const worker = startQueueWorker({ client, queue: 'lossy', concurrency: 4, turnMs: 1000 })
      const played = await playing
      expect(played.episodes).toEqual(expected.episodes)
      expect(played.counts).toMatchObject({ 'executor/lost': 1, 'executor/attempts': 7 })
      await worker.close()
      expect(await queue.getJobCountByTypes('waiting', 'active', 'completed', 'failed')).toBe(0)
      expect(await connection.exists(resultsKey('lossy', 'run'))).toBe(0)
      await queue.close()
      connection.disconnect()
      await lossy.close()
    })

    it('withdraws its jobs when it is interrupted', async () => {
      const stopped = executor('stopped')
      const connection = client.connect()
      const queue = new client.Queue('stopped', { connection })
      const controller = new AbortController()
      const playing = stopped.play(requests, { ...play(), signal: controller.signal })
      while ((await queue.getWaitingCount()) < 4) await new Promise((resolve) => setTimeout(resolve, 20))
      controller.abort()
      await expect(playing).rejects.toMatchObject({ code: 'interrupted' })
      expect(await queue.getWaitingCount()).toBe(0)
      await queue.close()
      connection.disconnect()
      await stopped.close()
    })
  },
)
