// The truth is held against brute force: every episode enumerated, and the gradient against small changes of the policy.
import { GigpoError, rootKey, stream } from '@gigpo/core'
import { describe, expect, test } from 'vitest'
import { everyEpisode } from './enumerate.test-support.ts'
import { playEpisode, sampleBatch, withValues } from './tabular-rollout.ts'
import { parameterOffsets, type TabularTask, tabularTask } from './tabular-task.ts'
import { generateTask, taskKinds } from './tabular-tasks.ts'
import { solve } from './tabular-truth.ts'

const key = rootKey(7)
const small = tabularTask(
  'small',
  {
    horizon: 4,
    states: {
      start: { actions: { gamble: { to: { success: 0.4, lost: 0.6 } }, walk: { to: 'mid', reward: 0.25 } } },
      mid: { actions: { go: { to: 'success', logit: -1 }, slip: { to: { start: 0.5, mid: 0.5 } } } },
    },
  },
  stream(key, 'small'),
)

/** The task with the policy's logit of (s, a) moved by `amount`. */
function moved(task: TabularTask, s: number, a: number, amount: number): TabularTask {
  const states = task.states.map((state, i) => {
    if (i !== s) return state
    const powers = state.actions.map(({ probability }, b) => probability * Math.exp(b === a ? amount : 0))
    const sum = powers.reduce((x, y) => x + y)
    return { ...state, actions: state.actions.map((action, b) => ({ ...action, probability: powers[b]! / sum })) }
  })
  return { ...task, states }
}

test.each([1, 0.9])('V of the start is the mean return of all episodes, γ = %d', (gamma) => {
  const episodes = everyEpisode(small)
  expect(episodes.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 12)
  const expected = episodes.reduce(
    (sum, { episode, probability }) =>
      sum + probability * episode.steps.reduce((total, { reward }, t) => total + gamma ** t * reward, 0),
    0,
  )
  expect(solve(small, gamma).value[0]).toBeCloseTo(expected, 12)
  const won = episodes.filter(({ episode }) => small.states[episode.final]!.end === 'success')
  expect(solve(small, gamma).success).toBeCloseTo(
    won.reduce((sum, { probability }) => sum + probability, 0),
    12,
  )
})

test('visits are the shares of steps', () => {
  const { visit } = solve(small, 1)
  const offset = parameterOffsets(small)
  const counted = new Float64Array(visit.length)
  for (const { episode, probability } of everyEpisode(small))
    for (const [t, { state, action }] of episode.steps.entries())
      counted[t * offset.at(-1)! + offset[state]! + action]! += probability
  for (const [i, share] of counted.entries()) expect(visit[i]).toBeCloseTo(share, 12)
})

describe.each(taskKinds)('%s', (kind) => {
  const task = generateTask(kind, key)

  test('no policy wins always or never, and a key stands for one task', () => {
    const { success } = solve(task, 1)
    expect(success).toBeGreaterThan(0.1)
    expect(success).toBeLessThan(0.9)
    expect(generateTask(kind, key)).toEqual(task)
    expect(generateTask(kind, rootKey(8))).not.toEqual(task)
  })

  test('the mean advantage of a state is zero', () => {
    const { advantage } = solve(task, 0.95)
    const offset = parameterOffsets(task)
    for (let t = 0; t < task.horizon; t++)
      for (const [s, { actions }] of task.states.entries()) {
        const at = t * offset.at(-1)! + offset[s]!
        expect(actions.reduce((sum, { probability }, a) => sum + probability * advantage[at + a]!, 0)).toBeCloseTo(
          0,
          10,
        )
      }
  })

  test('the gradient is what a small change of a logit does to the value', () => {
    const { gradient } = solve(task, 1)
    const offset = parameterOffsets(task)
    for (const [s, { actions }] of task.states.entries())
      for (const a of actions.keys()) {
        const up = solve(moved(task, s, a, 1e-5), 1).value[0]!
        const down = solve(moved(task, s, a, -1e-5), 1).value[0]!
        expect(gradient[offset[s]! + a]).toBeCloseTo((up - down) / 2e-5, 7)
      }
  })

  test('sampled episodes win as often as they should', () => {
    const { success } = solve(task, 1)
    const n = 2000
    let won = 0
    for (let i = 0; i < n; i++)
      if (task.states[playEpisode(task, stream(key, 'play', i)).final]!.end === 'success') won++
    expect(Math.abs(won / n - success)).toBeLessThan(4 * Math.sqrt((success * (1 - success)) / n))
  })
})

test('rows say how each episode ended', () => {
  const { rows } = sampleBatch([generateTask('dead-end', key)], 64, key)
  const { success, truncated, terminated, finalState } = rows.trajectoryEnd
  for (const [k, won] of success.entries()) {
    expect(truncated[k]! + terminated[k]!).toBe(1)
    const final = rows.stateKeys[finalState[k]!]!
    expect(won === 1).toBe(final === 'success')
    expect(truncated[k] === 1).toBe(/^(fork|cave)/.test(final))
  }
  expect(success.some((won) => won === 1) && truncated.some((cut) => cut === 1)).toBe(true)
})

test('a noisy critic is wrong by the same amount wherever a batch meets the same state and time', () => {
  const task = generateTask('next-page', key)
  const batch = sampleBatch([task, task], 32, key)
  const truths = [solve(task, 1), solve(task, 1)]
  const exact = withValues(batch, truths, 0, key).values!
  const noisy = withValues(batch, truths, 0.5, key).values!
  const errorOf = new Map<string, number>()
  for (const [i, value] of noisy.entries()) {
    const place = `${batch.rows.group[i]},${batch.rows.t[i]},${batch.state[i]}`
    expect(value - exact[i]!).toBeCloseTo(errorOf.get(place) ?? value - exact[i]!, 12)
    errorOf.set(place, value - exact[i]!)
  }
  const errors = [...errorOf.values()]
  const deviation = Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length)
  expect(deviation).toBeGreaterThan(0.3)
  expect(deviation).toBeLessThan(0.7)
})

test('probabilities that do not sum to one are refused', () => {
  const states = { start: { actions: { go: { to: { success: 0.5, lost: 0.4 } } } } }
  expect(() => tabularTask('wrong', { horizon: 1, states }, stream(key))).toThrow(GigpoError)
})
