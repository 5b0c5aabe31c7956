// Typed calls across a worker thread over raw messages. Calls are answered strictly one after another in the order they
// were made, because onnxruntime executes synchronously and the callee owns state. Errors cross as plain GigpoError JSON;
// a thread that dies rejects everything still waiting, so no caller hangs.
import type { MessagePort, Worker } from 'node:worker_threads'
import { GigpoError, messageOf } from '@gigpo/core'

/** A worker as seen from outside, or its parent port. */
type Channel = Worker | MessagePort

interface Call {
  readonly id: number
  readonly method: string
  readonly argument: unknown
}

type Reply =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: ReturnType<GigpoError['toJSON']> }

/** One argument each: it is structured-cloned, and SharedArrayBuffers in it are shared. */
export type Methods<M> = { [K in keyof M]: (argument: never) => unknown }

export interface Client<M extends Methods<M>> {
  call<K extends keyof M & string>(method: K, argument: Parameters<M[K]>[0]): Promise<Awaited<ReturnType<M[K]>>>
  /** Rejects all open and all later calls. */
  fail(error: GigpoError): void
}

export function createClient<M extends Methods<M>>(channel: Channel): Client<M> {
  const open = new Map<number, { resolve: (value: never) => void; reject: (error: GigpoError) => void }>()
  let nextId = 0
  let failure: GigpoError | undefined
  const receive = (reply: Reply): void => {
    const waiting = open.get(reply.id)
    open.delete(reply.id)
    if ('error' in reply) waiting?.reject(GigpoError.fromJSON(reply.error))
    else waiting?.resolve(reply.value as never)
  }
  channel.on('message', receive)
  return {
    call: (method, argument) =>
      new Promise((resolve, reject) => {
        if (failure !== undefined) return reject(failure)
        const id = nextId++
        open.set(id, { resolve, reject })
        channel.postMessage({ id, method, argument } satisfies Call)
      }),
    fail: (error) => {
      failure ??= error
      for (const { reject } of open.values()) reject(failure)
      open.clear()
    },
  }
}

export function serve<M extends Methods<M>>(channel: Channel, methods: M): void {
  let last: Promise<void> = Promise.resolve()
  const answer = async ({ id, method, argument }: Call): Promise<void> => {
    try {
      const value = await methods[method as keyof M](argument as never)
      channel.postMessage({ id, value } satisfies Reply)
    } catch (cause) {
      const error = GigpoError.isInstance(cause) ? cause : new GigpoError('engine', messageOf(cause), { cause })
      channel.postMessage({ id, error: error.toJSON() } satisfies Reply)
    }
  }
  const receive = (call: Call): void => {
    last = last.then(() => answer(call))
  }
  channel.on('message', receive)
}
