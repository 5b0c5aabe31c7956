import { type CreditOptions, createCredit, type PresetName, presets } from '@gigpo/algorithms'
import { describe, expect, it } from 'vitest'
import { configDigest, printConfig, resolveConfig } from './index.ts'

describe('presets in recipes', () => {
  it.each(Object.keys(presets) as PresetName[])('%s is written out and reads back the same', (preset) => {
    const config = resolveConfig(`preset: ${preset}`)
    const { algorithm, objective, aggregation, dynamicSampling } = presets[preset]
    expect(config.algorithm).toEqual(algorithm)
    expect(() => createCredit(config.algorithm as CreditOptions)).not.toThrow()
    expect(config.loss.objective ?? 'ppo').toBe(objective.kind)
    expect(config.loss.aggregation).toBe(aggregation)
    expect(config.rollout.dynamicSampling !== null).toBe(dynamicSampling)
    if (objective.kind !== 'policy-gradient') {
      expect(config.loss).toMatchObject({ clipLow: objective.clipLow, clipHigh: objective.clipHigh })
    }
    expect(resolveConfig(printConfig(config))).toEqual(config)
  })

  it('fill what a file leaves open and replace what it says when set from outside', () => {
    const file = 'preset: gigpo-stable\nalgorithm: { gamma: 0.9 }\nloss: { clipHigh: 0.1, kl: null }'
    const filled = resolveConfig(file)
    expect(filled.algorithm).toEqual({ name: 'gigpo', penalty: 0.1, gamma: 0.9 })
    expect(filled.loss).toMatchObject({ objective: 'gspo', clipLow: 3e-4, clipHigh: 0.1, kl: null })

    const plain = 'algorithm: { name: rloo }\nloss: { aggregation: step-mean, entropyCoefficient: 0.1 }'
    const replaced = resolveConfig(plain, { overrides: ['preset=dapo', 'loss.clipLow=0.1'] })
    expect(replaced.algorithm).toEqual({ name: 'grpo' })
    expect(replaced.loss).toMatchObject({ aggregation: 'token-mean', clipLow: 0.1, clipHigh: 0.28, dualClip: null })
    expect(replaced.loss).toMatchObject({ entropyCoefficient: 0.1, overlong: { coefficient: 1, cacheTokens: null } })
    const again = resolveConfig(printConfig(replaced), { overrides: ['preset=gspo'] })
    expect(again.loss).toMatchObject({ objective: 'gspo', clipLow: 3e-4 })
    expect(again.loss.overlong).toBeUndefined()
  })

  it('leave another algorithm its own options', () => {
    expect(resolveConfig('preset: gigpo-stable\nalgorithm: { name: gagpo }').algorithm).toEqual({ name: 'gagpo' })
  })

  it('are refused by name, and change nothing where there is none', () => {
    expect(() => resolveConfig('preset: dopa')).toThrow(/preset: expected one of/)
    expect(() => resolveConfig('preset: dapo\nloss: 5')).toThrow(/loss: expected a mapping/)
    expect(JSON.stringify(resolveConfig(''))).not.toContain('preset')
    expect(configDigest(resolveConfig(''))).toBe('1ebdefb3b0f9c11cbfbe775918a1d879c65b5535790e9b2b8dac4955fa8e8475')
  })
})
