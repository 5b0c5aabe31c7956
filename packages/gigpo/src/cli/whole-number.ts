// Flags that take a positive whole number.
import { GigpoError } from '@gigpo/core'

/** @throws GigpoError `usage` naming the flag and what was received. */
export function wholeNumber(flag: string, text: string): number {
  const value = Number(text)
  if (Number.isInteger(value) && value > 0) return value
  throw new GigpoError('usage', `${flag} expects a positive whole number, received "${text}"`)
}
