import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyInputs, inputs, rate } from './value.test-support.ts'
import { breakEvenSuccess, computeValue } from './value-model.ts'

describe('computeValue', () => {
  it('is the arithmetic of the header', () => {
    // 100 of 200 tasks are handed over, 80 succeed: 80·6 − 100·1 = 380 minutes, at 60 an hour 380.
    const result = computeValue(inputs, 0.8)
    expect(result).toEqual({
      handedPerMonth: 100,
      succeededPerMonth: 80,
      failedPerMonth: 20,
      hoursSavedPerMonth: 380 / 60,
      hoursSavedPerYear: 76,
      labourSavedPerMonth: 380,
      failureCostPerMonth: 40,
      inferenceCostPerMonth: 10,
      netPerMonth: 280,
      netPerYear: 3360,
      netFirstYear: 2360,
      paybackMonths: 1000 / 280,
    })
  })

  it('is the difference of two ledgers: the month without the agent and the month with it', () => {
    fc.assert(
      fc.property(anyInputs, rate, (given, success) => {
        const hour = given.personCostPerHour / 60
        const task = given.minutesPerTask * hour
        const handed = given.tasksPerMonth * given.shareToAgent
        const review = given.reviewMinutesPerTask * hour
        const succeeded = success * handed * (review + given.inferenceCostPerTask)
        const failed = (1 - success) * handed * (review + given.inferenceCostPerTask + given.failureCost + task)
        const withAgent = (given.tasksPerMonth - handed) * task + succeeded + failed + given.runningCostPerMonth
        const without = given.tasksPerMonth * task
        expect(near(computeValue(given, success).netPerMonth, without - withAgent, without + withAgent)).toBe(true)
      }),
    )
  })

  it('never falls when success rises', () => {
    fc.assert(
      fc.property(anyInputs, rate, rate, (given, a, b) => {
        const [low, high] = [computeValue(given, Math.min(a, b)), computeValue(given, Math.max(a, b))]
        const slack = 1e-9 * (1 + Math.abs(low.netPerMonth) + given.runningCostPerMonth + low.inferenceCostPerMonth)
        expect(high.netPerMonth).toBeGreaterThanOrEqual(low.netPerMonth - slack)
        expect(high.hoursSavedPerMonth).toBeGreaterThanOrEqual(low.hoursSavedPerMonth - slack)
      }),
    )
  })

  it('without tasks saves nothing and costs what runs anyway', () => {
    fc.assert(
      fc.property(anyInputs, rate, (given, success) => {
        const { hoursSavedPerMonth, failedPerMonth, netPerMonth } = computeValue(
          { ...given, tasksPerMonth: 0, runningCostPerMonth: 0 },
          success,
        )
        expect([hoursSavedPerMonth, failedPerMonth, netPerMonth].map(Math.abs)).toEqual([0, 0, 0])
      }),
    )
  })

  it('pays back never exactly where a month earns nothing', () => {
    fc.assert(
      fc.property(anyInputs, rate, (given, success) => {
        const { netPerMonth, paybackMonths } = computeValue(given, success)
        expect(Number.isFinite(paybackMonths)).toBe(netPerMonth > 0)
        if (netPerMonth > 0)
          expect(near(paybackMonths * netPerMonth, given.trainingCost, given.trainingCost)).toBe(true)
      }),
    )
    expect(JSON.parse(JSON.stringify(computeValue(inputs, 0))).paybackMonths).toBeNull()
  })
})

describe('breakEvenSuccess', () => {
  it('is where a month neither earns nor costs', () => {
    fc.assert(
      fc.property(anyInputs, (given) => {
        const success = breakEvenSuccess(given)
        if (success === null) return
        // Of the terms that cancel out.
        const hour = given.personCostPerHour / 60
        const handed = given.tasksPerMonth * given.shareToAgent
        const gained = success * handed * (given.minutesPerTask * hour + given.failureCost)
        const size = gained + handed * (given.reviewMinutesPerTask * hour + given.failureCost)
        expect(near(computeValue(given, success).netPerMonth, 0, size)).toBe(true)
      }),
    )
  })

  it('is null where success changes nothing', () => {
    expect(breakEvenSuccess({ ...inputs, shareToAgent: 0 })).toBeNull()
    expect(breakEvenSuccess({ ...inputs, minutesPerTask: 0, failureCost: 0 })).toBeNull()
  })

  it('is above 1 where no agent pays', () => {
    expect(breakEvenSuccess({ ...inputs, reviewMinutesPerTask: 7 })).toBeGreaterThan(1)
  })
})

function near(a: number, b: number, size: number): boolean {
  return Math.abs(a - b) <= 1e-9 * (1 + Math.abs(size))
}
