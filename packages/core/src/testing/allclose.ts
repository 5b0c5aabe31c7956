// One rule for comparing numbers, numpy's: |received − expected| ≤ atol + rtol·|expected|, over arrays of any depth.
// `toBeAllclose` is the matcher for `expect.extend` of vitest or jest; `ensureAllclose` throws, for use without a runner.
import { ensure } from './check.ts'

/** Numbers, arrays of them, arrays of those. */
export type Numbers = number | ArrayLike<Numbers>

export interface Tolerance {
  /** Default 1e-9. */
  readonly rtol?: number
  /** Default 1e-7. */
  readonly atol?: number
}

/** @throws GigpoError `contract` that names the first place where the two differ. */
export function ensureAllclose(received: Numbers, expected: Numbers, what: string, tolerance: Tolerance = {}): void {
  const problem = difference(received, expected, '', tolerance)
  ensure(problem === undefined, `${what}: ${problem}`)
}

/** Matcher: `expect.extend({ toBeAllclose })`, then `expect(values).toBeAllclose(expected, { rtol, atol })`. */
export function toBeAllclose(
  received: Numbers,
  expected: Numbers,
  tolerance: Tolerance = {},
): { pass: boolean; message: () => string } {
  const problem = difference(received, expected, '', tolerance)
  return { pass: problem === undefined, message: () => problem ?? 'all numbers are close, expected some difference' }
}

function difference(received: Numbers, expected: Numbers, path: string, tolerance: Tolerance): string | undefined {
  const where = path === '' ? '' : ` at ${path}`
  if (typeof received === 'number' || typeof expected === 'number') {
    if (typeof received !== typeof expected) return `a number faces an array${where}`
    const a = received as number
    const b = expected as number
    if (Object.is(a, b) || a === b) return undefined
    const bound = (tolerance.atol ?? 1e-7) + (tolerance.rtol ?? 1e-9) * Math.abs(b)
    return Math.abs(a - b) <= bound ? undefined : `received ${a}, expected ${b} ± ${bound}${where}`
  }
  if (received.length !== expected.length) return `length ${received.length}, expected ${expected.length}${where}`
  for (let i = 0; i < received.length; i++) {
    const problem = difference(received[i]!, expected[i]!, `${path}[${i}]`, tolerance)
    if (problem !== undefined) return problem
  }
  return undefined
}
