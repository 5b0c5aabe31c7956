// A product type and how its row in the department tables is read: its own nouns, attribute lexicon, option groups, price law,
// category path and query. Attributes that exclude each other stand in one alternative ("king size/queen size"): a product
// has at most one of them, and siblings differ in which. Held-out types have goals only in the unseen test split.
import { GigpoError } from '@gigpo/core'
import { type Attribute, attributes } from './attributes.ts'
import { optionPools } from './option-values.ts'

export type Department = 'beauty' | 'electronics' | 'garden' | 'fashion' | 'grocery'

/** As written in the tables; lists are separated by ', '. */
export interface TypeRow {
  readonly query: string
  /** `A › B › C`. */
  readonly path: string
  readonly nouns: string
  /** Alternatives joined by '/'. */
  readonly attributes: string
  /** `name:pool`, most common first. */
  readonly options: string
  /** Median in dollars and standard deviation of its logarithm. */
  readonly price: readonly [median: number, sigma: number]
  /** What it comes with ("with …") and what it is for ("for …"). */
  readonly parts: string
  readonly uses: string
  readonly heldOut?: true
}

export interface ProductType {
  readonly department: Department
  readonly query: string
  readonly path: string
  readonly nouns: readonly string[]
  /** Each entry lists attributes that exclude each other. */
  readonly attributes: readonly (readonly Attribute[])[]
  readonly options: readonly { readonly name: string; readonly pool: string }[]
  readonly price: readonly [median: number, sigma: number]
  readonly parts: readonly string[]
  readonly uses: readonly string[]
  readonly heldOut: boolean
}

/** @throws GigpoError `contract` for an attribute or an option pool that no table defines. */
export function readTypes(department: Department, rows: readonly TypeRow[]): ProductType[] {
  return rows.map((row) => ({
    department,
    query: row.query,
    path: row.path,
    nouns: row.nouns.split(', '),
    attributes: row.attributes
      .split(', ')
      .map((entry) => entry.split('/').map((phrase) => attribute(phrase, row.query))),
    options: row.options.split(', ').map((entry) => {
      const [name, pool] = entry.split(':') as [string, string]
      if (optionPools[pool] === undefined) throw undefinedName('option pool', pool, row.query)
      return { name, pool }
    }),
    price: row.price,
    parts: row.parts.split(', '),
    uses: row.uses.split(', '),
    heldOut: row.heldOut === true,
  }))
}

function attribute(phrase: string, type: string): Attribute {
  const found = attributes.get(phrase)
  if (found === undefined) throw undefinedName('attribute', phrase, type)
  return found
}

function undefinedName(what: string, name: string, type: string): GigpoError {
  return new GigpoError('contract', `product type '${type}' uses the ${what} '${name}', which no table defines`, {
    remedy: `Add '${name}' to its table or correct the row.`,
  })
}
