// How hard the generated shop is. Every knob has a default near the real 1,000 products; each changes one thing.
import { GigpoError } from '@gigpo/core'

export interface Difficulty {
  /** Share of products that carry an instruction, and so goals. Default .415, as in the original. */
  readonly goals: number
  /** Share of products that have 1-4 siblings differing in one attribute, one option group or the price. Default .5. */
  readonly siblings: number
  /** Share of attributes written in other words than the instruction's, so that a search misses them. Default .05. */
  readonly synonyms: number
  /** Share of attributes that stand on the Features page only, where search does not look. Default .5. */
  readonly attributesOnlyInFeatures: number
  /** Mean number of values of an option group, at least 2. Default 5.7; a product never has more than 50 values in all. */
  readonly optionValues: number
  /** Share of products without a price, shown as $100.0. Default .09. */
  readonly noPrice: number
}

export const defaultDifficulty: Difficulty = {
  goals: 0.415,
  siblings: 0.5,
  synonyms: 0.05,
  attributesOnlyInFeatures: 0.5,
  optionValues: 5.7,
  noPrice: 0.09,
}

/** Defaults for what is absent. @throws GigpoError `config` for an unknown knob or a value outside its range. */
export function resolveDifficulty(given: Partial<Difficulty>): Difficulty {
  for (const [name, value] of Object.entries(given)) {
    const [low, high] = name === 'optionValues' ? [2, 40] : [0, 1]
    if (!(name in defaultDifficulty))
      throw new GigpoError('config', `generated shop: there is no difficulty '${name}'`, {
        remedy: `Use some of ${Object.keys(defaultDifficulty).join(', ')}.`,
      })
    if (typeof value !== 'number' || !(value >= low && value <= high))
      throw new GigpoError('config', `generated shop: difficulty ${name} cannot be ${JSON.stringify(value)}`, {
        remedy: `Use a number from ${low} to ${high}.`,
      })
  }
  return { ...defaultDifficulty, ...given }
}
