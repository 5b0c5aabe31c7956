// (x − mean) / F: the comparison that every group estimator makes, filled in. Mean and deviation are taken as the
// algorithms package takes them: two passes, values shifted by the first one, so that equal values give exactly 0.
import { difference, type Expression, number, product, quotient, root, sum } from './expression.ts'
import type { EquationInput } from './filled-equation.ts'

/** Added to σ, and the σ below which a guarded group counts as constant. */
const EPSILON = 1e-6
/** Under the root of the whitening. */
const WHITENING = 1e-8

export interface Comparison extends Spread {
  readonly formula: string
  readonly filled: Expression
  readonly note?: string
}

export interface ComparisonRules {
  readonly norm: 'mean_std' | 'mean'
  readonly stdGuard: 'zero' | 'none'
  readonly singleton: 'zero' | 'raw'
  /** Degrees of freedom taken off in σ; default 1. */
  readonly ddof?: 0 | 1
}

export interface Spread {
  readonly mean: number
  /** 0 for fewer than two values. */
  readonly std: number
}

export function meanAndStd(values: readonly number[], ddof: 0 | 1 = 1): Spread {
  const first = values[0] ?? 0
  const count = values.length
  const mean = count === 0 ? 0 : first + values.reduce((total, value) => total + (value - first), 0) / count
  const squares = values.reduce((total, value) => total + (value - mean) ** 2, 0)
  if (count < 2) return { mean, std: 0 }
  return { mean, std: Math.sqrt(squares / (count - 1)) * (ddof === 0 ? Math.sqrt(1 - 1 / count) : 1) }
}

/** `value` against the entries; `symbol` is its name and `group` that of the entries, in notation. */
export function compare(
  value: number,
  entries: readonly EquationInput[],
  names: { readonly symbol: string; readonly group: string },
  rules: ComparisonRules,
): Comparison {
  const spread = meanAndStd(
    entries.map((entry) => entry.value),
    rules.ddof,
  )
  const { mean, std } = spread
  const centred = `${names.symbol} − mean_{${names.group}}`
  const formula = rules.norm === 'mean' ? centred : `\\frac{${centred}}{σ_{${names.group}} + 10^{−6}}`
  if (entries.length < 2) {
    if (rules.singleton === 'zero')
      return { ...spread, formula, filled: number(0), note: 'One entry: there is nothing to compare it with.' }
    const filled = rules.norm === 'mean' ? number(value) : quotient(value, sum(1, EPSILON))
    return { ...spread, formula, filled, note: 'One entry: its raw value, as if the mean were 0 and σ were 1.' }
  }
  if (rules.norm === 'mean') return { ...spread, formula, filled: difference(value, mean) }
  if (rules.stdGuard === 'zero' && std <= EPSILON)
    return {
      ...spread,
      formula,
      filled: number(0),
      note: `All ${entries.length} entries are equal (σ ≤ 10⁻⁶): 0 by the guard.`,
    }
  return { ...spread, formula, filled: quotient(difference(value, mean), sum(std, EPSILON)) }
}

/** (x − mean) / √(variance + 1e-8) over the whole batch, each entry counted as often as its weight says. */
export function whiten(value: number, entries: readonly EquationInput[], symbol: string): Comparison {
  const formula = `\\frac{${symbol} − mean}{\\sqrt{var + 10^{−8}}}`
  const counted = entries.filter((entry) => entry.weight !== 0)
  const weight = (entry: EquationInput): number => entry.weight ?? 1
  const count = counted.reduce((total, entry) => total + weight(entry), 0)
  const first = counted[0]?.value ?? 0
  if (count <= 1) return { mean: first, std: 0, formula, filled: number(0), note: 'One entry has no variance: 0.' }
  const mean = counted.reduce((total, entry) => total + weight(entry) * (entry.value - first), 0) / count
  const squares = counted.reduce((total, entry) => total + weight(entry) * (entry.value - first - mean) ** 2, 0)
  const variance = squares / (count - 1)
  const filled = quotient(difference(value, first + mean), root(sum(variance, WHITENING)))
  return { mean: first + mean, std: Math.sqrt(variance), formula, filled }
}

/** The same line, times a factor. */
export function scaled(comparison: Comparison, symbol: string, factor: Expression | number): Comparison {
  return {
    ...comparison,
    formula: `${symbol} · (${comparison.formula})`,
    filled: product(factor, comparison.filled),
  }
}
