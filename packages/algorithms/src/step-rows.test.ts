import type { Episode, Group, Step } from '@gigpo/core'
import { expect, test } from 'vitest'
import { createCredit } from './create-credit.ts'
import { homogeneous } from './homogeneous.ts'
import { recordsToStepRows, type StepRecord, toStepRows } from './step-rows.ts'

function group(id: string, ...episodes: readonly Partial<Episode>[]): Group {
  const task = { id, index: 0, type: 'test' }
  return {
    id,
    task,
    episodes: episodes.map((episode, member) => ({
      task,
      member,
      seed: 0,
      steps: [],
      return: 0,
      success: false,
      stop: 'terminated',
      finalAnchor: 'end',
      ...episode,
    })),
  }
}

function step(t: number, anchor: string, reward = 0, valid = true): Step {
  const tokens = { prompt: [1], completion: [2], logprobs: [-1], policyVersion: 0 }
  return { ...tokens, t, observation: '', anchor, action: 'go', valid, reward }
}

test('columns follow groups, episodes, steps', () => {
  const rows = toStepRows([
    group('a', { steps: [step(0, 'S0'), step(1, 'S1', 10)], success: true }, { steps: [step(0, 'S0', 0, false)] }),
    group('b', { steps: [step(0, 'S1', 1)], stop: 'truncated', finalAnchor: 'S9' }),
  ])
  expect(rows.size).toBe(4)
  expect(rows.groupCount).toBe(2)
  expect([...rows.group]).toEqual([0, 0, 0, 1])
  expect([...rows.trajectory]).toEqual([0, 0, 1, 2])
  expect([...rows.t]).toEqual([0, 1, 0, 0])
  expect([...rows.state].map((state) => rows.stateKeys[state])).toEqual(['S0', 'S1', 'S0', 'S1'])
  expect([...rows.reward]).toEqual([0, 10, 0, 1])
  expect([...rows.valid]).toEqual([1, 1, 0, 1])
  expect([...rows.trajectoryEnd.group]).toEqual([0, 0, 1])
  expect([...rows.trajectoryEnd.finalState].map((state) => rows.stateKeys[state])).toEqual(['end', 'end', 'S9'])
  expect([...rows.trajectoryEnd.success]).toEqual([1, 0, 0])
  expect([...rows.trajectoryEnd.terminated]).toEqual([1, 1, 0])
  expect([...rows.trajectoryEnd.truncated]).toEqual([0, 0, 1])
})

test('an episode without steps counts as a return of 0', () => {
  const rows = toStepRows([group('a', { steps: [step(0, 'S0', 10)] }, { stop: 'context-length' })])
  expect(rows.size).toBe(1)
  expect([...createCredit({ name: 'dr-grpo' })(rows).total]).toEqual([5])
  expect([...homogeneous(rows)]).toEqual([0])
})

test('an episode that failed is refused', () => {
  expect(() => toStepRows([group('a', { stop: 'error', error: 'socket closed' })])).toThrow(
    expect.objectContaining({ code: 'contract', where: 'group a', message: expect.stringContaining('socket closed') }),
  )
})

test('records: names of trajectories are unique within their task only', () => {
  const record: StepRecord = { uid: 'g', traj: 'a', t: 0, obs: 'S', reward: 0, valid: true }
  const rows = recordsToStepRows([record, { ...record, uid: 'h' }, { ...record, t: 1, reward: 1 }])
  expect([...rows.trajectory]).toEqual([0, 1, 0])
  expect([...rows.trajectoryEnd.group]).toEqual([0, 1])
  expect([...rows.trajectoryEnd.success]).toEqual([1, 0])
})

test('two steps of one trajectory at one time are refused', () => {
  const record: StepRecord = { uid: 'g', traj: 'a', t: 3, obs: 'S', reward: 0, valid: true }
  expect(() => createCredit({ name: 'grpo' })(recordsToStepRows([record, record]))).toThrow(
    expect.objectContaining({ code: 'data' }),
  )
})

test('a group is homogeneous by its raw returns, whatever the order of rewards or the penalties', () => {
  const rows = toStepRows([
    group('mixed', { steps: [step(0, 'S', 1)] }, { steps: [step(0, 'S', 0)] }),
    group(
      'equal',
      { steps: [step(0, 'S', 0.1), step(1, 'S', 0.2), step(2, 'S', 0.3)] },
      { steps: [step(0, 'S', 0.3, false), step(1, 'S', 0.2), step(2, 'S', 0.1)] },
    ),
    group('alone', { steps: [step(0, 'S', 1)] }),
    group('empty'),
  ])
  expect([...homogeneous(rows)]).toEqual([0, 1, 1, 1])
})

test('what a critic and a greedy episode said are columns where all have them', () => {
  const spoken = { ...step(0, 'S0'), values: [0.5, 0.25] }
  const full = [{ ...group('a', { steps: [spoken, { ...spoken, t: 1 }], finalValue: 3 }), greedyReturn: 7 }]
  const rows = toStepRows(full)
  expect(rows.tokenValues?.map((own) => [...own])).toEqual([
    [0.5, 0.25],
    [0.5, 0.25],
  ])
  expect([...rows.values!]).toEqual([0.5, 0.5])
  expect([...rows.trajectoryEnd.values!]).toEqual([3])
  expect([...rows.greedyReturns!]).toEqual([7])

  const partly = toStepRows([...full, group('b', { steps: [step(0, 'S0')] })])
  expect([partly.tokenValues, partly.values, partly.trajectoryEnd.values, partly.greedyReturns]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ])
})
