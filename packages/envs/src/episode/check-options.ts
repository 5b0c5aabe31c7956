// How environments and task sets refuse wrong options and indices: one wording for all.
import { GigpoError } from '@gigpo/core'

export function wrongOption(environment: string, option: string, received: unknown, remedy: string): GigpoError {
  return new GigpoError('config', `${environment}: ${option} cannot be ${String(received)}`, { where: option, remedy })
}

/** @throws GigpoError `config` unless both are usable. */
export function checkLimits(environment: string, limits: { maxSteps: number; reward: number }): void {
  const { maxSteps, reward } = limits
  if (!Number.isInteger(maxSteps) || maxSteps < 1)
    throw wrongOption(environment, 'maxSteps', maxSteps, 'Give a whole number of at least 1.')
  if (!Number.isFinite(reward)) throw wrongOption(environment, 'reward', reward, 'Give a finite number.')
}

/** @throws RangeError outside 0 ≤ index < size, as `TaskSet.task` promises. */
export function checkTaskIndex(index: number, size: number): void {
  if (!Number.isInteger(index) || index < 0 || index >= size)
    throw new RangeError(`task index must be an integer in [0, ${size}), received ${index}`)
}
