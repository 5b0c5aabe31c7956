// One text for all ways to write the same action, so that a domain is recognised by what it means: comments, formatting,
// unused predicates, the order of conditions, costs and branches that can never be true make no difference.
import type { Action, Condition, Domain, Effect } from '../pddl/ast.ts'

/** `(?a:agent …) precondition => effects`, in lower case. */
export function canonicalAction(action: Action, domain: Domain): string {
  const parameters = action.parameters.map(({ name, type }) => `${name}:${type}`).join(' ')
  const effects = new Set(action.effects.map((effect) => canonicalEffect(effect, domain)))
  // What is both added and deleted is added.
  for (const effect of effects) if (effect.startsWith('+')) effects.delete(`-${effect.slice(1)}`)
  return `(${parameters}) ${canonicalCondition(action.precondition, domain)} => ${[...effects].sort().join(' ')}`
}

function canonicalEffect({ add, predicate, args, when, parameters }: Effect, domain: Domain): string {
  const each = parameters === undefined ? '' : ` for ${parameters.map(({ name, type }) => `${name}:${type}`).join(' ')}`
  const condition = when === undefined ? '' : ` when ${canonicalCondition(when, domain)}`
  return `${add ? '+' : '-'}${atom(predicate, args)}${each}${condition}`
}

const TRUE = 'true'
const FALSE = 'false'

function canonicalCondition(condition: Condition, domain: Domain): string {
  switch (condition.kind) {
    case 'atom':
      return atom(condition.predicate, condition.args)
    case 'equal':
      return `(= ${[condition.left, condition.right].sort().join(' ')})`
    case 'not': {
      const part = canonicalCondition(condition.part, domain)
      return part === TRUE ? FALSE : part === FALSE ? TRUE : `(not ${part})`
    }
    case 'and':
      return chain('and', flatten(condition, 'and'), domain)
    case 'or':
      return chain('or', flatten(condition, 'or'), domain)
    case 'exists':
    case 'forall': {
      const empty = condition.parameters.some(({ type }) => type !== 'object' && !domain.types.has(type))
      if (empty) return condition.kind === 'exists' ? FALSE : TRUE
      const parameters = condition.parameters.map(({ name, type }) => `${name}:${type}`).join(' ')
      return `(${condition.kind} (${parameters}) ${canonicalCondition(condition.part, domain)})`
    }
  }
}

function chain(kind: 'and' | 'or', conditions: readonly Condition[], domain: Domain): string {
  const [neutral, decisive] = kind === 'and' ? [TRUE, FALSE] : [FALSE, TRUE]
  const parts = new Set(conditions.map((part) => canonicalCondition(part, domain)))
  if (parts.has(decisive)) return decisive
  parts.delete(neutral)
  if (parts.size === 0) return neutral
  return parts.size === 1 ? [...parts][0]! : `(${kind} ${[...parts].sort().join(' ')})`
}

const flatten = (condition: Condition, kind: 'and' | 'or'): readonly Condition[] =>
  condition.kind === kind && 'parts' in condition ? condition.parts.flatMap((part) => flatten(part, kind)) : [condition]

const atom = (predicate: string, args: readonly string[]): string => `(${[predicate, ...args].join(' ')})`
