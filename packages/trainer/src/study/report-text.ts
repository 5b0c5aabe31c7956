// Numbers of a report as text: rates in percent, intervals in brackets, a dash for what is not known.
import type { Estimate, Interval } from '../statistics/index.ts'
import type { SeedMean } from './report-data.ts'

export interface Table {
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** A part of a report, the same for the terminal and for Markdown. */
export interface Section {
  readonly title: string
  readonly paragraphs: readonly string[]
  readonly table: Table | null
}

export const NONE = '–'

export const percent = (rate: number): string => (100 * rate).toFixed(1)
export const signed = (rate: number): string => `${rate <= -0.0005 ? '−' : '+'}${percent(Math.abs(rate))}`
export const whole = (value: number): string => Math.round(value).toLocaleString('en-US')

const minus = (rate: number): string => (rate <= -0.0005 ? `−${percent(-rate)}` : percent(Math.abs(rate)))
const bracket = ([low, high]: Interval): string => `[${minus(low)}, ${minus(high)}]`

export const rate = (estimate: Estimate | null): string =>
  estimate === null ? NONE : `${percent(estimate.value)} ${bracket(estimate.interval)}`

export const difference = (value: { readonly difference: number; readonly interval: Interval } | null): string =>
  value === null ? NONE : `${signed(value.difference)} ${bracket(value.interval)}`

export const seedRate = (value: SeedMean | null, show: (rate: number) => string = percent): string => {
  if (value === null) return NONE
  return value.interval === null ? show(value.mean) : `${show(value.mean)} ${bracket(value.interval)}`
}

/** A fraction, or a plain number with digits; a dash for null. */
export const share = (value: number | null): string => (value === null ? NONE : percent(value))
export const fixed = (value: number | null, digits: number): string => (value === null ? NONE : value.toFixed(digits))
