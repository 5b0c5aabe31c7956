// One run of a study as a process: started from the same program, told what to do, listened to, and asked to stop.
import { type ChildProcess, fork } from 'node:child_process'
import { GigpoError } from '@gigpo/core'
import type { RunMessage, RunOrder } from './messages.ts'

export interface RunProcess {
  /** null: it came to its end. Never rejects. */
  readonly ended: Promise<GigpoError | null>
  /** Asks for a stop at the next safe point. */
  stop(): void
}

const TAIL = 2000

export function startRunProcess(order: RunOrder, listen: (message: RunMessage) => void): RunProcess {
  // A group of its own, so that Ctrl-C in a terminal reaches only the study, which passes it on once.
  const child: ChildProcess = fork(process.argv[1]!, ['study-run'], {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let verdict: GigpoError | null | undefined
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-TAIL)
  })
  child.on('message', (message: RunMessage) => {
    if (message.kind === 'done') verdict = null
    else if (message.kind === 'failed') verdict = GigpoError.fromJSON(message.error)
    else listen(message)
  })
  child.send(order, () => {})
  const ended = new Promise<GigpoError | null>((resolve) => {
    const crashed = (how: string): GigpoError =>
      new GigpoError('engine', `the process of the run ${how}${said === '' ? '' : `: ${said.trim()}`}`, {
        where: order.directory,
        remedy: 'start the study again to go on with it',
      })
    child.on('error', (error) => resolve(crashed(`could not be started (${error.message})`)))
    child.on('close', (code, signal) =>
      resolve(verdict === undefined ? crashed(`ended by ${signal ?? `exit code ${code}`}`) : verdict),
    )
  })
  return { ended, stop: () => child.kill('SIGINT') }
}
