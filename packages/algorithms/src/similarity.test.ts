// T7 of the reference numbers: what likeness groups, in the reference's way and in ours.
import { expect, test } from 'vitest'
import { createCredit } from './create-credit.ts'
import { similarityLabels } from './similarity.ts'
import { recordsToStepRows } from './step-rows.ts'

const texts = ['abcdefghij', 'abcdefghiX', 'abcdefghXX', 'zzzzzzzzzz']
const compat = (list: readonly string[], similarityThreshold: number): number[] =>
  similarityLabels(list, { grouping: 'similarity-compat', similarityThreshold })
const ours = (list: readonly string[], similarityThreshold: number): number[] =>
  similarityLabels(list, { grouping: 'similarity', similarityThreshold })

test('T7: greedy first fit depends on the order', () => {
  expect(compat(texts, 0.9)).toEqual([0, 0, 1, 2])
  expect(compat([texts[2]!, texts[1]!, texts[0]!, texts[3]!], 0.9)).toEqual([0, 0, 1, 2])
  expect(compat(texts, 0.8)).toEqual([0, 0, 0, 1])
})

test('connected components do not', () => {
  expect(ours(texts, 0.9)).toEqual([0, 0, 0, 1])
  expect(ours([texts[2]!, texts[3]!, texts[0]!, texts[1]!], 0.9)).toEqual([0, 1, 0, 0])
  expect(ours(texts, 0.95)).toEqual([0, 1, 2, 3])
})

test('complete links need every member to be alike, whatever the order', () => {
  const complete = (list: readonly string[], similarityThreshold: number): number[] =>
    similarityLabels(list, { grouping: 'similarity-complete', similarityThreshold })
  // iX is like both ij and XX, which are not like each other: in sorted order XX comes first and gets it.
  expect(complete(texts, 0.9)).toEqual([0, 1, 1, 2])
  expect(complete([texts[2]!, texts[3]!, texts[0]!, texts[1]!], 0.9)).toEqual([0, 1, 2, 0])
  expect(complete(texts, 0.8)).toEqual([0, 0, 0, 1])
})

test('likeness never joins states of two tasks', () => {
  const rows = recordsToStepRows(
    texts.flatMap((obs, n) => ['g', 'h'].map((uid) => ({ uid, traj: `${n}`, t: 0, obs, reward: n, valid: true }))),
  )
  const grouping = { grouping: 'similarity', similarityThreshold: 0.9 } as const
  const { stepGroup } = createCredit({ name: 'gigpo', ...grouping })(rows)
  expect([...stepGroup]).toEqual([0, 1, 0, 1, 0, 1, 2, 3])
  const batch = createCredit({ name: 'gigpo', mode: 'roll', ...grouping })(rows)
  expect([...batch.stepGroup]).toEqual([0, 0, 0, 0, 0, 0, 1, 1])
})
