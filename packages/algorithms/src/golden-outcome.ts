// What computing a golden case gives: numbers by name, or the reason why this package cannot.
import type { GoldenCase } from './golden-file.ts'

/** Numbers by the names the case's `expected` uses. */
export type Outcome = Readonly<Record<string, unknown>>

/** Computes the cases of one kind. */
export type GoldenKind = (goldenCase: GoldenCase) => Outcome | Unsupported

export class Unsupported {
  readonly reason: string

  constructor(reason: string) {
    this.reason = reason
  }
}
