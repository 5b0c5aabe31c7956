// Credit can be computed again from what a run stores, for every estimator: those that ask a critic or play a greedy episode
// find there what was said.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { algorithmNames, algorithmNeeds, type CreditOptions, createCredit, toStepRows } from '@gigpo/algorithms'
import { afterAll, expect, it } from 'vitest'
import { resolveConfig } from '../config/index.ts'
import { createRun, groupsFromEpisodes, readEpisodes } from '../run-directory/index.ts'
import { train } from './train.ts'
import { TOY_RECIPE, toyTraining } from './train-toy.test-support.ts'

const scratch = mkdtempSync(join(tmpdir(), 'gigpo-stored-credit-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const short = ['iterations=2', 'evaluation={panels: [], selectBest: null}', 'checkpoint={every: 2, keep: 1}']

it.each(algorithmNames)('%s scores stored episodes as it did in training', async (name) => {
  const algorithm = { name } as CreditOptions
  const critic = algorithmNeeds(algorithm).some((need) => need !== 'greedyReturns') ? ['critic={}'] : []
  const overrides = [...short, `algorithm={name: ${name}}`, ...critic]
  const run = createRun(join(scratch, name), resolveConfig(TOY_RECIPE, { overrides }))
  await train(toyTraining(run)).finally(() => run.close())
  const lines = readEpisodes(join(run.directory, 'episodes', '2.jsonl'))
  const groups = groupsFromEpisodes(lines)
  const advantages = createCredit(algorithm)(toStepRows(groups))
  const stored = groups.flatMap((group) =>
    group.episodes.flatMap(({ member }) =>
      lines.find((line) => line.group === group.id && line.member === member)!.steps.map((step) => step.advantage!),
    ),
  )
  expect(stored.length).toBeGreaterThan(20)
  expect(stored.some(({ total }) => total !== 0)).toBe(true)
  expect(Array.from(advantages.total)).toEqual(stored.map(({ total }) => total))
})
