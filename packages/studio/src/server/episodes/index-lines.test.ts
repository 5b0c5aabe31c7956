import { expect, it } from 'vitest'
import type { IndexEntry, IndexedRow } from './index-entry.ts'
import { printEntry, readEntry } from './index-lines.ts'

const row = (index: number, more: Partial<IndexedRow> = {}): IndexedRow => ({
  iteration: 3,
  index,
  group: `3-${index >> 1}`,
  task: { id: `task-${index >> 1}`, index: index >> 1, type: 't' },
  member: index & 1,
  success: index === 0,
  return: index / 4,
  stop: index === 0 ? 'terminated' : 'context-length',
  steps: 5,
  tokens: 17,
  invalid: 1,
  advantage: index === 2 ? null : 0.5,
  offset: 1000 * index,
  length: 900,
  ...more,
})
const entry: IndexEntry = {
  iteration: 3,
  state: { size: 4000, mtimeMs: 1234.5, ino: 0 },
  rows: [row(0), row(1), row(2), row(3)],
  damages: [{ file: 'episodes/3.jsonl', line: 9, reason: 'this is not JSON' }],
}

it('reads what it has written', () => {
  expect(readEntry(JSON.parse(printEntry(entry)))).toEqual(entry)
  const empty = { ...entry, rows: [], damages: [] }
  expect(readEntry(JSON.parse(printEntry(empty)))).toEqual(empty)
})

it('takes nothing that is not wholly an entry', () => {
  const line = JSON.parse(printEntry(entry)) as Record<string, unknown>
  const changed: Record<string, unknown>[] = [
    { iteration: -1 },
    { size: '4000' },
    { mtimeMs: null },
    { shared: [[1, {}]] },
    { shared: [] },
    { share: [0, 1, 2, 9] },
    { offset: [0, 1, 2] },
    { offset: [0, 1, 2, -1] },
    { length: [0, 1, 2, 1e300] },
    { stop: [0, 1, 2, 4] },
    { return: [0, 1, 2, '3'] },
    { advantage: [0, 1, 2, undefined] },
  ]
  for (const change of changed) expect(readEntry({ ...line, ...change }), JSON.stringify(change)).toBeUndefined()
  for (const value of [null, [], 1, 'x', {}]) expect(readEntry(value)).toBeUndefined()
})
