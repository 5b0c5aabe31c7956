// A key that is too coarse, one that is too fine, and the true state itself.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stateAliasing } from './state-aliasing.ts'
import { stateDefaults } from './step-groups.ts'
import { recordsToStepRows } from './step-rows.ts'

const rowsOf = (keys: readonly string[], uid = (_: number) => 'g') =>
  recordsToStepRows(keys.map((obs, n) => ({ uid: uid(n), traj: `${n}`, t: 0, obs, reward: 0, valid: true })))

test('counted by hand', () => {
  // Key A covers X, X and Y; B is pure; C is alone although its state Z has company under key D.
  const rows = rowsOf(['A', 'A', 'A', 'B', 'B', 'C', 'D'])
  expect(stateAliasing(rows, ['X', 'X', 'Y', 'W', 'W', 'Z', 'Z'])).toEqual({
    groups: 4,
    fracAliasedGroups: 1 / 2,
    fracAliasedRows: 3 / 7,
    fracAliasedPairs: 2 / 4,
    fracRowsAlone: 2 / 7,
    fracRowsAloneTrue: 1 / 7,
  })
})

test('the true state is no alias of itself, and tasks are apart', () => {
  const states = fc.array(fc.constantFrom('X', 'Y', 'Z'), { maxLength: 12 })
  fc.assert(
    fc.property(states, (list) => {
      const rows = rowsOf(list, (n) => `g${n % 2}`)
      const found = stateAliasing(rows, list)
      expect(found).toMatchObject({ fracAliasedGroups: 0, fracAliasedRows: 0, fracAliasedPairs: 0 })
      expect(found.fracRowsAlone).toBe(found.fracRowsAloneTrue)
    }),
  )
  expect(
    stateAliasing(
      rowsOf(['A', 'A'], (n) => `g${n}`),
      ['X', 'Y'],
    ).fracAliasedRows,
  ).toBe(0)
})

test('a history tells apart what the text cannot', () => {
  const step = (traj: string, t: number, obs: string) => ({ uid: 'g', traj, t, obs, reward: 0, valid: true })
  const rows = recordsToStepRows([
    ...[step('a', 0, 'take cup'), step('a', 1, 'kitchen')],
    ...[step('b', 0, 'look'), step('b', 1, 'kitchen')],
  ])
  const truth = ['s0', 'kitchen, cup in hand', 's1', 'kitchen']
  expect(stateAliasing(rows, truth).fracAliasedPairs).toBe(1)
  expect(stateAliasing(rows, truth, { ...stateDefaults, history: 1 })).toMatchObject({
    fracAliasedPairs: 0,
    fracRowsAlone: 1,
  })
})
