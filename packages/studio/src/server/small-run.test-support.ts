// Small run directories in the format that the trainer writes, for tests: two tasks, three members each, word-level tokens.
// test/studio-live.test.ts holds the trainer's own files against the same reader.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface SmallRunOptions {
  readonly iterations?: number
  /** Of all; default those that are written. */
  readonly planned?: number
  readonly seed?: number
}

const words = ['<pad>', '<eos>', '<unk>', 'go', 'take', 'to', 'apple', 'mug', 'shelf', '1', '2']

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'gigpo-studio-test-'))
}

/** Writes a run and returns its directory. */
export function writeSmallRun(folder: string, name: string, options: SmallRunOptions = {}): string {
  const { iterations = 3, planned = iterations, seed = 1 } = options
  const run = join(folder, name)
  for (const part of ['episodes', 'eval', `checkpoints/${iterations}`]) mkdirSync(join(run, part), { recursive: true })
  const write = (file: string, content: string): void => writeFileSync(join(run, file), content)
  write(
    'config.yaml',
    `name: ${name}\nseed: ${seed}\nenvironment:\n  name: alfworld\nengine:\n  name: local\nalgorithm:\n  name: gigpo\niterations: ${planned}\nrecorded:\n  format: 1\n  digest: abc\n  facts: {}\n`,
  )
  write('metrics.jsonl', lines(range(1, iterations).map(metricsLine)))
  write(
    'supervised.jsonl',
    lines([
      { iteration: 10, 'loss/train': 2 },
      { iteration: 20, 'loss/train': 1 },
    ]),
  )
  write(
    'events.jsonl',
    lines([
      { time: '2026-01-02T03:04:05.000Z', kind: 'run-started', severity: 'info', message: 'begun' },
      { time: '2026-01-02T03:05:05.000Z', kind: 'returns-equal', severity: 'warning', message: 'equal', iteration: 2 },
    ]),
  )
  for (const iteration of range(1, iterations)) write(`episodes/${iteration}.jsonl`, lines(episodeLines(iteration)))
  for (const iteration of [0, iterations]) write(`eval/${iteration}.json`, `${JSON.stringify(evaluation(iteration))}\n`)
  write(`checkpoints/${iterations}/tokenizer.json`, JSON.stringify(tokenizer()))
  write('checkpoints/latest', `${iterations}\n`)
  return run
}

export function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i)
}

export function lines(values: readonly unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('')
}

export function metricsLine(iteration: number): Record<string, number | null> {
  return {
    iteration,
    'perf/tokens_per_s': 100,
    'reward/mean': iteration / 2,
    'success/rate': iteration / 10,
    'time/step': 2,
    'total/environment_steps': 12 * iteration,
    ...(iteration % 2 === 0 ? { 'adv/sometimes': null } : { 'adv/sometimes': 1 }),
  }
}

/** Six episodes: member 0 wins in two steps, 1 is cut after three, 2 says something invalid. */
export function episodeLines(iteration: number): Record<string, unknown>[] {
  return [0, 1].flatMap((task) =>
    [0, 1, 2].map((member) => {
      const won = member === 0
      const actions = won ? ['go to shelf 1', 'take apple 1'] : ['go to shelf 2', 'go to shelf 1', 'take mug 12']
      return {
        group: `${iteration}-${task}`,
        task: { id: `train/pick-${task}`, index: task, type: 'pick_and_place' },
        member,
        seed: 7,
        success: won,
        return: won ? 10 : 0,
        stop: won ? 'terminated' : 'truncated',
        finalAnchor: 'the end',
        steps: actions.map((action, t) => ({
          t,
          prompt: [3, 5, 8, 9, t + 3],
          completion: [3, 5, 8, 1],
          logprobs: [-0.5, -0.25, -0.125, -1],
          policyVersion: iteration - 1,
          observation:
            t === 0 ? `You are in room ${task}.` : `You see a shelf and <b>an apple</b> of iteration ${iteration}.`,
          anchor: t === 0 ? 'start' : `place ${action}`,
          action,
          valid: member !== 2 || t > 0,
          ...(t === 0 ? { thought: 'Perhaps on the shelf?' } : {}),
          reward: won && t === 1 ? 10 : 0,
          info: { won: won && t === 1 },
          advantage: member === 2 && task === 1 ? null : credit(won, t, iteration),
        })),
      }
    }),
  )
}

function credit(won: boolean, t: number, iteration: number): Record<string, number> {
  const episode = won ? 1 : -0.5
  return { episode, step: t / 4, total: episode + t / 4, return: won ? 10 * 0.95 ** (1 - t) : 0, group: iteration }
}

function evaluation(iteration: number): Record<string, unknown> {
  const tasks = range(0, 3).map((index) => ({
    id: `valid/${index}`,
    type: 'pick_and_place',
    success: index < iteration,
    return: index < iteration ? 10 : 0,
    steps: 3,
    stop: 'terminated',
  }))
  const panel = { panel: 'held_out', temperature: 1, source: 'generated', split: 'valid', digest: 'd' }
  const success = Math.min(4, iteration) / 4
  return { iteration, environmentSteps: 12 * iteration, panels: [{ ...panel, success, interval: [0.1, 0.9], tasks }] }
}

function tokenizer(): Record<string, unknown> {
  return {
    added_tokens: words.slice(0, 3).map((content, id) => ({ id, content, special: true })),
    model: { type: 'WordLevel', vocab: Object.fromEntries(words.map((word, id) => [word, id])), unk_token: '<unk>' },
  }
}
