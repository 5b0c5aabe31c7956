// The smallest run that has what a trained agent is judged by: a panel played before and after one iteration.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runCli } from './cli.ts'

const recipe = `
name: toy
environment: { source: generated, games: 20, maxSteps: 12 }
model: { path: builtin:alfworld-start, contextLength: 112 }
engine: { workers: 2 }
rollout: { tasks: 2, members: 4 }
iterations: 1
guard: {}
evaluation:
  panels:
    - { name: tuning, source: generated, split: valid_train, games: 8, temperature: [1] }
    - { name: unseen, source: generated, split: valid_unseen, games: 30, temperature: [1, 0.4] }
  selectBest: tuning
`

/** Trains it as `runs/NAME` below `cwd`. @throws Error with what the command line said. */
export async function trainToyRun(cwd: string, name = 'toy'): Promise<void> {
  writeFileSync(join(cwd, 'toy.yaml'), recipe)
  const { code, stderr } = await runCli(['train', 'toy.yaml', '--run', name, '--json'], { cwd })
  if (code !== 0) throw new Error(stderr)
}
