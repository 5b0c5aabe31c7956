// How amounts read, the same in the terminal and on the page: whole dollars from ten on, a minus sign that is one, months
// in words.

const dollars = (digits: number): Intl.NumberFormat =>
  new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
const whole = dollars(0)
const cents = dollars(2)
const exact = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 4 })
const digits = new Intl.NumberFormat('en-US', { maximumFractionDigits: 4 })
const plain = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 })

export function money(value: number): string {
  const size = Math.abs(value)
  const text = size >= 9.995 || size < 0.005 ? whole.format(size) : cents.format(size)
  return `${value < 0 && text !== '0' ? '−' : ''}$${text}`
}

/** An amount as it was put in: nothing rounded away down to a hundredth of a cent. */
export function exactMoney(value: number): string {
  return `$${Number.isInteger(value) ? whole.format(value) : exact.format(value)}`
}

/** A number as it was put in. */
export function exactNumber(value: number): string {
  return digits.format(value)
}

/** One decimal; a minus sign that is one. */
export function decimal(value: number): string {
  return plain.format(value).replace(/^-0$/, '0').replace('-', '−')
}

export function percent(fraction: number): string {
  return `${decimal(100 * fraction)} %`
}

export function months(value: number): string {
  if (!Number.isFinite(value)) return 'never'
  if (value === 0) return 'at once'
  if (value < 0.95) return 'less than a month'
  return value < 1.05 ? '1 month' : `${decimal(value)} months`
}
