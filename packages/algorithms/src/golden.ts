// Compares what the package computes with a file of reference numbers: `gigpo credit FILE --golden`. A case passes only if
// every number it expects was computed and lies within the file's float64 tolerance.
import { type GoldenCase, readGoldenCase, readGoldenFile, type Tolerance } from './golden-file.ts'
import { computeGoldenCase } from './golden-kinds.ts'
import { Unsupported } from './golden-outcome.ts'

export interface GoldenResult {
  readonly id: string
  readonly kind: string
  /** Whether the package implements what the case is about; if not, `reason` says what it lacks. */
  readonly supported: boolean
  /** Largest absolute difference; Infinity if a number is missing or not finite, null if not supported. */
  readonly maxDifference: number | null
  /** Within tolerance. Never true if not supported. */
  readonly ok: boolean
  readonly reason?: string
}

export interface GoldenReport {
  readonly results: readonly GoldenResult[]
  readonly passed: number
  readonly failed: number
  readonly unsupported: number
}

/**
 * Runs every case of a parsed golden file.
 * @throws GigpoError `data` if it is not a golden file; `config` if a case has an unknown parameter value.
 */
export function checkGolden(file: unknown): GoldenReport {
  const { tolerance, cases } = readGoldenFile(file)
  const results = cases.map((goldenCase) => run(goldenCase, tolerance))
  const passed = results.filter((result) => result.ok).length
  const unsupported = results.filter((result) => !result.supported).length
  return { results, passed, failed: results.length - passed - unsupported, unsupported }
}

/** Runs one parsed case; tolerance as golden files have it. @throws GigpoError as `checkGolden`. */
export function runGoldenCase(value: unknown, tolerance: Tolerance = { rtol: 1e-9, atol: 1e-7 }): GoldenResult {
  return run(readGoldenCase(value), tolerance)
}

function run(goldenCase: GoldenCase, tolerance: Tolerance): GoldenResult {
  const { id, kind, expected } = goldenCase
  const actual = computeGoldenCase(goldenCase)
  if (actual instanceof Unsupported)
    return { id, kind, supported: false, maxDifference: null, ok: false, reason: actual.reason }
  let maxDifference = 0
  let ok = Object.keys(expected.values).length > 0
  const compare = (wanted: unknown, received: unknown): void => {
    if (isList(wanted)) {
      if (isList(received) && received.length === wanted.length)
        for (let i = 0; i < wanted.length; i++) compare(wanted[i], received[i])
      else differ(Number.POSITIVE_INFINITY, 0)
    } else if (isRecord(wanted)) {
      for (const [name, value] of Object.entries(wanted))
        compare(value, isRecord(received) ? received[name] : undefined)
    } else if (typeof wanted === 'number' && typeof received === 'number') differ(Math.abs(received - wanted), wanted)
    else differ(Number.POSITIVE_INFINITY, 0)
  }
  const differ = (difference: number, wanted: number): void => {
    maxDifference = Math.max(maxDifference, Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference)
    if (!(difference <= tolerance.atol + tolerance.rtol * Math.abs(wanted))) ok = false
  }
  for (const [name, wanted] of Object.entries(expected.values)) compare(wanted, actual[name])
  return { id, kind, supported: true, maxDifference, ok }
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || ArrayBuffer.isView(value)
}

/** Numbers by name. */
function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !isList(value)
}
