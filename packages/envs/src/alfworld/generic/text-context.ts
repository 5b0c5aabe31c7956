// What the variables of the grammar are bound to while a text is derived: the action's parameters, then what enclosing
// queries have bound. A stack, because derivation is depth-first; nothing is copied.

export class TextContext {
  readonly #names: string[] = []
  readonly #types: string[] = []
  readonly #values: number[] = []

  get depth(): number {
    return this.#values.length
  }

  bind(name: string, type: string, rank: number): void {
    this.#names.push(name)
    this.#types.push(type)
    this.#values.push(rank)
  }

  unwind(depth: number): void {
    this.#names.length = depth
    this.#types.length = depth
    this.#values.length = depth
  }

  /** Rank bound to a query variable, which is a name and a type. */
  variable(name: string, type: string): number | undefined {
    for (let i = this.#values.length - 1; i >= 0; i--) {
      if (this.#names[i] === name && this.#types[i] === type) return this.#values[i]
    }
    return undefined
  }

  /** Rank last bound to a name, of whatever type. */
  named(name: string): number | undefined {
    const place = this.#names.lastIndexOf(name)
    return place < 0 ? undefined : this.#values[place]
  }

  /** Different variables are bound to different objects. */
  isUsed(rank: number): boolean {
    return this.#values.includes(rank)
  }
}
