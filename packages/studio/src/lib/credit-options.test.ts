import { algorithmChecks, algorithmNames, type CreditOptions } from '@gigpo/algorithms'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  isOptionEntry,
  missingFor,
  needsWholeIteration,
  optionFields,
  optionsFromQuery,
  optionsOfRun,
  optionsToQuery,
  problemOf,
  withAlgorithm,
  withOption,
} from './credit-options.ts'
import { episodeView, iteration, optionsOf } from './episodes.test-support.ts'
import { scoreBatch } from './equations/scored.ts'
import { batchOfEpisodes } from './rows-of-episodes.ts'

const own: CreditOptions = { name: 'gigpo', norm: 'mean', gamma: 0.9, penalty: 0 }

it('has a field for every option, the usual ones first, and knows what was changed', () => {
  for (const name of algorithmNames)
    expect(
      optionFields({ name })
        .map(({ key }) => key)
        .sort(),
    ).toEqual(Object.keys(algorithmChecks(name)).sort())
  const fields = optionFields({ name: 'gigpo', norm: 'mean', omega: 1 })
  expect(fields.slice(0, 3).map(({ key, value, changed }) => [key, value, changed])).toEqual([
    ['norm', 'mean', true],
    ['gamma', 0.95, false],
    ['omega', 1, false],
  ])
  // What a mode implies is not a change; the mode is.
  const paper = optionFields({ name: 'gigpo', mode: 'paper' })
  expect(paper.filter(({ changed }) => changed).map(({ key }) => key)).toEqual(['mode'])
  expect(paper.find(({ key }) => key === 'penaltyScope')?.value).toBe('reward')
})

describe('a change of algorithm', () => {
  it('keeps what means the same there: not γ, and nothing the other does not have', () => {
    expect(withAlgorithm(own, 'grpo')).toEqual({ name: 'grpo', penalty: 0 })
    expect(withAlgorithm(own, 'hgpo')).toEqual({ name: 'hgpo', norm: 'mean', penalty: 0 })
    expect(withAlgorithm({ name: 'gigpo', stateKey: 'batch' }, 'graphgpo')).toEqual({ name: 'graphgpo' })
  })

  it('takes an option back', () => {
    expect(withOption(own, 'gamma', undefined)).toEqual({ name: 'gigpo', norm: 'mean', penalty: 0 })
  })
})

describe('an address', () => {
  it('says nothing where nothing was changed', () => {
    expect(Object.values(optionsToQuery(own, own)).filter((entry) => entry !== null)).toEqual([])
  })

  it.each(algorithmNames)('holds every choice of %s', (name) => {
    fc.assert(
      fc.property(optionsOf(name), (options) => {
        const query = new URLSearchParams()
        for (const [key, value] of Object.entries(optionsToQuery(options, own)))
          if (value !== null) query.set(key, value)
        expect([...query.keys()].every(isOptionEntry)).toBe(true)
        const read = optionsFromQuery(query, own)
        for (const { key, value } of optionFields(options))
          expect([key, optionFields(read).find((field) => field.key === key)?.value]).toEqual([key, value])
      }),
      { numRuns: 40 },
    )
  })

  it('leaves out what is wrong', () => {
    const query = new URLSearchParams('algorithm=best&o.gamma=2&o.colour=red&o.norm=mean_std')
    expect(optionsFromQuery(query, own)).toEqual({ ...own, norm: 'mean_std' })
    expect(problemOf({ name: 'gigpo', gamma: 2 })).toContain('gamma')
  })
})

it('says what is missing, in words', () => {
  const { rows } = batchOfEpisodes([episodeView({ steps: [{ anchor: 'a', reward: 1 }] })])
  expect(algorithmNames.flatMap((name) => missingFor({ name }, rows) ?? [])).toEqual([
    'ppo needs what a critic said; this run had none.',
    'gae needs what a critic said; this run had none.',
    'remax needs a greedy episode of each task; this run played none.',
  ])
})

it('reads the algorithm of a run, and falls back on GiGPO', () => {
  expect(optionsOfRun({ algorithm: { name: 'rloo' } })).toEqual({ name: 'rloo' })
  for (const config of [{}, { algorithm: null }, { algorithm: { name: 'of the future' } }])
    expect(optionsOfRun(config)).toEqual({ name: 'gigpo' })
})

const alwaysWhole = ['reinforce++', 'reinforce++-baseline']

it('knows who always looks at the whole iteration', () => {
  expect(algorithmNames.filter((name) => needsWholeIteration({ name }))).toEqual([
    'ppo',
    'gae',
    'reinforce',
    ...alwaysWhole,
  ])
})

it.each(algorithmNames.filter((name) => !alwaysWhole.includes(name)))(
  'knows when %s looks at its task alone',
  (name) => {
    fc.assert(
      fc.property(iteration, optionsOf(name), (episodes, options) => {
        fc.pre(!needsWholeIteration(options))
        const all = scoreBatch(batchOfEpisodes(episodes), options).advantages.total
        const alone = episodes.filter(({ group }) => group === '1-0')
        const part = scoreBatch(batchOfEpisodes(alone), options).advantages.total
        for (const [row, total] of part.entries()) expect(all[row]).toBeCloseTo(total, 9)
      }),
      { numRuns: 40 },
    )
  },
)
