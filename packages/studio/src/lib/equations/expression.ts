// The right-hand side of an equation with its numbers in place: a small tree that can be computed and written down. What a
// page shows is therefore what was computed; there is no second way in which the result could have come about.

export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'sum'; readonly terms: readonly Expression[] }
  | { readonly kind: 'difference'; readonly from: Expression; readonly less: Expression }
  | { readonly kind: 'product'; readonly factors: readonly Expression[] }
  | { readonly kind: 'quotient'; readonly over: Expression; readonly under: Expression }
  | { readonly kind: 'power'; readonly base: Expression; readonly exponent: Expression }
  | { readonly kind: 'root'; readonly of: Expression }

/** A number stands for itself wherever an expression is wanted. */
export type Operand = Expression | number

export const number = (value: number): Expression => ({ kind: 'number', value })
export const sum = (...terms: readonly Operand[]): Expression => ({ kind: 'sum', terms: terms.map(toExpression) })
export const product = (...factors: readonly Operand[]): Expression => ({
  kind: 'product',
  factors: factors.map(toExpression),
})
export const difference = (from: Operand, less: Operand): Expression => ({
  kind: 'difference',
  from: toExpression(from),
  less: toExpression(less),
})
export const quotient = (over: Operand, under: Operand): Expression => ({
  kind: 'quotient',
  over: toExpression(over),
  under: toExpression(under),
})
export const power = (base: Operand, exponent: Operand): Expression => ({
  kind: 'power',
  base: toExpression(base),
  exponent: toExpression(exponent),
})
export const root = (of: Operand): Expression => ({ kind: 'root', of: toExpression(of) })

function toExpression(operand: Operand): Expression {
  return typeof operand === 'number' ? number(operand) : operand
}

export function evaluate(expression: Expression): number {
  switch (expression.kind) {
    case 'number':
      return expression.value
    case 'sum':
      return expression.terms.reduce((total, term) => total + evaluate(term), 0)
    case 'difference':
      return evaluate(expression.from) - evaluate(expression.less)
    case 'product':
      return expression.factors.reduce((total, factor) => total * evaluate(factor), 1)
    case 'quotient':
      return evaluate(expression.over) / evaluate(expression.under)
    case 'power':
      return evaluate(expression.base) ** evaluate(expression.exponent)
    case 'root':
      return Math.sqrt(evaluate(expression.of))
  }
}

/** Longest sum that is written out; of a longer one the ends, with the number of terms left out between them. */
const MOST_TERMS = 6

/** In the notation that notation.ts reads. */
export function write(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
      return formatNumber(expression.value)
    case 'sum':
      return writeSum(expression.terms)
    case 'difference':
      return `${write(expression.from)} − ${bracketed(expression.less, ['sum', 'difference'])}`
    case 'product':
      return expression.factors.map((factor) => bracketed(factor, ['sum', 'difference'])).join(' · ')
    case 'quotient':
      return `\\frac{${write(expression.over)}}{${write(expression.under)}}`
    case 'power':
      return `${bracketed(expression.base, ['sum', 'difference', 'product', 'quotient'])}^{${write(expression.exponent)}}`
    case 'root':
      return `\\sqrt{${write(expression.of)}}`
  }
}

function writeSum(terms: readonly Expression[]): string {
  if (terms.length === 0) return '0'
  const texts = terms.map((term) => bracketed(term, ['difference']))
  if (texts.length <= MOST_TERMS) return texts.join(' + ')
  const left = texts.length - MOST_TERMS + 1
  return [...texts.slice(0, MOST_TERMS - 2), `(${left} more)`, texts.at(-1)].join(' + ')
}

/** In brackets where it is one of the kinds, or a negative number. */
function bracketed(expression: Expression, kinds: readonly Expression['kind'][]): string {
  const negative = expression.kind === 'number' && formatNumber(expression.value).startsWith('−')
  return negative || kinds.includes(expression.kind) ? `(${write(expression)})` : write(expression)
}

/** Four decimals at most, trailing zeros left out; very small and very large numbers in powers of ten. Never `-0`. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  const size = Math.abs(value)
  const text = size !== 0 && (size < 1e-4 || size >= 1e7) ? powerOfTen(value) : trimmed(value.toFixed(4))
  return text.replace(/-/g, '−')
}

function powerOfTen(value: number): string {
  const [mantissa, exponent] = value.toExponential(2).split('e') as [string, string]
  const factor = trimmed(mantissa)
  const power = `10^{${Number(exponent)}}`
  return factor === '1' ? power : factor === '-1' ? `-${power}` : `${factor}·${power}`
}

function trimmed(text: string): string {
  const short = text.includes('.') ? text.replace(/\.?0+$/, '') : text
  return short === '-0' ? '0' : short
}
