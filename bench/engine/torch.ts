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
  /** Versions, threading settings and the speed of a plain matrix product, so that a slow BLAS is seen. */
  readonly info: Readonly<Record<string, unknown>>
  /** Milliseconds of one training step: wall and processor time. */
  step(): Promise<[wall: number, cpu: number]>
  close(): void
}

export async function startTorch(
  python: string,
  config: ModelConfig,
  options: { readonly batch: number; readonly length: number; readonly threads: number },
): Promise<Torch> {
  const settings = threadSettings(options.threads)
  const script = fileURLToPath(new URL('torch_step.py', import.meta.url))
  const child = spawn(python, [script], { env: { ...process.env, ...settings }, stdio: ['pipe', 'pipe', 'ignore'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const answer = async (request: string): Promise<unknown> => {
    child.stdin.write(`${request}\n`)
    const { value, done } = await lines.next()
    if (done === true) throw new Error(`${python} ended; run ${script} by hand to see why`)
    return JSON.parse(value)
  }
  const info = (await answer(JSON.stringify({ config, ...options }))) as Record<string, unknown>
  return {
    info: { python, settings, ...info },
    step: async () => (await answer('step')) as [number, number],
    close: () => child.kill(),
  }
}

/** OpenBLAS picks AVX2 kernels on some AVX-512 machines; the yardstick gets the fast ones. */
function threadSettings(count: number): Readonly<Record<string, string>> {
  const threads = `${count}`
  const wide = readFileSync('/proc/cpuinfo', { encoding: 'utf8', flag: 'r' }).includes('avx512f')
  return {
    OMP_NUM_THREADS: threads,
    MKL_NUM_THREADS: threads,
    OPENBLAS_NUM_THREADS: threads,
    ...(wide ? { OPENBLAS_CORETYPE: 'SKYLAKEX' } : {}),
  }
}

export interface DecodeShape {
  readonly batch: number
  readonly cacheLength: number
  readonly threads: number
  readonly rounds: number
}

/** Milliseconds of a decode step in PyTorch, median of the rounds. @throws Error with what Python printed. */
export function torchDecode(python: string, config: ModelConfig, shape: DecodeShape): number {
  const script = fileURLToPath(new URL('torch_decode.py', import.meta.url))
  const { stdout, stderr, status } = spawnSync(python, [script], {
    input: `${JSON.stringify({ config, ...shape })}\n`,
    env: { ...process.env, ...threadSettings(shape.threads) },
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`torch_decode.py: ${stderr}`)
  return (JSON.parse(stdout) as { ms: number }).ms
}
