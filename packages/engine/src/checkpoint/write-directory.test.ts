import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { writeDirectory } from './write-directory.ts'

const folder = mkdtempSync(join(tmpdir(), 'gigpo-directory-'))
afterAll(() => rmSync(folder, { recursive: true }))
const files = (text: string): Map<string, Uint8Array> =>
  new Map([
    ['mark', new TextEncoder().encode(text)],
    ['other', new Uint8Array(3)],
  ])

describe('writeDirectory', () => {
  it('makes parents, replaces its own folder, and leaves nothing beside it', async () => {
    const target = join(folder, 'runs', 'one')
    await writeDirectory(target, files('first'), 'mark')
    await writeDirectory(target, files('second'), 'mark')
    expect(readFileSync(join(target, 'mark'), 'utf8')).toBe('second')
    expect(readdirSync(join(folder, 'runs'))).toEqual(['one'])
  })

  it('refuses a folder that someone else filled, and keeps it', async () => {
    const target = join(folder, 'mine')
    mkdirSync(target)
    await writeDirectory(target, files('into an empty folder'), 'mark')
    rmSync(join(target, 'mark'))
    writeFileSync(join(target, 'thesis.txt'), 'x')
    await expect(writeDirectory(target, files('y'), 'mark')).rejects.toMatchObject({ code: 'storage' })
    expect(readdirSync(target).sort()).toEqual(['other', 'thesis.txt'])
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([])
  })

  it('says that a folder cannot be written', async () => {
    const locked = join(folder, 'locked')
    mkdirSync(locked)
    chmodSync(locked, 0o500)
    // Root may write anywhere but into the kernel's own tree.
    const refusing = process.getuid?.() === 0 ? '/proc/gigpo' : locked
    await expect(writeDirectory(join(refusing, 'a'), files('z'), 'mark')).rejects.toMatchObject({ code: 'storage' })
  })

  it('says that a path is no folder', async () => {
    const file = join(folder, 'file')
    writeFileSync(file, 'x')
    await expect(writeDirectory(join(file, 'a'), files('z'), 'mark')).rejects.toMatchObject({ code: 'storage' })
  })
})
