// Bad input from the outside: each is one clear line that names what was received and what to do, with exit code 2 for
// wrong usage and 1 for failed work, and nothing is written.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runCli, temporaryDirectory } from './support/cli.ts'

const recipe = `
name: bad-input
environment: { source: generated, games: 8, maxSteps: 5 }
model: { path: builtin:alfworld-start, contextLength: 112 }
rollout: { tasks: 1, members: 2 }
iterations: 1
evaluation: { first: false, last: false }
`

interface Sandbox {
  readonly cwd: string
  readonly home: string
  readonly recipe: string
}

function sandbox(text = recipe): Sandbox {
  const cwd = temporaryDirectory()
  const file = join(cwd, 'recipe.yaml')
  writeFileSync(file, text)
  return { cwd, home: join(cwd, 'home'), recipe: file }
}

async function refused(args: readonly string[], { cwd, home }: Sandbox, code: number, ...texts: readonly string[]) {
  const before = readdirSync(cwd)
  const result = await runCli(args, { cwd, home })
  expect(result.code, result.stderr + result.stdout).toBe(code)
  for (const text of texts) expect(result.stderr).toContain(text)
  expect(result.stderr).not.toContain('this is a bug')
  expect(readdirSync(cwd)).toEqual(before)
}

describe('bad input', () => {
  it('an unknown recipe key names the nearest valid one', async () => {
    const box = sandbox(recipe.replace('tasks:', 'taks:'))
    await refused(['train', box.recipe], box, 2, 'rollout.taks', 'tasks')
  })

  it('a wrong type names the path, the value and what is expected', async () => {
    const box = sandbox()
    await refused(['train', box.recipe, '--set', 'rollout.members=many'], box, 2, 'rollout.members', 'many')
  })

  it('an unknown algorithm option names the nearest valid one', async () => {
    const box = sandbox()
    await refused(['train', box.recipe, '--set', 'algorithm.omga=1'], box, 2, 'omga', 'omega')
  })

  it('an unknown option of the environment or the engine names the nearest valid one', async () => {
    const box = sandbox()
    await refused(['train', box.recipe, '--set', 'environment.options.cacheGame=3'], box, 2, 'cacheGame', 'cacheGames')
    await refused(
      ['train', box.recipe, '--set', 'engine.options.maxBatch=many'],
      box,
      2,
      'engine.options.maxBatch',
      'many',
    )
  })

  it('a missing data set says how to get one, and how to do without', async () => {
    const box = sandbox()
    await refused(
      ['train', box.recipe, '--set', 'environment.source=imported'],
      box,
      1,
      'gigpo data import alfworld',
      'generated',
    )
  })

  it('a damaged game file names the file', async () => {
    const box = sandbox()
    const file = join(box.cwd, 'game.tw-pddl')
    writeFileSync(file, '{"pddl_domain": "(define')
    await refused(['play', 'alfworld', '--task', file], box, 1, 'game')
    await refused(['data', 'import', 'alfworld', file], box, 1, 'game')
  })

  it('a folder that is no model, and a damaged checkpoint', async () => {
    const box = sandbox()
    const model = join(box.cwd, 'model')
    mkdirSync(model)
    await refused(['train', box.recipe, '--set', `model.path=${model}`], box, 1, 'config.json')
    writeFileSync(join(model, 'config.json'), '{"model_type":"mamba"}')
    await refused(['train', box.recipe, '--set', `model.path=${model}`], box, 2, 'mamba', 'llama')
  })

  it('a panel that shares tasks with training', async () => {
    const box = sandbox()
    const panels = 'evaluation.panels=[{name: p, source: generated, split: train, games: 8}]'
    await refused(['train', box.recipe, '--set', panels], box, 2, 'shares the task')
  })

  it('an unknown command, recipe, environment and benchmark', async () => {
    const box = sandbox()
    await refused(['trian'], box, 2, 'train')
    await refused(['train', 'quickstrat'], box, 1, 'quickstart')
    await refused(['play', 'alfwrold'], box, 2, 'alfworld')
    await refused(['bench', 'enginee'], box, 2, 'engine')
  })

  it('a run that is not there cannot be resumed', async () => {
    const box = sandbox()
    await refused(['train', '--resume', '--run', 'nothing'], box, 1, 'config.yaml is missing')
  })

  it('a run directory whose name is taken by a file', async () => {
    const box = sandbox()
    writeFileSync(join(box.cwd, 'runs'), 'a file')
    await refused(['train', box.recipe], box, 1, 'runs')
  })

  it('a run directory that cannot be written', async () => {
    const box = sandbox()
    // Not even root writes there.
    await refused(['train', box.recipe, '--runs-dir', '/proc/runs'], box, 1, '/proc/runs')
  })

  it('with --json the error is an object on standard output', async () => {
    const box = sandbox(recipe.replace('iterations: 1', 'iterations: -1'))
    const { code, stdout } = await runCli(['train', box.recipe, '--json'], box)
    expect(code).toBe(2)
    expect((JSON.parse(stdout) as { error: unknown }).error).toMatchObject({ code: 'config' })
  })
})
