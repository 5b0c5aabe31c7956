// Runs for the studio's pages to show: two seeds of GiGPO and one of PPO, really trained, on the smallest games; the second is
// then damaged and given what a run may also hold: an alarm, a half-written line, an episode that tries to be markup.
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runCli } from './cli.ts'

const recipe = (algorithm: string): string => `
name: ${algorithm}
environment: { source: generated, games: 20, maxSteps: 12 }
model: { path: builtin:alfworld-start, contextLength: 112 }
engine: { workers: 1 }
algorithm: { name: ${algorithm} }
${algorithm === 'ppo' ? 'critic: {}' : ''}
rollout: { tasks: 3, members: 4 }
optimizer: { updatesPerIteration: 2 }
iterations: 3
evaluation: { every: 3, first: true, panels: [{ name: unseen, source: generated, split: valid_unseen, games: 12, temperature: [1] }] }
`

export const hostile = '<img src=x onerror="document.title=\'hacked\'"> & <b>bold</b>'
export const alarm = 'entropy fell below its floor'

/** Trains `runs/study/gigpo-seed1`, `-seed2` and `ppo-seed1` below `cwd`. */
export async function trainStudioRuns(cwd: string): Promise<void> {
  const train = async (algorithm: string, seed: number): Promise<void> => {
    const run = `${algorithm}-seed${seed}`
    writeFileSync(join(cwd, `${run}.yaml`), recipe(algorithm))
    const args = ['train', `${run}.yaml`, '--run', `study/${run}`, '--set', `seed=${seed}`, '--json']
    const { code, stderr } = await runCli(args, { cwd })
    if (code !== 0) throw new Error(stderr)
  }
  await Promise.all([train('gigpo', 1), train('ppo', 1)])
  await train('gigpo', 2)
  harm(join(cwd, 'runs', 'study', 'gigpo-seed2'))
}

function harm(run: string): void {
  appendFileSync(join(run, 'metrics.jsonl'), '{"iteration":4,"success/ra')
  const event = { time: '2026-01-02T03:04:05.000Z', kind: 'alarm', severity: 'warning', message: alarm, iteration: 2 }
  appendFileSync(join(run, 'events.jsonl'), `${JSON.stringify(event)}\n`)
  const file = join(run, 'episodes', '1.jsonl')
  const [first, ...rest] = readFileSync(file, 'utf8').split('\n')
  const episode = JSON.parse(first!) as { steps: { observation: string; thought?: string; valid: boolean }[] }
  Object.assign(episode.steps[0]!, { observation: hostile, thought: 'The zebra is hidden.', valid: false })
  writeFileSync(file, [JSON.stringify(episode), ...rest].join('\n'))
}
