import { GigpoError } from '@gigpo/core'
import { describe, expect, it } from 'vitest'
import { parseInput } from './input-fields.ts'

describe('parseInput', () => {
  it('reads a number within its bounds', () => {
    expect(parseInput('shareToAgent', '0.25')).toEqual(['shareToAgent', 0.25])
  })

  it.each([
    ['shareToAgent', '1.5', 'from 0 to 1'],
    ['failureCost', '-1', 'not negative'],
    ['failureCost', '', '""'],
    ['failureCost', 'ten', '"ten"'],
    ['minutesPerTsk', '3', 'minutesPerTask?'],
    ['success', '0.9', 'measured, not typed'],
  ])('refuses %s = %j', (name, text, message) => {
    try {
      parseInput(name, text)
      expect.unreachable()
    } catch (error) {
      expect(GigpoError.isInstance(error) && error.message).toContain(message)
    }
  })
})
