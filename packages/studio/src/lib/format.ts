// How numbers, times and shares are written, the same on every page.

const minus = '−'

/** At most four significant digits, thousands grouped, powers of ten only beyond 10^±6; a dash where there is none. */
export function formatNumber(value: number | null | undefined, digits = 4): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '–'
  if (!Number.isFinite(value)) return value > 0 ? '∞' : `${minus}∞`
  const size = Math.abs(value)
  let text: string
  if (size === 0) text = '0'
  else if (size >= 1e7 || size < 1e-4)
    text = size.toExponential(Math.max(0, Math.min(digits, 3) - 1)).replace('e+', 'e')
  else if (size >= 10 ** digits) text = group(Math.round(size).toString())
  else {
    const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(size)))
    const [whole = '0', fraction = ''] = size.toFixed(decimals).split('.')
    const kept = fraction.replace(/0+$/, '')
    text = group(whole) + (kept === '' ? '' : `.${kept}`)
  }
  return value < 0 && text !== '0' ? minus + text.replace('e-', `e${minus}`) : text.replace('e-', `e${minus}`)
}

/** A share of 1 in per cent with one decimal. */
export function formatShare(share: number | null | undefined, decimals = 1): string {
  if (share === null || share === undefined || Number.isNaN(share)) return '–'
  return `${(100 * share).toFixed(decimals).replace('-', minus)} %`
}

/** `1:05`, `2:03:04`; whole seconds. */
export function formatDuration(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return '–'
  const total = Math.max(0, Math.round(seconds))
  const [hours, minutes, rest] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60]
  const two = (value: number): string => String(value).padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}

/** Time of day, and the date too where it is not today's. */
export function formatClock(ms: number, now: number = Date.now()): string {
  const date = new Date(ms)
  const two = (value: number): string => String(value).padStart(2, '0')
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
  if (date.toDateString() === new Date(now).toDateString()) return time
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${time}`
}

function group(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',')
}
