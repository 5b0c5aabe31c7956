// The generic interpreter: plays any tw-pddl game straight from its PDDL and grammar, without grounding or a planner.
// It keeps the reference's quirks, because players' texts depend on them: see action-schema and effects (operators
// without effect), text-layer and text-query (what is printed), naming (numbers). The fast engine must agree with it.
import type { Game, GamePlay, LoadedGame } from '../game.ts'
import { parseDomain } from '../pddl/domain.ts'
import { parseProblem } from '../pddl/problem.ts'
import type { Rhs } from '../twl2/ast.ts'
import { parseGrammar } from '../twl2/grammar.ts'
import { ActionSchema } from './action-schema.ts'
import { ConditionCompiler, type Test } from './condition-compiler.ts'
import { FactSet } from './fact-set.ts'
import { GenericPlay } from './generic-play.ts'
import { ObjectTable } from './object-table.ts'
import { cacheByText } from './parse-cache.ts'
import { PredicateTable } from './predicate-table.ts'
import { findRelevance, signature } from './relevance.ts'
import { TextLayer } from './text-layer.ts'
import { WorkMeter } from './work-meter.ts'

const domainOf = cacheByText(parseDomain, 8)
const grammarOf = cacheByText(parseGrammar, 8)

const INTRO: Rhs['parts'] = [{ kind: 'symbol', name: 'intro' }]

/**
 * Loads a game. Its plays share everything but their facts.
 * @throws GigpoError `data` when a text of the game is damaged or outside the supported subset.
 */
export function loadGeneric(game: Game): LoadedGame {
  const domain = domainOf(game.domain)
  const grammar = grammarOf(game.grammar)
  const problem = parseProblem(game.problem)
  const objects = new ObjectTable(domain, problem)
  const predicates = new PredicateTable(objects, problem)
  const relevance = findRelevance(domain, problem, grammar)
  const conditional = domain.actions.flatMap(({ effects }) => effects.filter(({ when }) => when !== undefined))
  const shadows = new Set(conditional.map(({ predicate, args }) => signature(predicate, args.length)))
  const textId = (predicate: string, arity: number): number =>
    shadows.has(signature(predicate, arity)) ? predicates.shadow(predicate, arity) : predicates.id(predicate, arity)
  const meter = new WorkMeter()
  const texts = new TextLayer(grammar, objects, { textId }, new WorkMeter(), game.task)
  const compiler = new ConditionCompiler(objects, predicates, meter)
  const schemas = domain.actions.map((action) => new ActionSchema(action, grammar, compiler, relevance, shadows, texts))
  for (const { name, arity } of relevance.queried.values()) textId(name, arity)
  const holds = compiler.test(problem.goal, new Map())
  const goal: Test = (facts) => {
    meter.reset()
    return holds(facts)
  }
  const written = [...relevance.written].filter(([key]) => relevance.read.has(key))
  const statePredicates = written.map(([, { name, arity }]) => predicates.id(name, arity))
  const initial = new FactSet(predicates.initial)
  const intro = texts.derive(INTRO, initial, [])
  const shared = { schemas, goal, texts, initial, statePredicates }
  return { start: (): GamePlay => new GenericPlay(shared, initial.fork(), intro) }
}
