import { describe, expect, it } from 'vitest'
import { checkedOptions } from './checked-options.ts'

describe('checkedOptions', () => {
  it('passes known positive whole numbers', () => {
    expect(checkedOptions('engine', { maxBatch: 32 }, ['maxBatch'])).toEqual({ maxBatch: 32 })
    expect(checkedOptions('engine', {}, ['maxBatch'])).toEqual({})
  })

  it.each([[{ maxbatch: 3 }], [{ other: 3 }], [{ maxBatch: 0 }], [{ maxBatch: 1.5 }], [{ maxBatch: '8' }]])(
    'refuses %j',
    (options) => {
      expect(() => checkedOptions('engine', options, ['maxBatch'])).toThrow(expect.objectContaining({ code: 'config' }))
    },
  )
})
