// BullMQ and its Redis client are optional: they are loaded when a run or a worker asks for a queue, and named when absent.
import { GigpoError, messageOf } from '@gigpo/core'
import type { Redis } from 'ioredis'

type Bullmq = Pick<typeof import('bullmq'), 'Queue' | 'Worker'>

export interface QueueClient extends Bullmq {
  /** One more connection to the same Redis. */
  connect(): Redis
}

/** How long a Redis may take to answer at the start, milliseconds. */
const CONNECT_MS = 5000

/** @throws GigpoError `executor` where a package is missing or Redis is not there, `config` without a URL. */
export async function loadBullmq(url: string | undefined): Promise<QueueClient> {
  const address = url ?? process.env.REDIS_URL
  if (address === undefined || address === '') {
    throw new GigpoError('config', 'no Redis is named', { remedy: 'give its URL, or set REDIS_URL' })
  }
  const [bullmq, ioredis] = await Promise.all([import('bullmq'), import('ioredis')]).catch((cause: unknown) => {
    throw new GigpoError('executor', 'the queue needs packages that are not installed', {
      remedy: 'npm install bullmq ioredis',
      cause,
    })
  })
  // Commands wait for a Redis that is gone for a while; the first connection does not.
  const connect = (): Redis => {
    const redis = new ioredis.Redis(address, { maxRetriesPerRequest: null, connectTimeout: CONNECT_MS })
    redis.on('error', () => {}) // every command that fails says so itself
    return redis
  }
  const first = new ioredis.Redis(address, { lazyConnect: true, retryStrategy: () => null, connectTimeout: CONNECT_MS })
  let reason: unknown
  first.on('error', (error: Error) => {
    reason ??= error
  })
  try {
    await first.connect()
    await first.ping()
  } catch (cause) {
    throw new GigpoError('executor', `no Redis answers: ${messageOf(reason ?? cause)}`, {
      where: withoutPassword(address),
      remedy: 'start redis-server, or give another URL',
      cause,
    })
  } finally {
    first.disconnect()
  }
  return { Queue: bullmq.Queue, Worker: bullmq.Worker, connect }
}

/** For messages. */
export function withoutPassword(url: string): string {
  return URL.canParse(url) && new URL(url).password !== '' ? url.replace(/:[^:@/]*@/, ':…@') : url
}
