import { createToyTaskSet } from '@gigpo/core/testing'
import { resolveConfig } from '@gigpo/trainer'
import { describe, expect, it } from 'vitest'
import { createExecutor } from './executors.ts'

const open = (text: string) =>
  createExecutor(resolveConfig(text), { taskSet: createToyTaskSet(), directory: '.', warn: () => {} })

describe('the executor of a recipe', () => {
  it('is the loop’s own where none is named', async () => {
    expect(await open('seed: 1')).toBeUndefined()
    const named = await open('executor: { name: threads, workers: 1 }')
    await named!.close()
  })

  it.each([
    ['executor: { name: thread }', 'did you mean threads'],
    ['executor: { faults: { blockRate: 0.1 } }', 'threads'],
    ['executor: { name: bullmq, redis: "redis://:secret@127.0.0.1:6379" }', 'REDIS_URL'],
  ])('refuses %s', async (text, remedy) => {
    const refused = open(text)
    await expect(refused).rejects.toMatchObject({ code: 'config', remedy: expect.stringContaining(remedy) })
    await expect(refused).rejects.not.toThrow('secret')
  })
})
