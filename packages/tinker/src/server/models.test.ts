// Which engines a server makes, and which it keeps for the next who asks.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createToyEngine } from '@gigpo/core/testing'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Models } from './models.ts'

const toy = () => createToyEngine({ seed: 2, seamless: true })
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gigpo-models-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('gives the engine of a deleted checkpoint to the next one, and to nobody who loads nothing', async () => {
  let [made, named] = [0, 0]
  const createEngine = () => {
    made++
    return toy()
  }
  const models = new Models({ createEngine, maxModels: 3, createId: () => `${++named}`, makeRoom: () => {} }, toy())
  const trained = models.create('session', undefined)
  const [first, second, third] = [join(folder, '1'), join(folder, '2'), join(folder, '3')] as const
  for (const directory of [first, second, third]) await trained.inTurn((engine) => engine.save(directory))

  const sampler = models.sampler(first, undefined)
  expect(models.sampler(first, undefined)).toBe(sampler)
  models.retire(first)
  expect(models.sampler(second, undefined)).toBe(sampler)
  expect(made).toBe(1)

  models.retire(second)
  const base = models.baseSampler()
  expect(base).not.toBe(sampler)
  // The server is full: what samples nothing any more makes room first.
  models.create('session', undefined)
  expect(models.baseSampler()).toBe(base)
  expect(models.sampler(third, undefined)).not.toBe(sampler)
  await models.close()
})
