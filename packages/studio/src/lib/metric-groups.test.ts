import { expect, it } from 'vitest'
import { groupMetrics, isShare, searchMetrics } from './metric-groups.ts'

it('groups by prefix, what matters first and the unknown last', () => {
  const groups = groupMetrics(['zeta/a', 'policy/kl', 'alpha/b', 'success/rate', 'policy/entropy'])
  expect(groups).toEqual([
    { prefix: 'success', names: ['success/rate'] },
    { prefix: 'policy', names: ['policy/kl', 'policy/entropy'] },
    { prefix: 'alpha', names: ['alpha/b'] },
    { prefix: 'zeta', names: ['zeta/a'] },
  ])
})

it('finds names by words', () => {
  expect(searchMetrics(['policy/clip_frac_low', 'policy/kl', 'group/frac_mixed'], 'Frac policy')).toEqual([
    'policy/clip_frac_low',
  ])
})

it('tells shares from other numbers', () => {
  expect(['success/rate', 'adv/frac_signal', 'action/valid_rate', 'policy/kl'].map(isShare)).toEqual([
    true,
    true,
    true,
    false,
  ])
})
