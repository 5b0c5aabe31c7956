import { describe, expect, it } from 'vitest'
import { checkedOptions } from './checked-options.ts'

const forms = { maxBatch: 'count', share: 'fraction', weight: 'number', mode: ['text', 'html'] } as const

describe('checkedOptions', () => {
  it('passes values of the stated form', () => {
    const options = { maxBatch: 32, share: 0.5, weight: 7.5, mode: 'html' }
    expect(checkedOptions('engine.options', options, forms)).toEqual(options)
    expect(checkedOptions('engine.options', {}, forms)).toEqual({})
  })

  it.each([
    [{ maxbatch: 3 }, 'did you mean maxBatch?'],
    [{ other: 3 }, 'there are: maxBatch, share, weight, mode'],
    [{ constructor: 3 }, 'there are'],
  ])('refuses the unknown option of %j', (options, remedy) => {
    expect(() => checkedOptions('engine.options', options, forms)).toThrow(
      expect.objectContaining({ code: 'config', remedy: expect.stringContaining(remedy) }),
    )
  })

  it.each([
    [{ maxBatch: 0 }],
    [{ maxBatch: 1.5 }],
    [{ maxBatch: '8' }],
    [{ share: 1.5 }],
    [{ share: Number.NaN }],
    [{ weight: -1 }],
    [{ mode: 'htm' }],
    [{ mode: 1 }],
  ])('refuses the value of %j', (options) => {
    const [name] = Object.keys(options)
    expect(() => checkedOptions('environment.options', options, forms)).toThrow(
      expect.objectContaining({ code: 'config', where: `environment.options.${name}` }),
    )
  })
})
