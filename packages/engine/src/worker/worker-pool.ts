// The engine's threads: started together, asked together, failed together. A thread that dies takes the pool with it,
// because its part of the gradients is lost; every call then says so.
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { GigpoError } from '@gigpo/core'
import { type Client, createClient } from './rpc.ts'
import type { WorkerMethods, WorkerSetup } from './worker-methods.ts'

type Method = keyof WorkerMethods
type Argument<K extends Method> = Parameters<WorkerMethods[K]>[0]
type Result<K extends Method> = Awaited<ReturnType<WorkerMethods[K]>>

export interface WorkerPool {
  readonly size: number
  /** Calls every worker; waits for all, then throws the first worker's error if any failed. Results by worker. */
  all<K extends Method>(method: K, argument: (index: number) => Argument<K>): Promise<Result<K>[]>
  close(): Promise<void>
}

/** A thread of `worker-main`, run from TypeScript source through tsx when this file is. */
function startThread(): Worker {
  const isSource = import.meta.url.endsWith('.ts')
  const main = isSource ? new URL('./worker-main.ts', import.meta.url) : new URL('./worker-main.js', import.meta.url)
  if (!isSource) return new Worker(main)
  // By its absolute path: the thread resolves from the working directory, which may be anywhere.
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx/esm/api')).href
  const bootstrap = `import(${JSON.stringify(tsx)}).then(({ register }) => { register(); return import(${JSON.stringify(main.href)}) })`
  return new Worker(bootstrap, { eval: true, execArgv: ['--conditions', 'gigpo-source'] })
}

function died(index: number, reason: string): GigpoError {
  return new GigpoError('engine', `engine worker ${index} died: ${reason}`, {
    remedy:
      'Create a new engine and load the last checkpoint; if memory ran out, use fewer workers or a smaller batch.',
  })
}

/** @throws GigpoError `engine` where a worker cannot start. */
export async function createWorkerPool(
  setup: Omit<WorkerSetup, 'index' | 'selfCheck'>,
  start: () => Worker = startThread,
): Promise<{ readonly pool: WorkerPool; readonly runtimeVersion: string }> {
  const threads: Worker[] = []
  const clients: Client<WorkerMethods>[] = []
  let closing = false
  const failAll = (error: GigpoError): void => {
    for (const client of clients) client.fail(error)
  }
  for (let index = 0; index < setup.workers; index++) {
    const thread = start()
    thread.on('error', (error) => failAll(died(index, error instanceof Error ? error.message : String(error))))
    thread.on('exit', (code) => {
      if (!closing) failAll(died(index, `exit code ${code}`))
    })
    threads.push(thread)
    clients.push(createClient<WorkerMethods>(thread))
  }
  const terminate = async (): Promise<void> => {
    closing = true
    failAll(new GigpoError('engine', 'the engine is closed'))
    await Promise.all(threads.map((thread) => thread.terminate()))
  }
  const pool: WorkerPool = {
    size: setup.workers,
    all: async (method, argument) => {
      const settled = await Promise.allSettled(clients.map((client, i) => client.call(method, argument(i))))
      return settled.map((outcome) => {
        if (outcome.status === 'rejected') throw outcome.reason
        return outcome.value
      })
    },
    close: async () => {
      try {
        if (!closing) await pool.all('close', () => undefined)
      } finally {
        await terminate()
      }
    },
  }
  try {
    const versions = await pool.all('start', (index) => ({ ...setup, index, selfCheck: index === 0 }))
    return { pool, runtimeVersion: versions[0]! }
  } catch (error) {
    await terminate()
    throw error
  }
}
