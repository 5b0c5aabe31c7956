// The PyTorch side of the comparison: finds a Python that can import torch and drives torch_step.py line by line.
import { spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { ModelConfig } from '../../packages/engine/src/model/config.ts'

/** The first python3 of $GIGPO_BENCH_PYTHON, $PATH and /usr/bin that imports torch. */
export function findPython(): string | undefined {
  const onPath = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'python3'))
  const candidates = [process.env.GIGPO_BENCH_PYTHON, ...onPath, '/usr/bin/python3']
  return candidates.find(
    (python) => python !== undefined && spawnSync(python, ['-c', 'import torch'], { stdio: 'ignore' }).status === 0,
  )
}

export interface Torch {
  readonly yardstick: Yardstick
  /** Versions, threading settings and the speed of a plain matrix product, so that a slow BLAS is seen. */
  readonly info: Readonly<Record<string, unknown>>
  /** Milliseconds of one training step: wall and processor time. */
  step(): Promise<[wall: number, cpu: number]>
  close(): void
}

/**
 * PyTorch as it is found, and with OpenBLAS told to use its AVX-512 kernels: by itself OpenBLAS 0.3.21 takes AVX2 ones on some
 * processors that have AVX-512, at half the speed.
 */
const SETTINGS = {
  asFound: {},
  tuned: { OPENBLAS_CORETYPE: 'SKYLAKEX' },
} as const
export type Yardstick = keyof typeof SETTINGS

/** Those that differ for this Python on this processor. */
export function yardsticks(python: string): Yardstick[] {
  const { stdout } = spawnSync(python, ['-c', 'import torch; print(torch.backends.mkl.is_available())'], {
    encoding: 'utf8',
  })
  const wide = process.platform === 'linux' && readFileSync('/proc/cpuinfo', 'utf8').includes('avx512f')
  return wide && stdout.trim() === 'False' ? ['asFound', 'tuned'] : ['asFound']
}

export interface TorchOptions {
  readonly threads: number
  readonly yardstick: Yardstick
}

function environment({ threads, yardstick }: TorchOptions): NodeJS.ProcessEnv {
  const count = `${threads}`
  const settings = { OMP_NUM_THREADS: count, MKL_NUM_THREADS: count, OPENBLAS_NUM_THREADS: count }
  return { ...process.env, ...settings, ...SETTINGS[yardstick] }
}

export async function startTorch(
  python: string,
  config: ModelConfig,
  options: TorchOptions & { readonly batch: number; readonly length: number },
): Promise<Torch> {
  const script = fileURLToPath(new URL('torch_step.py', import.meta.url))
  const child = spawn(python, [script], { env: environment(options), stdio: ['pipe', 'pipe', 'ignore'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const answer = async (request: string): Promise<unknown> => {
    child.stdin.write(`${request}\n`)
    const { value, done } = await lines.next()
    if (done === true) throw new Error(`${python} ended; run ${script} by hand to see why`)
    return JSON.parse(value)
  }
  const info = (await answer(JSON.stringify({ config, ...options }))) as Record<string, unknown>
  return {
    yardstick: options.yardstick,
    info: { python, ...info },
    step: async () => (await answer('step')) as [number, number],
    close: () => child.kill(),
  }
}

export interface DecodeShape {
  readonly batch: number
  readonly cacheLength: number
  readonly rounds: number
}

/** Milliseconds of a decode step in PyTorch, median of the rounds. @throws Error with what Python printed. */
export function torchDecode(python: string, config: ModelConfig, shape: DecodeShape & TorchOptions): number {
  const script = fileURLToPath(new URL('torch_decode.py', import.meta.url))
  const { stdout, stderr, status } = spawnSync(python, [script], {
    input: `${JSON.stringify({ config, ...shape })}\n`,
    env: environment(shape),
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`torch_decode.py: ${stderr}`)
  return (JSON.parse(stdout) as { ms: number }).ms
}
