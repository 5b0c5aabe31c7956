// A run that copies its supervised start from another one ends in the same bytes as one that trained it.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { resolveConfig } from '../config/index.ts'
import { finish, TOY_RECIPE, TOY_SUPERVISED } from '../loop/train-toy.test-support.ts'
import { createRun, type Run, readEvents } from '../run-directory/index.ts'
import { adoptStart, hasStart, startDigest } from './index.ts'

const root = mkdtempSync(join(tmpdir(), 'gigpo-adopt-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const start = (name: string, overrides: readonly string[] = []): Run =>
  createRun(
    join(root, name),
    resolveConfig(TOY_RECIPE, { overrides: [...TOY_SUPERVISED, 'iterations=2', ...overrides] }),
  )

const weights = (name: string): string[] =>
  readdirSync(join(root, name, 'checkpoints', '2'))
    .sort()
    .map((file) => readFileSync(join(root, name, 'checkpoints', '2', file), 'latin1'))

it('gives the same run as training the start again', async () => {
  await finish(start('gigpo'))
  await finish(start('alone', ['algorithm={name: grpo}']))
  const adopting = start('adopting', ['algorithm={name: grpo}'])
  expect(hasStart(adopting.directory)).toBe(false)
  await adoptStart(adopting, join(root, 'gigpo'))
  expect(hasStart(adopting.directory)).toBe(true)
  await finish(adopting)
  expect(weights('adopting')).toEqual(weights('alone'))
  expect(weights('adopting')).not.toEqual(weights('gigpo'))
  for (const file of ['supervised.jsonl', 'eval/2.json']) {
    expect(readFileSync(join(root, 'adopting', file), 'utf8')).toBe(readFileSync(join(root, 'alone', file), 'utf8'))
  }
  expect(readEvents(adopting.directory).map((event) => event.kind)).toContain('start-adopted')
})

it('refuses the start of another seed, and a damaged one', async () => {
  const other = start('other', ['seed=9'])
  await expect(adoptStart(other, join(root, 'gigpo'))).rejects.toMatchObject({ code: 'data' })
  other.close()
  const checkpoint = join(root, 'gigpo', 'checkpoints', '0')
  const file = readdirSync(checkpoint).find((name) => name !== 'state.json')!
  writeFileSync(join(checkpoint, file), 'x')
  const damaged = start('damaged')
  await expect(adoptStart(damaged, join(root, 'gigpo'))).rejects.toMatchObject({ code: 'checkpoint' })
  expect(existsSync(join(damaged.directory, 'checkpoints', '0'))).toBe(false)
  damaged.close()
})

it('knows what a start depends on', () => {
  const digest = (...overrides: string[]) =>
    startDigest(resolveConfig(TOY_RECIPE, { overrides: [...TOY_SUPERVISED, ...overrides] }))
  expect(
    digest('algorithm={name: rloo}', 'optimizer.learningRate=0.5', 'rollout.tasks=2', 'environment.anchor=state'),
  ).toBe(digest())
  for (const change of [
    'seed=4',
    'supervised.steps=3',
    'model.hidden=64',
    'environment.maxSteps=9',
    'agent.name=other',
  ]) {
    expect(digest(change), change).not.toBe(digest())
  }
  expect(startDigest(resolveConfig(TOY_RECIPE))).toBeNull()
})
