// A product as the shop shows it, and the catalogue that holds many. Bodies may lie on disk: everything that plays reaches
// products through `Catalogue`, never through an array. Fields follow WebShop's `load_products` (web_agent_site/engine/engine.py).

/** A choice the buyer makes, for example colour. Name and values are lower case, in the catalogue's order. */
export interface OptionGroup {
  readonly name: string
  readonly values: readonly string[]
}

export interface Product {
  /** Upper case, at most 10 characters, unique in its catalogue. */
  readonly asin: string
  readonly title: string
  readonly description: string
  /** Official `small_description`; an empty bullet is kept, because the original shows it as an empty segment. */
  readonly bullets: readonly string[]
  /** Department, for example `garden`. */
  readonly category: string
  /** The query under which the product was found: lower case, trimmed. */
  readonly query: string
  /** `A › B › C`. */
  readonly productCategory: string
  /** Hidden attributes the reward looks at; `['DUMMY_ATTR']` where the official data has none. */
  readonly attributes: readonly string[]
  readonly options: readonly OptionGroup[]
  /** One or two prices in dollars; [100] where the official data has none. */
  readonly prices: readonly number[]
  /** Price as shown, in Python float notation: `$17.4`, `$64.0`, `$10.0 to $20.5`. */
  readonly priceTag: string
  /** Remote picture of the original; never shown by us. */
  readonly image: string
  /** The synthetic goal's text and attributes where the product has one (`items_ins_v2`). */
  readonly instruction?: { readonly text: string; readonly attributes: readonly string[] }
  /** Nouns of the title, lower case, where known exactly; otherwise a lexicon tags them. */
  readonly nouns?: readonly string[]
}

/** Products by position. Implementations: an array in memory, the store on disk. */
export interface ProductSource {
  readonly size: number
  /** SHA-256 (hex) over all products in order. */
  readonly digest: string
  /** @throws RangeError outside 0 ≤ index < size. @throws GigpoError `data` where a stored body is damaged. */
  product(index: number): Product
  /** Position of an asin (upper case), or -1. */
  indexOf(asin: string): number
  /** `product(index).prices` where they can be had without the body. */
  prices?(index: number): readonly number[]
}

/** Finds products: at most 50 positions, best first. Equal queries give equal results, so callers may keep them. */
export interface ProductSearch {
  search(query: string): Int32Array
}

/** What a shop sells: products, what each costs at the till, and how they are found. */
export interface Catalogue {
  readonly name: string
  readonly products: ProductSource
  readonly search: ProductSearch
  /** The one price of a product in dollars: drawn once within its range, `Product.prices[0]` where there is no range. */
  price(index: number): number
}
