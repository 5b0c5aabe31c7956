import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createFence } from '../files/fence.ts'
import { temporaryFolder } from '../small-run.test-support.ts'
import { findRuns } from './find-runs.ts'

it('finds runs at any depth that is sensible, damaged ones too, and looks into none', () => {
  const folder = temporaryFolder()
  const outside = temporaryFolder()
  const make = (path: string, file?: string): void => {
    mkdirSync(join(folder, path), { recursive: true })
    if (file !== undefined) writeFileSync(join(folder, path, file), '')
  }
  make('a', 'config.yaml')
  make('a/checkpoints/1', 'config.yaml')
  make('study/b', 'metrics.jsonl')
  make('study/c/episodes')
  make('study/d', 'notes.txt')
  make('one/two/three/four/five/six', 'config.yaml')
  make('.hidden/e', 'config.yaml')
  make('node_modules/f', 'config.yaml')
  writeFileSync(join(outside, 'config.yaml'), '')
  symlinkSync(outside, join(folder, 'linked'))
  symlinkSync(join(folder, 'study'), join(folder, 'also'))
  symlinkSync(folder, join(folder, 'study', 'around'))
  const ids = findRuns(createFence(folder)).map(({ id }) => id)
  expect(ids).toEqual(['a', 'also/b', 'also/c', 'study/b', 'study/c'])
  expect(findRuns(createFence(join(folder, 'a')))).toMatchObject([{ id: 'a' }])
})
