import { describe, expect, it } from 'vitest'
import { GigpoError, messageOf, nearest } from './errors.ts'

describe('GigpoError', () => {
  const error = new GigpoError('config', 'gamma must be in [0, 1], received 2', {
    where: 'train.gamma',
    remedy: 'Use .95.',
    cause: new Error('inner'),
  })

  it('says where, what and what to do', () => {
    expect(error.describe()).toBe('train.gamma: gamma must be in [0, 1], received 2\n  Use .95.')
    expect(new GigpoError('data', 'damaged').describe()).toBe('damaged')
    expect((error.cause as Error).message).toBe('inner')
  })

  it('is recognised across duplicate installs and survives JSON', () => {
    const lifted = GigpoError.fromJSON(JSON.parse(JSON.stringify(error)))
    expect(lifted.describe()).toBe(error.describe())
    expect(lifted.code).toBe('config')
    expect(GigpoError.isInstance(lifted)).toBe(true)
    expect(GigpoError.isInstance({ [Symbol.for('gigpo.error')]: true })).toBe(true)
    for (const value of [new Error('x'), null, 'text', {}]) expect(GigpoError.isInstance(value)).toBe(false)
  })
})

describe('messageOf', () => {
  it('reads anything thrown', () => {
    expect([messageOf(new Error('a')), messageOf('b'), messageOf(undefined)]).toEqual(['a', 'b', 'undefined'])
  })
})

describe('nearest', () => {
  it('finds a typing slip and ignores strangers', () => {
    const keys = ['gamma', 'omega', 'learningRate']
    expect(nearest('gama', keys)).toBe('gamma')
    expect(nearest('learningrate', keys)).toBe('learningRate')
    expect(nearest('zzzzzzzz', keys)).toBeUndefined()
    expect(nearest('x', [])).toBeUndefined()
  })
})
