// Credit as a number with its sign, because + and − are what it is about.

/** Two decimals; `0` only for 0 itself, `+0.00` for what is too small to show. */
export function signed(value: number, decimals = 2): string {
  if (value === 0) return '0'
  if (!Number.isFinite(value)) return String(value)
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(decimals)}`
}
