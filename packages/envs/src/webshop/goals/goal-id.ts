// The names of goals: equal for the same task under every order, different as soon as the price cap or a word differs.
import { sha256 } from '@gigpo/core'
import type { Goal } from './goal.ts'
import { printPriceCap } from './price-cap.ts'

/**
 * Gives every goal its id, `<asin>/<12 hex digits>`. A product that lists one option value twice makes the same goal twice;
 * the second's id ends in `-2`, because ids of tasks are unique.
 */
export function withIds(goals: readonly Omit<Goal, 'id'>[]): Goal[] {
  const times = new Map<string, number>()
  return goals.map((goal) => {
    const words = `${goal.asin}|${goal.instruction}|${printPriceCap(goal.priceUpper)}`
    const id = `${goal.asin}/${sha256(words).slice(0, 12)}`
    const time = (times.get(id) ?? 0) + 1
    times.set(id, time)
    return { id: time === 1 ? id : `${id}-${time}`, ...goal }
  })
}
