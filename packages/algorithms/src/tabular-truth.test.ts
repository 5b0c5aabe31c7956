// Each registered estimator on problems whose true advantages are known: whether what it would do to a policy points the
// right way, and where theory says more (unbiased up to a known factor, or exact), whether that holds. The ways in which
// a method is known to fail are tests too: they document it, and a change that cures it will be noticed.
import { rootKey, stream } from '@gigpo/core'
import { describe, expect, test } from 'vitest'
import { algorithmNames, type CreditOptions, createCredit } from './create-credit.ts'
import type { StepRows } from './step-rows.ts'
import { everyEpisode } from './testing/enumerate.test-support.ts'
import { groupGradients } from './testing/gradient-quality.ts'
import { sampleBatch, type TabularBatch, toBatch, withValues } from './testing/tabular-rollout.ts'
import { parameterOffsets, type TabularTask, tabularTask } from './testing/tabular-task.ts'
import { generateTask, type TaskKind, taskKinds } from './testing/tabular-tasks.ts'
import { solve } from './testing/tabular-truth.ts'

const key = rootKey(5)
const MEMBERS = 8

/** Gradient that these estimates of a batch's rows amount to, of group `g`, an episode. */
function gradientOf(task: TabularTask, batch: TabularBatch, total: Float64Array, g: number): Float64Array {
  const own = [...total.keys()].filter((i) => batch.rows.group[i] === g)
  const pick = (values: Int32Array): Int32Array => Int32Array.from(own, (i) => values[i]!)
  const steps = { groups: 1, members: MEMBERS, group: new Int32Array(own.length), t: pick(batch.rows.t) }
  const at = { ...steps, state: pick(batch.state), action: pick(batch.action) }
  return groupGradients(
    task,
    at,
    Float64Array.from(own, (i) => total[i]!),
  )[0]!
}

describe('the mean gradient of many groups', () => {
  const tasks = taskKinds.map((kind) => generateTask(kind, key))
  const truths = tasks.map((task) => solve(task, 1))
  const batches = Array.from({ length: 100 }, (_, b) => sampleBatch(tasks, MEMBERS, rootKey(b)))

  /** Actions that matter (a quarter of the largest entry) and are pushed the wrong way, as 'state: action'. */
  function wrongActions(options: CreditOptions): Map<TaskKind, string[]> {
    const credit = createCredit(options)
    const totals = batches.map((batch) => credit(withValues(batch, truths, 0, key)).total)
    const wrong = taskKinds.map((kind, g): [TaskKind, string[]] => {
      const task = tasks[g]!
      const truth = truths[g]!.gradient
      const largest = Math.max(...truth.map(Math.abs))
      const gradients = batches.map((batch, b) => gradientOf(task, batch, totals[b]!, g))
      const offset = parameterOffsets(task)
      const actions = task.states.flatMap(({ name, actions: own }, s) =>
        own.map((action, a) => ({ name: `${name}: ${action.name}`, at: offset[s]! + a })),
      )
      const failed = actions.filter(({ at }) => {
        const mean = gradients.reduce((sum, gradient) => sum + gradient[at]!, 0)
        return Math.abs(truth[at]!) >= largest / 4 && mean * truth[at]! <= 0
      })
      return [kind, failed.map(({ name }) => name)]
    })
    return new Map(wrong.filter(([, names]) => names.length > 0))
  }

  const exceptions = ['graphgpo', 'graph-bellman']
  test.each(algorithmNames.filter((name) => !exceptions.includes(name)))('%s: right in every problem', (name) => {
    expect(wrongActions({ name } as CreditOptions)).toEqual(new Map())
  })

  test('graphgpo: walks along the slippery cliff, and thinks the key in hand is no better than none', () => {
    const wrong = wrongActions({ name: 'graphgpo' })
    expect([...wrong.keys()]).toEqual(['slippery-cliff', 'aliased-key'])
    // From the start the shortest way that anyone survived is along the edge; the expected reward says go away from it.
    expect(wrong.get('slippery-cliff')).toEqual(expect.arrayContaining(['0,0: along', '0,0: away']))
    // "hall" and "garden" are one node each, so from the garden the hall is always nearer to success.
    expect(wrong.get('aliased-key')).toContain('garden, hands empty: take key')
  })

  test('graph-bellman: right wherever success is the reward, blind to parts that are paid without it', () => {
    const wrong = wrongActions({ name: 'graph-bellman' })
    expect([...wrong.keys()]).toEqual(['parts-dense'])
    expect(wrong.get('parts-dense')!.every((action) => action.startsWith('spoiled'))).toBe(true)
  })
})

describe('the expected gradient, every pair of episodes enumerated', () => {
  const task = tabularTask(
    'small',
    {
      horizon: 3,
      states: {
        start: { actions: { gamble: { to: { success: 0.4, lost: 0.6 } }, walk: { to: 'mid', reward: 0.25 } } },
        mid: { actions: { go: { to: 'success', logit: -1 }, slip: { to: { start: 0.5, mid: 0.5 } } } },
      },
    },
    stream(key, 'small'),
  )
  const truth = solve(task, 1)
  const episodes = everyEpisode(task)

  /** Exact expectation over groups of two; each group is a batch of its own. */
  function expectedGradient(options: CreditOptions, supply: (batch: TabularBatch) => StepRows): Float64Array {
    const credit = createCredit(options)
    const sum = new Float64Array(truth.gradient.length)
    for (const first of episodes)
      for (const second of episodes) {
        const batch = toBatch([{ task, episodes: [first.episode, second.episode] }])
        const steps = { groups: 1, members: 2, ...batch, group: batch.rows.group, t: batch.rows.t }
        const [gradient] = groupGradients(task, steps, credit(supply(batch)).total)
        for (const [p, value] of gradient!.entries()) sum[p]! += first.probability * second.probability * value
      }
    return sum
  }

  const noValues = (batch: TabularBatch): StepRows => ({ ...batch.rows, greedyReturns: Float64Array.of(0.7) })
  const wrongCritic = (batch: TabularBatch): StepRows => withValues(batch, [truth], 5, key)
  const rightCritic = (batch: TabularBatch): StepRows => withValues(batch, [truth], 0, key)
  const ppo = { name: 'ppo', whiten: false } as const

  // A baseline that contains the own return takes that share of the gradient away: of two members, half.
  test.each<[string, CreditOptions, number, (batch: TabularBatch) => StepRows]>([
    ['rloo', { name: 'rloo' }, 1, noValues],
    ['dr-grpo', { name: 'dr-grpo' }, 1 / 2, noValues],
    ['gpg', { name: 'gpg' }, 1 / 2, noValues],
    ['reinforce without a baseline', { name: 'reinforce', baseline: 'none' }, 1, noValues],
    ['reinforce with the mean of the batch', { name: 'reinforce' }, 1 / 2, noValues],
    ['remax, whatever the greedy return', { name: 'remax' }, 1, noValues],
    ['gigpo without its step part', { name: 'gigpo', norm: 'mean', omega: 0 }, 1 / 2, noValues],
    ['ppo with λ = 1, whatever its critic says', { ...ppo, lambda: 1 }, 1, wrongCritic],
    ['ppo with λ = 0 and the right critic', { ...ppo, lambda: 0 }, 1, rightCritic],
    ['gae over turns with γ = λ = 1', { name: 'gae', whiten: false, gamma: 1, lambda: 1 }, 1, wrongCritic],
  ])('%s', (_name, options, factor, supply) => {
    const expected = expectedGradient(options, supply)
    for (const [p, exact] of truth.gradient.entries()) expect(expected[p]).toBeCloseTo(factor * exact, 12)
  })

  test('ppo with λ = 0 believes a wrong critic', () => {
    const expected = expectedGradient({ ...ppo, lambda: 0 }, wrongCritic)
    expect(Math.max(...expected.map((value, p) => Math.abs(value - truth.gradient[p]!)))).toBeGreaterThan(0.1)
  })
})

describe('one-step differences of exact values', () => {
  const certain = taskKinds.filter((kind) =>
    generateTask(kind, key).states.every(({ actions }) => actions.every(({ outcomes }) => outcomes.length === 1)),
  )

  test('most kinds are deterministic', () => {
    expect(taskKinds.filter((kind) => !certain.includes(kind))).toEqual(['two-doors', 'slippery-cliff'])
  })

  test.each(certain)('%s: GAE with λ = 0 is the true advantage of every step', (kind) => {
    const task = generateTask(kind, key)
    const offset = parameterOffsets(task)
    for (const gamma of [1, 0.95]) {
      const truth = solve(task, gamma)
      const batch = sampleBatch([task], 32, key)
      const rows = withValues(batch, [truth], 0, key)
      const { total } = createCredit({ name: 'gae', gamma, lambda: 0, whiten: false })(rows)
      for (const [i, advantage] of total.entries()) {
        const at = rows.t[i]! * offset.at(-1)! + offset[batch.state[i]!]! + batch.action[i]!
        expect(advantage).toBeCloseTo(truth.advantage[at]!, 12)
      }
    }
  })
})
