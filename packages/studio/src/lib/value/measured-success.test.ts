import { describe, expect, it } from 'vitest'
import { measuredSuccess } from './measured-success.ts'
import { panel } from './value.test-support.ts'

const panels = [
  panel('tuning', 1, 0),
  panel('seen', 1, 0, 0.1),
  panel('seen', 0.4, 0, 0.2),
  panel('tuning', 1, 10),
  panel('seen', 1, 10, 0.3),
  panel('seen', 0.4, 10, 0.4),
]
const evaluated = { run: 'a', panels, selectBest: 'tuning' }

describe('measuredSuccess', () => {
  it('takes the latest evaluation of a panel that did not choose the checkpoint', () => {
    expect(measuredSuccess(evaluated)).toMatchObject({
      panel: 'seen',
      temperature: 1,
      iteration: 10,
      success: 0.3,
      tuning: false,
    })
    const order = { ...evaluated, panels: [panel('seen', 1, 10), panel('tuning', 1, 10)] }
    expect(measuredSuccess(order).panel).toBe('seen')
  })

  it('takes what is asked for, and marks the tuning panel', () => {
    expect(measuredSuccess(evaluated, { temperature: 0.4, iteration: 0 }).success).toBe(0.2)
    expect(measuredSuccess(evaluated, { panel: 'tuning' }).tuning).toBe(true)
    expect(measuredSuccess({ ...evaluated, panels: [panel('tuning', 1, 5)] }).tuning).toBe(true)
  })

  it('names what is there when the choice is not', () => {
    const refusal = (choice: Parameters<typeof measuredSuccess>[1]): string => {
      try {
        measuredSuccess(evaluated, choice)
        return 'accepted'
      } catch (error) {
        return (error as Error & { remedy: string }).remedy
      }
    }
    expect(refusal({ panel: 'x' })).toContain('tuning, seen')
    expect(refusal({ temperature: 3 })).toContain('1, 0.4')
    expect(refusal({ iteration: 7 })).toContain('0, 10')
    expect(() => measuredSuccess({ ...evaluated, panels: [] })).toThrow(/no evaluation/)
  })
})
