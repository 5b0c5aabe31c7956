// A conformance suite is data: a list of named checks that throw when a contract is broken. No test runner is needed;
// with one, `for (const check of environmentChecks(make)) it(check.name, check.run)`. A check can only be skipped with a
// reason, and the reason becomes part of its name.
import { GigpoError } from '../errors.ts'

export interface Check {
  readonly name: string
  /** Why this check does not apply; `run` then does nothing. */
  readonly skipped?: string
  /** Rejects with a message that says which rule of the contract is broken, and by what. */
  readonly run: () => Promise<void>
}

export interface CheckOptions {
  /** Check name → the reason why it does not apply here. */
  readonly skip?: Readonly<Record<string, string>>
}

/** Names the checks of a suite and applies the skips. @throws GigpoError `usage` on a skip that names no check. */
export function toChecks(
  suite: string,
  rules: Readonly<Record<string, () => Promise<void>>>,
  options: CheckOptions,
): Check[] {
  const skip = options.skip ?? {}
  for (const name of Object.keys(skip)) {
    if (!(name in rules)) throw new GigpoError('usage', `${suite} has no check named "${name}"`)
  }
  return Object.entries(rules).map(([rule, run]) => {
    const reason = skip[rule]
    if (reason === undefined) return { name: `${suite}: ${rule}`, run }
    return { name: `${suite}: ${rule} (skipped: ${reason})`, skipped: reason, run: async () => {} }
  })
}

/** @throws GigpoError `contract` with the message unless the condition holds. */
export function ensure(condition: boolean, message: string): asserts condition {
  if (!condition) throw new GigpoError('contract', message)
}

/** Deep equality of plain data by its JSON, with both values in the message. */
export function ensureEqual(received: unknown, expected: unknown, what: string): void {
  const left = JSON.stringify(received)
  const right = JSON.stringify(expected)
  ensure(left === right, `${what}: received ${clip(left)}, expected ${clip(right)}`)
}

/** Runs something that must fail with a GigpoError of one of these codes. */
export async function ensureFails(run: () => unknown, codes: readonly string[], what: string): Promise<void> {
  try {
    await run()
  } catch (error) {
    ensure(GigpoError.isInstance(error), `${what}: threw ${String(error)}, which is not a GigpoError`)
    ensure(codes.includes(error.code), `${what}: threw code "${error.code}", expected ${codes.join(' or ')}`)
    return
  }
  throw new GigpoError('contract', `${what}: nothing was thrown`)
}

function clip(text: string | undefined): string {
  if (text === undefined) return 'undefined'
  return text.length > 300 ? `${text.slice(0, 300)}…` : text
}
