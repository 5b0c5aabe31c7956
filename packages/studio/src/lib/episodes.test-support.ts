// Random episodes as the server tells of them, with everything any estimator reads, and random options for an algorithm.
import { type AlgorithmName, algorithmChecks, type Check, type CreditOptions } from '@gigpo/algorithms'
import fc from 'fast-check'
import type { EpisodeView, StepView } from '../api/contract.ts'

const step = fc.record({
  anchor: fc.constantFrom('a hall', 'a room', 'a shop', 'a field'),
  action: fc.constantFrom('go on', 'look', 'take it'),
  reward: fc.integer({ min: -2, max: 3 }),
  valid: fc.boolean(),
  values: fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 1, maxLength: 3 }),
})
const episode = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 6 }),
  success: fc.boolean(),
  stop: fc.constantFrom('terminated' as const, 'truncated' as const),
  finalAnchor: fc.constantFrom('a room', 'a shop', 'nowhere'),
  finalValue: fc.integer({ min: -4, max: 4 }),
})
const task = fc.record({
  members: fc.array(episode, { minLength: 1, maxLength: 5 }),
  greedyReturn: fc.integer({ min: 0, max: 5 }),
})

/** The episodes of one iteration: some tasks, each with some members. */
export const iteration: fc.Arbitrary<readonly EpisodeView[]> = fc
  .array(task, { minLength: 1, maxLength: 3 })
  .map((tasks) =>
    tasks.flatMap(({ members, greedyReturn }, g) =>
      members.map((own, member) => episodeView({ ...own, group: `1-${g}`, member, greedyReturn })),
    ),
  )

type StepDraft = Partial<StepView> & Pick<StepView, 'anchor' | 'reward'>
type EpisodeDraft = Omit<Partial<EpisodeView>, 'steps'> & { readonly steps: readonly StepDraft[] }

/** A whole episode from what matters to a test. */
export function episodeView({ steps, ...draft }: EpisodeDraft): EpisodeView {
  const total = steps.reduce((sum, { reward }) => sum + reward, 0)
  const member = draft.member ?? 0
  return {
    ...{ iteration: 1, index: member, group: '1-0', member, seed: 1, stop: 'terminated', finalAnchor: `end ${member}` },
    task: { id: 'task', index: 0, type: 'errand' },
    return: total,
    success: total > 0,
    ...draft,
    steps: steps.map((own, t) => ({
      ...{ t, observation: own.anchor, action: 'go on', valid: true, tokens: own.values?.length ?? 1 },
      ...{ advantage: null, ...own },
    })),
  }
}

/** Every option of the algorithm, each with a value it allows. */
export function optionsOf(name: AlgorithmName): fc.Arbitrary<CreditOptions> {
  const own = Object.entries(algorithmChecks(name)).map(([key, check]) => [key, allowed(key, check)] as const)
  return fc.record(Object.fromEntries(own), { requiredKeys: [] }).map((given) => ({ name, ...given }) as CreditOptions)
}

function allowed(key: string, check: Check): fc.Arbitrary<unknown> {
  if (check === 'boolean') return fc.boolean()
  if (!('min' in check)) return fc.constantFrom(...check)
  if (check.integer === true) return fc.integer({ min: 0, max: 3 })
  const numbers = key === 'similarityThreshold' ? [0.5, 0.95] : [0, 0.125, 0.5, 0.95, 1]
  return fc.constantFrom(...numbers, ...(check.or === undefined ? [] : [check.or]))
}
