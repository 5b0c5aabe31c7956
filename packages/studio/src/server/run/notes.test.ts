import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createFence } from '../files/fence.ts'
import { temporaryFolder, writeSmallRun } from '../small-run.test-support.ts'
import { changeNotes, readNotes } from './notes.ts'

it('adds and takes off tags and replaces the note, whole or not at all', () => {
  const run = writeSmallRun(temporaryFolder(), 'a')
  const before = readdirSync(run)
  expect(changeNotes(run, {})).toEqual({ tags: [], note: '' })
  expect(readdirSync(run)).toEqual(before)
  expect(changeNotes(run, { tag: ['best', 'paper', 'best'], text: 'keep' })).toEqual({
    tags: ['best', 'paper'],
    note: 'keep',
  })
  expect(changeNotes(run, { tag: ['seed'], untag: ['best', 'never'] })).toEqual({
    tags: ['paper', 'seed'],
    note: 'keep',
  })
  expect(changeNotes(run, { text: '' })).toEqual({ tags: ['paper', 'seed'], note: '' })
  expect(readNotes(createFence(run), run)).toEqual({ notes: { tags: ['paper', 'seed'], note: '' }, damages: [] })
  expect(readdirSync(run).filter((name) => !before.includes(name))).toEqual(['notes.json'])
})

it('refuses what is no run, no tag, and notes it would destroy', () => {
  const folder = temporaryFolder()
  const run = writeSmallRun(folder, 'a')
  expect(() => changeNotes(folder, { tag: ['x'] })).toThrow('no run in this directory')
  expect(() => changeNotes(run, { tag: [' '] })).toThrow('a tag needs a name')
  writeFileSync(join(run, 'notes.json'), '{"tags":"best"}')
  expect(() => changeNotes(run, { tag: ['x'] })).toThrow('cannot be read')
  expect(readFileSync(join(run, 'notes.json'), 'utf8')).toBe('{"tags":"best"}')
})
