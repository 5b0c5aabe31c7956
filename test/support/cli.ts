// Runs the real command line from source in a process of its own, with a home directory of its own.
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root: string = fileURLToPath(new URL('../..', import.meta.url))
/** Reference data beside the checkout; absent in a user's clone. */
export const sharedData: string = join(root, '..', 'shared', 'data')

export interface CliResult {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

export interface CliOptions {
  readonly cwd?: string
  readonly home?: string
  readonly input?: string
  /** Further variables. */
  readonly env?: Readonly<Record<string, string>>
}

export function temporaryDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'gigpo-test-'))
}

export function startCli(args: readonly string[], options: CliOptions = {}): ChildProcess {
  return startSource('packages/gigpo/src/main.ts', args, options)
}

/** Runs a TypeScript file of the checkout in a process of its own. */
export function startSource(file: string, args: readonly string[], options: CliOptions = {}): ChildProcess {
  const spawnOptions: SpawnOptions = {
    cwd: options.cwd ?? root,
    env: {
      ...process.env,
      NO_COLOR: '1',
      ...options.env,
      ...(options.home === undefined ? {} : { GIGPO_HOME: options.home }),
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  }
  const tsx = join(root, 'node_modules', 'tsx', 'dist', 'loader.mjs')
  const nodeArgs = ['--conditions=gigpo-source', '--import', tsx, join(root, file)]
  const child = spawn(process.execPath, [...nodeArgs, ...args], spawnOptions)
  child.stdin?.end(options.input ?? '')
  return child
}

/** Resolves when the process has ended, however it ended. */
export function outcome(child: ChildProcess): Promise<CliResult> {
  const text = { stdout: '', stderr: '' }
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    text.stdout += chunk
  })
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    text.stderr += chunk
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal, ...text }))
  })
}

export function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  return outcome(startCli(args, options))
}
