import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFence } from './fence.ts'
import { createLineFile } from './line-file.ts'

function numbers(content?: string) {
  const root = mkdtempSync(join(tmpdir(), 'gigpo-lines-'))
  const path = join(root, 'numbers.jsonl')
  if (content !== undefined) writeFileSync(path, content)
  const values: number[] = []
  const file = createLineFile(createFence(root), path, 'numbers.jsonl', {
    line: (value) => {
      if (typeof value !== 'number') return 'no number'
      values.push(value)
      return undefined
    },
    reset: () => {
      values.length = 0
    },
  })
  return { path, values, file }
}

describe('a file of lines', () => {
  it('takes what was appended, and says whether anything changed', () => {
    const { path, values, file } = numbers()
    expect([file.refresh(), values]).toEqual([false, []])
    writeFileSync(path, '1\n2\n')
    expect([file.refresh(), file.refresh(), values]).toEqual([true, false, [1, 2]])
    appendFileSync(path, '3\n\n4\n')
    expect([file.refresh(), values, file.damages]).toEqual([true, [1, 2, 3, 4], []])
    rmSync(path)
    expect([file.refresh(), values]).toEqual([true, []])
  })

  it('names damaged lines and goes on', () => {
    const { path, values, file } = numbers('1\n{"x\n"two"\n4\n')
    file.refresh()
    expect(values).toEqual([1, 4])
    expect(file.damages).toEqual([
      { file: 'numbers.jsonl', line: 2, reason: 'this is not JSON' },
      { file: 'numbers.jsonl', line: 3, reason: 'no number' },
    ])
    appendFileSync(path, '{"half')
    file.refresh()
    expect(file.damages[2]).toEqual({ file: 'numbers.jsonl', line: 5, reason: 'the last line is only half there' })
    appendFileSync(path, '":1}\n6\n')
    file.refresh()
    expect(values).toEqual([1, 4, 6])
    expect(file.damages.map(({ line }) => line)).toEqual([2, 3, 5])
  })

  it('takes a last line without a newline once, also when the line grows', () => {
    const { path, values, file } = numbers('1\n2')
    file.refresh()
    expect(values).toEqual([1, 2])
    appendFileSync(path, '3\n4')
    file.refresh()
    expect(values).toEqual([1, 23, 4])
    expect(file.damages).toEqual([])
  })

  it('reads a replaced file from the beginning', () => {
    const { path, values, file } = numbers('1\n2\n3\n')
    file.refresh()
    writeFileSync(`${path}.new`, '1\n7\n8\n9\n')
    renameSync(`${path}.new`, path)
    file.refresh()
    expect(values).toEqual([1, 7, 8, 9])
  })

  it('ends with the same values however the file grew', () => {
    const line = fc.oneof(fc.integer().map(String), fc.constantFrom('', '{', '"text"', ' 5 '))
    const pieces = fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 12 })
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), pieces, (lines, lengths) => {
        const content = lines.join('\n')
        const grown = numbers('')
        let at = 0
        for (const length of [...lengths, content.length]) {
          appendFileSync(grown.path, content.slice(at, at + length))
          at += length
          grown.file.refresh()
        }
        const whole = numbers(content)
        whole.file.refresh()
        expect(grown.values).toEqual(whole.values)
        expect(grown.file.damages).toEqual(whole.file.damages)
      }),
      { numRuns: 60 },
    )
  })
})
