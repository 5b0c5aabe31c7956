// The state of a play: one relation a predicate, copied only when it is first written. Forks and fresh plays therefore
// cost a slice of an array, and predicates that no action touches are shared by all plays of a game.
import type { Relation } from './relation.ts'

export class FactSet {
  readonly #relations: Relation[]
  readonly #owned: Uint8Array

  constructor(relations: readonly Relation[]) {
    this.#relations = relations.slice()
    this.#owned = new Uint8Array(relations.length)
  }

  relation(predicate: number): Relation {
    return this.#relations[predicate]!
  }

  /** Makes a fact true or false; tells whether that changed anything. */
  set(predicate: number, key: number, present: boolean): boolean {
    let relation = this.#relations[predicate]!
    if (this.#owned[predicate] === 0) {
      if (relation.has(key) === present) return false
      relation = relation.copy()
      this.#relations[predicate] = relation
      this.#owned[predicate] = 1
    }
    return relation.set(key, present)
  }

  fork(): FactSet {
    this.#owned.fill(0)
    return new FactSet(this.#relations)
  }

  /** Equal for equal facts of the given predicates, among the sets that come from `initial`: what differs from it. */
  differenceFrom(initial: FactSet, predicates: readonly number[]): string {
    let text = ''
    for (const predicate of predicates) {
      const now = this.relation(predicate)
      const before = initial.relation(predicate)
      if (now === before) continue
      const added = now.keys.filter((key) => !before.has(key))
      const removed = before.keys.filter((key) => !now.has(key))
      if (added.length + removed.length > 0) text += `${predicate}+${added.join()}-${removed.join()};`
    }
    return text
  }
}
