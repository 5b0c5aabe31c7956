// All true facts of one predicate, as ascending integer keys: the arguments' ranks are the digits of the key in base
// `radix`, so ascending keys are facts in sorted order. Every argument position has an index, built when first needed.

const NONE: readonly number[] = []

export class Relation {
  readonly arity: number
  readonly #radix: number
  readonly #divisors: readonly number[]
  readonly #keys: number[]
  /** Per argument: value to the ascending keys with that value. Lists are replaced, never changed, so copies may share them. */
  readonly #index: (Map<number, readonly number[]> | undefined)[]

  /** @param keys ascending and distinct; taken over. */
  constructor(
    arity: number,
    radix: number,
    keys: number[],
    index: (Map<number, readonly number[]> | undefined)[] = [],
  ) {
    this.arity = arity
    this.#radix = radix
    this.#divisors = Array.from({ length: arity }, (_, i) => radix ** (arity - 1 - i))
    this.#keys = keys
    this.#index = index
  }

  get keys(): readonly number[] {
    return this.#keys
  }

  copy(): Relation {
    const index = this.#index.map((map) => map && new Map(map))
    return new Relation(this.arity, this.#radix, this.#keys.slice(), index)
  }

  /** The rank at an argument position of a key. */
  argument(key: number, position: number): number {
    return Math.floor(key / this.#divisors[position]!) % this.#radix
  }

  /** Ascending keys whose argument at `position` is `value`. */
  matching(position: number, value: number): readonly number[] {
    return this.#indexOf(position).get(value) ?? NONE
  }

  /** Number of different values at an argument position. */
  distinct(position: number): number {
    return this.#indexOf(position).size
  }

  has(key: number): boolean {
    return this.#keys[lowerBound(this.#keys, key)] === key
  }

  /** Makes the fact true or false; tells whether that changed anything. */
  set(key: number, present: boolean): boolean {
    const place = lowerBound(this.#keys, key)
    if ((this.#keys[place] === key) === present) return false
    this.#keys.splice(place, present ? 0 : 1, ...(present ? [key] : []))
    for (let position = 0; position < this.#index.length; position++) {
      const map = this.#index[position]
      if (map === undefined) continue
      const value = this.argument(key, position)
      const list = map.get(value) ?? NONE
      const at = lowerBound(list, key)
      map.set(value, present ? [...list.slice(0, at), key, ...list.slice(at)] : list.filter((other) => other !== key))
    }
    return true
  }

  #indexOf(position: number): Map<number, readonly number[]> {
    let map = this.#index[position]
    if (map === undefined) {
      const lists = new Map<number, number[]>()
      for (const key of this.#keys) {
        const value = this.argument(key, position)
        const list = lists.get(value)
        if (list === undefined) lists.set(value, [key])
        else list.push(key)
      }
      map = lists
      this.#index[position] = map
    }
    return map
  }
}

/** First place whose key is not smaller. */
function lowerBound(keys: readonly number[], key: number): number {
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (keys[middle]! < key) low = middle + 1
    else high = middle
  }
  return low
}
