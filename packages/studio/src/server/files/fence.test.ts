import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createFence, readWithin } from './fence.ts'

const makePipe: string = 'mkfifo'
const base = mkdtempSync(join(tmpdir(), 'gigpo-fence-'))
const root = join(base, 'runs')
mkdirSync(join(root, 'a'), { recursive: true })
mkdirSync(join(base, 'runs-secret'))
writeFileSync(join(root, 'a', 'text'), 'inside')
writeFileSync(join(base, 'runs-secret', 'text'), 'outside')
const fence = createFence(root)

describe('the fence', () => {
  it('reads what is inside, by links too', () => {
    symlinkSync(join(root, 'a'), join(root, 'b'))
    expect(readWithin(fence, join(root, 'a', 'text'))).toBe('inside')
    expect(readWithin(fence, join(root, 'b', 'text'))).toBe('inside')
    expect(fence.list(join(root, 'b'))).toEqual(['text'])
    expect(fence.state(join(root, 'a', 'text'))?.size).toBe(6)
  })

  it('knows nothing where there is nothing', () => {
    for (const path of ['c', 'a/c', 'a/text/c']) {
      expect(readWithin(fence, join(root, path))).toBeUndefined()
      expect(fence.state(join(root, path))).toBeUndefined()
      expect(fence.list(join(root, path))).toEqual([])
    }
  })

  it('refuses links and paths that lead outside, a folder of a longer name included', () => {
    symlinkSync(join(base, 'runs-secret'), join(root, 'out'))
    symlinkSync(join(base, 'runs-secret', 'text'), join(root, 'a', 'out'))
    for (const path of [
      'out/text',
      'a/out',
      '../runs-secret/text',
      'a/../../runs-secret/text',
      '../../../etc/passwd',
    ]) {
      expect(() => readWithin(fence, join(root, path)), path).toThrow('out of the folder')
      expect(fence.state(join(root, path))).toBeUndefined()
    }
    expect(fence.list(join(root, 'out'))).toEqual([])
  })

  it('refuses directories, pipes, bad names and files that are too long', () => {
    expect(() => readWithin(fence, join(root, 'a'))).toThrow('not a regular file')
    expect(() => readWithin(fence, join(root, 'a\0'))).toThrow()
    expect(() => readWithin(fence, join(root, 'a', 'text'), 5)).toThrow('6 bytes')
    execFileSync(makePipe, [join(root, 'pipe')])
    expect(() => readWithin(fence, join(root, 'pipe'))).toThrow('not a regular file')
  })

  it('says what a folder must be', () => {
    expect(() => createFence(join(base, 'nothing'))).toThrow('no folder')
    expect(() => createFence(join(root, 'a', 'text'))).toThrow('not a folder')
  })
})
