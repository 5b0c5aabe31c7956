// Backtracking joins compiled to closures. Atoms are visited left to right and facts in ascending order of ranks, the
// order in which the reference engine finds solutions. Which variables are bound at which atom is known when compiling,
// so each atom becomes one specialised loop or test.
import type { Relation } from './relations.ts'
import type { State } from './state.ts'

export interface JoinAtom {
  readonly relation: Relation
  /** Places of the arguments' variables in `slots`. */
  readonly args: readonly number[]
}

/** Values of all variables of one game's texts; which are valid is known when compiling. */
export type Slots = Int32Array

/** Runs `visit` at each solution, with its variables in the slots, until it returns true; tells whether it did. */
export type Join = (state: State, visit: Visit) => boolean
type Visit = (state: State) => boolean

/**
 * @param bound slots that have a value before.
 * @param distinctFrom slots that a newly bound slot must differ from, of those bound before it.
 */
export function compileJoin(
  atoms: readonly JoinAtom[],
  bound: ReadonlySet<number>,
  slots: Slots,
  distinctFrom: (slot: number, bound: ReadonlySet<number>) => readonly number[],
): Join {
  const known = new Set(bound)
  const steps: ((next: Visit) => Visit)[] = []
  for (const atom of atoms) {
    const fresh = atom.args.filter((slot, i) => !known.has(slot) && atom.args.indexOf(slot) === i)
    const others = fresh.map((slot) => {
      const list = distinctFrom(slot, known)
      known.add(slot)
      return list
    })
    steps.push((next) => compileAtom(atom, fresh, slots, guard(fresh, others, slots, next)))
  }
  return chain(steps)
}

/** A function of its own, so that a join keeps nothing of what compiling needed. */
function chain(steps: readonly ((next: Visit) => Visit)[]): Join {
  let visitor: Visit = () => true
  let run: Visit = (state) => visitor(state)
  for (const step of steps.toReversed()) run = step(run)
  return (state, visit) => {
    const outer = visitor
    visitor = visit
    const stopped = run(state)
    visitor = outer
    return stopped
  }
}

/** Refuses solutions in which a fresh variable equals one it must differ from. */
function guard(fresh: readonly number[], others: readonly (readonly number[])[], slots: Slots, next: Visit): Visit {
  const pairs = fresh.flatMap((slot, i) => others[i]!.map((other) => [slot, other] as const))
  if (pairs.length === 0) return next
  return (state) => {
    for (const [a, b] of pairs) if (slots[a] === slots[b]) return false
    return next(state)
  }
}

function compileAtom(atom: JoinAtom, fresh: readonly number[], slots: Slots, next: Visit): Visit {
  const { relation } = atom
  const x = atom.args[0]!
  const y = atom.args[1] ?? x
  const sizeX = relation.sizes[0]!
  const sizeY = relation.sizes[1] ?? 0
  const freshX = fresh.includes(x)
  const freshY = y !== x && fresh.includes(y)

  if (!freshX && !freshY) return (state) => relation.holds(state, slots[x]!, slots[y]!) && next(state)
  if (!freshX) return compileSecond(relation, x, y, slots, next)
  if (!freshY) {
    if (relation.row !== undefined && x !== y) return compileRow(relation.row, x, y, slots, next)
    return (state) => {
      for (let i = 0; i < sizeX; i++) {
        slots[x] = i
        if (relation.holds(state, i, slots[y]!) && next(state)) return true
      }
      return false
    }
  }
  if (relation.second !== undefined) {
    const inner = compileSecond(relation, x, y, slots, next)
    return (state) => {
      for (let i = 0; i < sizeX; i++) {
        slots[x] = i
        if (inner(state)) return true
      }
      return false
    }
  }
  return (state) => {
    for (let i = 0; i < sizeX; i++)
      for (let j = 0; j < sizeY; j++) {
        slots[x] = i
        slots[y] = j
        if (relation.holds(state, i, j) && next(state)) return true
      }
    return false
  }
}

/** First argument bound, second free. */
function compileSecond(relation: Relation, x: number, y: number, slots: Slots, next: Visit): Visit {
  const { second } = relation
  if (second !== undefined)
    return (state) => {
      const value = second(state, slots[x]!)
      slots[y] = value
      return value >= 0 && next(state)
    }
  const size = relation.sizes[1]!
  return (state) => {
    for (let j = 0; j < size; j++) {
      slots[y] = j
      if (relation.holds(state, slots[x]!, j) && next(state)) return true
    }
    return false
  }
}

/** Second argument bound, first free, facts in bit rows: only set bits are visited. */
function compileRow(row: (y: number) => number, x: number, y: number, slots: Slots, next: Visit): Visit {
  const words = row(1) - row(0)
  return (state) => {
    const offset = row(slots[y]!)
    for (let word = 0; word < words; word++) {
      for (let bits = state[offset + word]!; bits !== 0; bits &= bits - 1) {
        slots[x] = word * 32 + 31 - Math.clz32(bits & -bits)
        if (next(state)) return true
      }
    }
    return false
  }
}
