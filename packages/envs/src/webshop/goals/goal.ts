// What a shopper is asked to buy. Goals of a catalogue stand in one canonical order; a task is a position in it.

/** A wanted option: the synthetic goals' (name, value) pair, or the bare text of a human goal. */
export type GoalOption = { readonly name: string; readonly value: string } | string

export interface Goal {
  /** `<asin>/<first 12 hex digits of SHA-256 over asin|instruction|price cap>`: the same task has the same id in any
   *  order. Ends in `-2` where a product makes the same goal a second time. */
  readonly id: string
  readonly kind: 'synthetic' | 'human'
  /** The product it was made from. With the right options it scores 1, except where the original's reward misreads an option
   *  value (458 of the 6,910 official synthetic goals, none by the strict score). */
  readonly asin: string
  /** Position of that product in the catalogue. */
  readonly product: number
  /** The whole instruction, price text included. */
  readonly instruction: string
  readonly attributes: readonly string[]
  readonly options: readonly GoalOption[]
  /** Highest price in dollars that scores; 1000000 where the instruction names none. */
  readonly priceUpper: number
  /** Weight in the original's weighted reset. */
  readonly weight: number
}

/** Whose mistakes are kept: see docs/environments/webshop.md. */
export type Compat = 'princeton' | 'verl-agent' | 'fixed'
