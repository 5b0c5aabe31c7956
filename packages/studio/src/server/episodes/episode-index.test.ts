// Indexing many small files gives the processor back between them: each is read within less than a turn.
import { rmSync } from 'node:fs'
import { afterAll, expect, it } from 'vitest'
import { createFence } from '../files/fence.ts'
import { temporaryFolder, writeSmallRun } from '../small-run.test-support.ts'
import { createEpisodeIndex } from './episode-index.ts'

const folder = temporaryFolder()
afterAll(() => rmSync(folder, { recursive: true }))

it('lets others in while it indexes files that take less than a turn each', async () => {
  const run = writeSmallRun(folder, 'many', { iterations: 400 })
  const index = createEpisodeIndex(createFence(folder), run)
  index.refresh()
  let turns = 0
  let done = false
  const count = (): void => {
    turns++
    if (!done) setImmediate(count)
  }
  setImmediate(count)
  await index.finish()
  done = true
  index.close()
  expect(index.pending).toBe(0)
  expect((await index.rows()).length).toBe(400 * 6)
  expect(turns).toBeGreaterThan(2)
})
