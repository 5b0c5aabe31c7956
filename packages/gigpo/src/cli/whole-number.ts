// Flags that take a positive whole number.
import { GigpoError } from '@gigpo/core'

/** @throws GigpoError `usage` naming the flag and what was received. */
export function wholeNumber(flag: string, text: string): number {
  const value = Number(text)
  if (Number.isInteger(value) && value > 0) return value
  throw new GigpoError('usage', `${flag} expects a positive whole number, received "${text}"`)
}

/** A port to listen on; 0 is any free one. @throws GigpoError `usage`. */
export function portNumber(flag: string, text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && Number.isInteger(value) && value >= 0 && value < 65536) return value
  throw new GigpoError('usage', `${flag} expects a port from 0 to 65535, received "${text}"`)
}
