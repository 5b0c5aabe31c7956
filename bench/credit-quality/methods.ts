// What is compared: every registered estimator with its defaults, and the variants whose difference is the point.
import { algorithmNames, algorithmNeeds, type CreditOptions } from '@gigpo/algorithms'

export interface Method {
  readonly label: string
  readonly options: CreditOptions
  /** Standard deviation of the errors of the critic's values (an episode is worth 0 to 1); null: it reads no values. */
  readonly criticNoise: number | null
}

const NOISE = 0.2

const variants: readonly Method[] = [
  method('gigpo, mean', { name: 'gigpo', norm: 'mean' }),
  method('gigpo, history 1', { name: 'gigpo', history: 1 }),
  method('graphgpo, steps only', { name: 'graphgpo', episodeWeight: 0 }),
  method('ppo', { name: 'ppo' }, NOISE),
  method('ppo λ .95', { name: 'ppo', lambda: 0.95 }),
  method('ppo λ .95', { name: 'ppo', lambda: 0.95 }, NOISE),
  method('ppo λ 0', { name: 'ppo', lambda: 0 }),
  method('ppo λ 0', { name: 'ppo', lambda: 0 }, NOISE),
  method('gae', { name: 'gae' }, NOISE),
]

export const methods: readonly Method[] = algorithmNames.flatMap((name) => [
  method(name, { name }),
  ...variants.filter(({ options }) => options.name === name),
])

function method(name: string, options: CreditOptions, criticNoise = 0): Method {
  const reads = algorithmNeeds(options).some((need) => need === 'values' || need === 'tokenValues')
  if (!reads) return { label: name, options, criticNoise: null }
  return { label: `${name}, ${criticNoise === 0 ? 'exact' : 'noisy'} critic`, options, criticNoise }
}
