import { describe, expect, it } from 'vitest'
import { raiseAlarms } from './alarms.ts'

const healthy = {
  iteration: 1,
  'policy/entropy': 0.7,
  'policy/kl': 0.01,
  'group/frac_zero_std': 0.4,
  'drift/logprob_abs_diff_mean': 1e-6,
}

describe('raiseAlarms', () => {
  it('is silent while all is well, also where metrics are missing', () => {
    expect(raiseAlarms(undefined, healthy)).toEqual([])
    expect(raiseAlarms(healthy, { iteration: 2 })).toEqual([])
  })

  it('rings when a sign appears and not while it stays', () => {
    const signs = {
      'entropy-collapsed': { 'policy/entropy': 0.01 },
      'policy-jumped': { 'policy/kl': 0.5 },
      'returns-equal': { 'group/frac_zero_std': 1 },
      'context-exceeded': { 'stop/context-length': 0.5 },
      'engine-drifted': { 'drift/logprob_abs_diff_mean': 0.1 },
    }
    for (const [kind, change] of Object.entries(signs)) {
      const ill = { ...healthy, ...change, iteration: 2 }
      expect(raiseAlarms(healthy, ill)).toMatchObject([{ kind, severity: 'warning', iteration: 2 }])
      expect(raiseAlarms(undefined, ill)).toHaveLength(1)
      expect(raiseAlarms(ill, { ...ill, iteration: 3 })).toEqual([])
    }
  })
})
