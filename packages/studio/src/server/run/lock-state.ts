// Who works in a run directory, judged from its lock file: a process that lives, one that is gone, or one of another machine
// that cannot be asked. The trainer writes the process's id and start time, because ids are used again.
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { type Fence, readWithin } from '../files/fence.ts'

/** `none`: no lock. `elsewhere`: of another machine. */
export type LockState = 'none' | 'alive' | 'gone' | 'elsewhere'

const holder = z.object({
  pid: z
    .int()
    .positive()
    .max(2 ** 31 - 1),
  started: z.string().nullish(),
  host: z.string(),
})

/** A lock that cannot be read was torn by copying: nobody holds it. */
export function lockState(fence: Fence, directory: string): LockState {
  let text: string | undefined
  try {
    text = readWithin(fence, join(directory, 'lock'), 4096)
    if (text === undefined) return 'none'
    const { pid, started, host } = holder.parse(JSON.parse(text))
    if (host !== hostname()) return 'elsewhere'
    if (!isAlive(pid)) return 'gone'
    const since = startOf(pid)
    return since !== null && started != null && since !== started ? 'gone' : 'alive'
  } catch {
    return 'gone'
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Field 22 of /proc/PID/stat, in clock ticks after boot; null where the platform has none. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}
