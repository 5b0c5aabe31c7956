// A game compiled for fast play: immutable and shared by all its episodes. Making one costs a few milliseconds, most of it
// reading the problem text.

import { findRelevance } from '../generic/relevance.ts'
import type { Domain, Problem } from '../pddl/ast.ts'
import type { Grammar } from '../twl2/ast.ts'
import { operatorsByLocation } from './admissible.ts'
import { compileGoal, type Goal } from './goal.ts'
import { checkDomain, INVENTORY, KNOWN_ACTIONS, LOOK } from './known-actions.ts'
import { createOperators, type Operators } from './operators.ts'
import { createLayout, initialState, type Layout, type State } from './state.ts'
import { createStatics, type Statics } from './statics.ts'
import { type Text, TextCompiler } from './text.ts'
import { Unsupported } from './unsupported.ts'
import { createWorld } from './world.ts'

export interface FastGame {
  readonly statics: Statics
  readonly layout: Layout
  readonly initial: State
  readonly operators: Operators
  /** See `operatorsByLocation`. */
  readonly byLocation: readonly Int16Array[]
  readonly intro: Text
  readonly won: Goal
  /** Values of the grammar's variables, and the slots of those that play sets. */
  readonly slots: Int32Array
  readonly slotsOf: readonly ActionSlots[]
}

/** Slots of an action's parameters; -1 where it has none. */
interface ActionSlots {
  readonly agent: number
  readonly location: number
  readonly start: number
  readonly end: number
  readonly x: number
  readonly y: number
}

/** @throws Unsupported unless domain, grammar and problem have the known structure. */
export function createFastGame(domain: Domain, grammar: Grammar, problem: Problem, task: string): FastGame {
  checkDomain(domain)
  const world = createWorld(problem, domain.constants)
  const statics = createStatics(world)
  const { read } = findRelevance(domain, problem, grammar)
  const layout = createLayout(statics, (predicate) => read.has(`${predicate}/1`))
  const initial = initialState(world, statics, layout)
  const compiler = new TextCompiler(grammar, world, layout, task)
  const operators = createOperators(domain, grammar, compiler, statics, layout, initial)
  for (const kind of [LOOK, INVENTORY]) if (operators.tables[kind]!.length === 0) throw new Unsupported('no look')
  return {
    statics,
    layout,
    initial,
    operators,
    byLocation: operatorsByLocation(statics, operators),
    intro: compiler.symbol('intro', new Map()),
    won: compileGoal(problem.goal, world, layout),
    slots: compiler.variables.slots,
    slotsOf: KNOWN_ACTIONS.map(({ name, x, y }) => {
      const parameters = domain.actions.find((action) => action.name === name)?.parameters ?? []
      const slot = (of: string | undefined): number => {
        const parameter = parameters.find((candidate) => candidate.name === `?${of}`)
        return parameter === undefined ? -1 : compiler.variables.declare(of!, parameter.type).slot
      }
      return { agent: slot('a'), location: slot('l'), start: slot('lstart'), end: slot('lend'), x: slot(x), y: slot(y) }
    }),
  }
}
