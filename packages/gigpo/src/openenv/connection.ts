// A client's connection to an OpenEnv server: one request at a time, each with an answer or an error to act on.
import { GigpoError, messageOf } from '@gigpo/core'
import { WebSocket } from 'ws'
import { isObject } from './messages.ts'

export interface OpenEnvConnection {
  /** The data of the answer, which must be of this type. @throws GigpoError `environment`. */
  ask(message: { readonly type: string; readonly data?: unknown }, expected: 'observation' | 'state'): Promise<unknown>
  close(): Promise<void>
}

const MAX_FRAME_BYTES = 100 * 2 ** 20
/** How long a server may take to close, milliseconds. */
const CLOSE_MS = 1000

/** `url`: of the server, http or ws. @throws GigpoError `environment` when it cannot be reached. */
export async function connectOpenEnv(url: string, timeoutMs: number): Promise<OpenEnvConnection> {
  const address = `${url.replace(/^http/, 'ws').replace(/\/+$/, '')}/ws`
  const socket = new WebSocket(address, { maxPayload: MAX_FRAME_BYTES, handshakeTimeout: timeoutMs })
  let failure: GigpoError | undefined
  let waiting: { readonly resolve: (text: string) => void; readonly reject: (error: GigpoError) => void } | undefined
  const fail = (message: string): void => {
    failure ??= new GigpoError('environment', message, { where: url })
    waiting?.reject(failure)
    waiting = undefined
  }
  socket.on('error', (error) => fail(`the connection failed: ${messageOf(error)}`))
  socket.on('close', (code) => fail(`the server closed the connection with code ${code}`))
  // A server that is full says so before it is asked.
  let unasked: string | undefined
  socket.on('message', (data) => {
    const text = String(data)
    if (waiting === undefined) unasked ??= text
    else waiting.resolve(text)
    waiting = undefined
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', (cause) => {
      const remedy = 'start it, for example with gigpo env serve, or check the URL'
      reject(
        new GigpoError('environment', `the OpenEnv server cannot be reached: ${messageOf(cause)}`, {
          where: url,
          remedy,
        }),
      )
    })
  })
  const receive = (): Promise<string> =>
    new Promise((resolve, reject) => {
      if (unasked !== undefined) return resolve(unasked)
      if (failure !== undefined) return reject(failure)
      const timer = setTimeout(() => fail(`no answer in ${timeoutMs / 1000} s`), timeoutMs)
      waiting = {
        resolve: (text) => {
          clearTimeout(timer)
          resolve(text)
        },
        reject: (error) => {
          clearTimeout(timer)
          reject(error)
        },
      }
    })
  return {
    ask: async (message, expected) => {
      if (failure === undefined) socket.send(JSON.stringify(message))
      return dataOf(await receive(), expected, url)
    },
    close: () =>
      new Promise((resolve) => {
        if (socket.readyState === WebSocket.CLOSED) return resolve()
        const timer = setTimeout(() => socket.terminate(), CLOSE_MS)
        socket.once('close', () => {
          clearTimeout(timer)
          resolve()
        })
        if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ type: 'close' }))
        socket.close()
      }),
  }
}

function dataOf(text: string, expected: string, url: string): unknown {
  let answer: unknown
  try {
    answer = JSON.parse(text)
  } catch {
    answer = undefined
  }
  const { type, data } = isObject(answer) ? answer : {}
  if (type === expected) return data
  const { message, code } = type === 'error' && isObject(data) ? data : {}
  const said =
    type === 'error' ? `${String(code)}: ${String(message)}` : `expected ${expected}, received ${text.slice(0, 80)}`
  throw new GigpoError('environment', `the OpenEnv server answered ${said}`, { where: url })
}
