// Every command that can ever be admissible in a game, rendered once at load. An operator's number is its command's place
// in code-point order, so a sorted list of operators is a list of commands in the reference's order.
import type { Domain } from '../pddl/ast.ts'
import type { Grammar } from '../twl2/ast.ts'
import {
  CLEAN,
  CLOSE,
  COOL,
  EXAMINE_OBJECT,
  EXAMINE_RECEPTACLE,
  GO_TO,
  HEAT,
  KNOWN_ACTIONS,
  OPEN,
  PUT,
  SLICE,
  TAKE,
  TOGGLE,
} from './known-actions.ts'
import { keyOf, type Scope, type Variable } from './scope.ts'
import { hasBit, type Layout, type State } from './state.ts'
import type { Statics } from './statics.ts'
import type { Text, TextCompiler } from './text.ts'
import { Unsupported } from './unsupported.ts'

export interface Operator {
  /** Place in KNOWN_ACTIONS. */
  readonly kind: number
  /** Ranks; 0 where the kind has no such argument. */
  readonly x: number
  readonly y: number
}

export interface Operators {
  /** Ascending; the index is the operator. */
  readonly commands: readonly string[]
  readonly byCommand: ReadonlyMap<string, Operator>
  /** By kind: the operator at `x + y * width`, or -1. */
  readonly tables: readonly Int16Array[]
  readonly widths: readonly number[]
  /** By kind; the variables of the action must be in the slots. */
  readonly feedback: readonly (Text | undefined)[]
}

export function createOperators(
  domain: Domain,
  grammar: Grammar,
  compiler: TextCompiler,
  statics: Statics,
  layout: Layout,
  initial: State,
): Operators {
  const { slots } = compiler.variables
  const byCommand = new Map<string, Operator>()
  const tables = KNOWN_ACTIONS.map(() => new Int16Array(0))
  const widths = KNOWN_ACTIONS.map(() => 1)
  const feedback: (Text | undefined)[] = KNOWN_ACTIONS.map(() => undefined)
  const present = KNOWN_ACTIONS.flatMap((known, kind) => {
    const action = domain.actions.find(({ name }) => name === known.name)
    return action === undefined ? [] : [{ known, kind, action }]
  })
  for (const { known, kind, action } of present) {
    const words = grammar.actions.find(({ name }) => name.toLowerCase() === known.name)
    if (words === undefined) throw new Unsupported(`no words for ${known.name}`)
    const variables = action.parameters.map(({ name, type }) => compiler.variables.declare(name.slice(1), type))
    const at = (name: string | undefined): number => variables.find((variable) => variable.name === name)?.slot ?? -1
    const [slotX, slotY, slotEnd] = [at(known.x), at(known.y), at('lend')]
    // A command must not depend on where the agent is, so only what the operator itself says has a value.
    const template = compiler.fixedRhs(
      words.template,
      scopeOf(variables, (name) => name === known.x || name === known.y || name === 'lend' || name === 'a'),
    )
    const { pairs, width, size } = candidates(kind, statics, layout, initial)
    widths[kind] = width
    tables[kind] = new Int16Array(size).fill(-1)
    slots[at('a')] = 0
    for (const [x, y] of pairs) {
      if (slotX >= 0) slots[slotX] = x
      if (slotY >= 0) slots[slotY] = y
      if (slotEnd >= 0) slots[slotEnd] = statics.locationOf[x]!
      const command = template(initial)
      if (byCommand.has(command)) throw new Unsupported(`two actions are called ${command}`)
      byCommand.set(command, { kind, x, y })
    }
  }
  for (const { known, kind, action } of present) {
    const words = grammar.actions.find(({ name }) => name.toLowerCase() === known.name)!
    const variables = action.parameters.map(({ name, type }) => compiler.variables.declare(name.slice(1), type))
    feedback[kind] = compiler.rhs(
      words.feedback,
      scopeOf(variables, (name) => name !== 'ot' && name !== 'rt' && !(kind === TOGGLE && name === 'r')),
    )
  }
  const commands = [...byCommand.keys()].sort()
  if (commands.length > 32767) throw new Unsupported('too many commands')
  for (const [operator, command] of commands.entries()) {
    const { kind, x, y } = byCommand.get(command)!
    tables[kind]![x + y * widths[kind]!] = operator
  }
  return { commands, byCommand, tables, widths, feedback }
}

const scopeOf = (variables: readonly Variable[], isKnown: (name: string) => boolean): Scope =>
  new Map(
    variables.map((variable) => [
      keyOf(variable.name, variable.type),
      isKnown(variable.name) ? variable : { ...variable, unknown: true },
    ]),
  )

interface Candidates {
  readonly pairs: readonly (readonly [x: number, y: number])[]
  readonly width: number
  readonly size: number
}

/** All (x, y) for which the action's unchanging conditions hold and that play can reach. */
function candidates(kind: number, statics: Statics, layout: Layout, initial: State): Candidates {
  const { objects, receptacles, pickupable } = statics
  const one = (count: number, allowed: (x: number) => boolean): Candidates => {
    const pairs: [number, number][] = []
    for (let x = 0; x < count; x++) if (allowed(x)) pairs.push([x, 0])
    return { pairs, width: count, size: count }
  }
  const two = (count: number, allowed: (x: number, y: number) => boolean): Candidates => {
    const pairs: [number, number][] = []
    for (let y = 0; y < count; y++) for (let x = 0; x < objects; x++) if (allowed(x, y)) pairs.push([x, y])
    return { pairs, width: objects, size: pairs.length === 0 ? 0 : objects * count }
  }
  const held = (matrix: Uint8Array): Candidates =>
    two(receptacles, (o, r) => pickupable[o] === 1 && matrix[r * objects + o] === 1)
  switch (kind) {
    case EXAMINE_RECEPTACLE:
    case GO_TO:
      return one(receptacles, () => true)
    case OPEN:
    case CLOSE:
      return one(receptacles, (r) => statics.openable[r] === 1)
    case EXAMINE_OBJECT:
      return one(objects, (o) => pickupable[o] === 1)
    case TOGGLE:
      return one(objects, (o) => statics.toggleable[o] === 1)
    case TAKE:
      return two(
        receptacles,
        (o, r) =>
          pickupable[o] === 1 &&
          (statics.fits[r * objects + o] === 1 || hasBit(initial, layout.contents + r * layout.rowWords, o)),
      )
    case PUT:
      return held(statics.fits)
    case CLEAN:
      return held(statics.cleans)
    case HEAT:
      return held(statics.heats)
    case COOL:
      return held(statics.cools)
    case SLICE:
      return two(objects, (o, knife) => statics.sliceable[o]! + statics.knife[knife]! + pickupable[knife]! === 3)
    default:
      return one(1, () => true)
  }
}
