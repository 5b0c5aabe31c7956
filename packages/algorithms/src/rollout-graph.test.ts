// The graph by hand on a small batch, and what holds of it on any.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ENDS, rolloutGraph } from './rollout-graph.ts'
import { stateDefaults } from './step-groups.ts'
import { type EndRecord, recordsToStepRows, type StepRecord } from './step-rows.ts'
import { batch, rowsOf } from './traits.test-support.ts'

const record = (traj: string, t: number, obs: string, uid = 'g'): StepRecord => ({
  ...{ uid, traj, t, obs },
  reward: 0,
  valid: true,
})
const end = (traj: string, success: boolean, obs?: string, uid = 'g'): EndRecord => ({
  ...{ uid, traj, success },
  ...(obs === undefined ? {} : { obs }),
})

test('states, transitions and outcomes', () => {
  const rows = recordsToStepRows(
    [record('a', 0, 'S0'), record('a', 1, 'S1'), record('b', 0, 'S0'), record('b', 1, 'S1'), record('c', 0, 'S0')],
    [end('a', true, 'S9'), end('b', false, 'S0'), end('c', false)],
  )
  const graph = rolloutGraph(rows)
  // S0, S1, success, the unknown end of c; the state after a success is no node.
  expect([...graph.nodeState]).toEqual([0, 1, -1, -1])
  expect([...graph.source]).toEqual([0, 1, 0, 1, 0])
  expect([...graph.target]).toEqual([1, 2, 1, 0, 3])
  expect([...graph.end]).toEqual([ENDS.goesOn, ENDS.success, ENDS.goesOn, ENDS.failure, ENDS.failure])
  expect([...graph.successNode]).toEqual([2])
  expect([...graph.edges.ofRow]).toEqual([0, 1, 0, 2, 3])
  expect([...graph.edges.steps]).toEqual([2, 1, 1, 1])
  expect([...graph.edges.end]).toEqual([ENDS.goesOn, ENDS.success, ENDS.failure, ENDS.failure])
})

test('tasks share no node, and rows may come in any order', () => {
  const rows = recordsToStepRows(
    [record('a', 1, 'S1'), record('a', 0, 'S0'), record('a', 0, 'S0', 'h')],
    [end('a', true), end('a', false, 'S0', 'h')],
  )
  const graph = rolloutGraph(rows)
  expect([...graph.target]).toEqual([3, 0, 2])
  expect([...graph.nodeGroup]).toEqual([0, 0, 1, 0])
  expect([...graph.successNode]).toEqual([3, -1])
})

test('a history makes a node of each way to a state, its end included', () => {
  const rows = recordsToStepRows(
    [record('a', 0, 'S0'), record('a', 1, 'S1'), record('b', 0, 'S1'), record('b', 1, 'S0')],
    [end('a', false, 'S1'), end('b', false, 'S1')],
  )
  expect(rolloutGraph(rows).nodeCount).toBe(2)
  const graph = rolloutGraph(rows, { ...stateDefaults, history: 1 })
  // S0, S0→S1, S1, S1→S0, S1→S1; b ends in S0→S1, where a has been.
  expect(graph.nodeCount).toBe(5)
  expect(graph.target[3]).toBe(graph.source[1])
})

test('an episode without steps has no place in it', () => {
  const rows = recordsToStepRows([record('a', 0, 'S0')], [end('a', false, 'S1')])
  const trajectoryEnd = {
    ...{ size: 2, group: Int32Array.of(0, 0), finalState: Int32Array.of(1, 1) },
    ...{ success: Uint8Array.of(0, 1), terminated: Uint8Array.of(1, 1), truncated: Uint8Array.of(0, 0) },
  }
  expect(rolloutGraph({ ...rows, trajectoryEnd }).nodeCount).toBe(2)
})

test('every step is in one edge, and every trajectory is a path to one end', () => {
  fc.assert(
    fc.property(batch, fc.nat(2), (one, history) => {
      const rows = rowsOf(one)
      const { edges, ...graph } = rolloutGraph(rows, { ...stateDefaults, history })
      expect([...edges.steps].reduce((sum, steps) => sum + steps, 0)).toBe(rows.size)
      for (let i = 0; i < rows.size; i++) {
        const edge = edges.ofRow[i]!
        expect([edges.source[edge], edges.target[edge], edges.end[edge]]).toEqual([
          graph.source[i],
          graph.target[i],
          graph.end[i],
        ])
        expect(graph.nodeGroup[graph.source[i]!]).toBe(rows.group[i])
        expect(graph.nodeGroup[graph.target[i]!]).toBe(rows.group[i])
        const next = [...rows.trajectory.keys()].find(
          (k) => rows.trajectory[k] === rows.trajectory[i] && rows.t[k] === rows.t[i]! + 1,
        )
        const won = rows.trajectoryEnd.success[rows.trajectory[i]!] === 1
        if (next === undefined) expect(graph.end[i]).toBe(won ? ENDS.success : ENDS.failure)
        else expect([graph.end[i], graph.target[i]]).toEqual([ENDS.goesOn, graph.source[next]])
      }
    }),
  )
})
