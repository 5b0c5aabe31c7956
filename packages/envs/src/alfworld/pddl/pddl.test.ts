import { GigpoError } from '@gigpo/core'
import { describe, expect, it } from 'vitest'
import { parseDomain } from './domain.ts'
import { parseProblem } from './problem.ts'
import { readList } from './reader.ts'

describe('readList', () => {
  it('folds case, drops comments and keeps commas in names', () => {
    expect(readList('; first\n(Define(A,B ;c)\n) (?L - Loc, ())) ; end')).toEqual([
      'define',
      ['a,b'],
      ['?l', '-', 'loc,', []],
    ])
  })

  it.each([
    ['', 'no "("'],
    ['(a', '")" missing'],
    ['a)', 'outside parentheses'],
    [')', 'without "("'],
    ['(a) (b)', 'text after the end'],
    ['('.repeat(100_000), 'nested'],
  ])('refuses %j', (text, message) => {
    expect(() => readList(text)).toThrow(GigpoError)
    expect(() => readList(text)).toThrow(message)
  })

  it('says in which line', () => {
    try {
      readList('(a\n(b)\n))')
      expect.unreachable()
    } catch (error) {
      expect(GigpoError.isInstance(error) && error.where).toBe('line 3')
    }
  })
})

const domain = (action: string): string => `(define (domain d) (:types a b - c c) (:constants k - a) ${action})`

describe('parseDomain', () => {
  it('reads types, constants, parameters, conditions and effects', () => {
    const parsed = parseDomain(
      domain(`(:predicates (p ?x)) (:action Act :parameters (?x ?y - a ?z - b, )
        :precondition (and () (or (p ?x) (not (= ?y K))) (forall (?v - b) (imply (q) (p ?v))))
        :effect (and (p ?x) (increase (total-cost) (distance ?x ?y)) (when (q) (and (not (p ?y)) (q)))
          (forall (?v - b) (not (p ?v)))))`),
    )
    expect([...parsed.types]).toEqual([
      ['a', 'c'],
      ['b', 'c'],
      ['c', 'object'],
    ])
    expect(parsed.constants).toEqual([{ id: 'k', type: 'a' }])
    const q = { kind: 'atom', predicate: 'q', args: [] }
    const p = (v: string) => ({ kind: 'atom', predicate: 'p', args: [v] })
    expect(parsed.actions).toEqual([
      {
        name: 'act',
        parameters: [
          { name: '?x', type: 'a' },
          { name: '?y', type: 'a' },
          { name: '?z', type: 'b,' },
        ],
        precondition: {
          kind: 'and',
          parts: [
            { kind: 'and', parts: [] },
            { kind: 'or', parts: [p('?x'), { kind: 'not', part: { kind: 'equal', left: '?y', right: 'k' } }] },
            {
              kind: 'forall',
              parameters: [{ name: '?v', type: 'b' }],
              part: { kind: 'or', parts: [{ kind: 'not', part: q }, p('?v')] },
            },
          ],
        },
        effects: [
          { add: true, predicate: 'p', args: ['?x'] },
          { add: false, predicate: 'p', args: ['?y'], when: q },
          { add: true, predicate: 'q', args: [], when: q },
          { add: false, predicate: 'p', args: ['?v'], parameters: [{ name: '?v', type: 'b' }] },
        ],
      },
    ])
  })

  it.each([
    '(:action)',
    '(:action a :parameters)',
    '(:action a :parameters (x))',
    '(:action a :duration 3)',
    '(:action a :precondition p)',
    '(:action a :precondition (> (f) 1))',
    '(:action a :precondition (not))',
    '(:action a :precondition (exists (?x)))',
    '(:action a :precondition (p (q)))',
    '(:action a :effect (not (p) (q)))',
    '(:action a :effect (when (p)))',
    '(:action a :effect (when (p) (forall (?x) (q ?x))))',
    '(:action a) (:action A)',
    '(:derived (p) (q))',
    'stray',
    '(:types - a)',
    '(:types a -)',
    '(:types (either a b))',
  ])('refuses %s', (action) => {
    expect(() => parseDomain(domain(action))).toThrow(GigpoError)
  })
})

describe('parseProblem', () => {
  it('reads objects, facts and goal, without numbers', () => {
    const text = `(define (problem P) (:domain d) (:objects A b - t c) (:init (F A b) (= (distance a b) 3) (g)) (:metric minimize (c)) (:goal (f a b)))`
    expect(parseProblem(text)).toEqual({
      name: 'p',
      objects: [
        { id: 'a', type: 't' },
        { id: 'b', type: 't' },
        { id: 'c', type: 'object' },
      ],
      init: [
        { predicate: 'f', args: ['a', 'b'] },
        { predicate: 'g', args: [] },
      ],
      goal: { kind: 'atom', predicate: 'f', args: ['a', 'b'] },
    })
  })

  it.each([
    '(define (domain d))',
    '(define (problem p) (:init (f)))',
    '(define (problem p) (:goal (f) (g)))',
    '(define (problem p) (:init f) (:goal (f)))',
    '(define (problem p) (:init (not (f))) (:goal (f)))',
    '(define (problem p) (:objects ?x (y)) (:goal (f)))',
    '(define (problem p) (:constraints) (:goal (f)))',
  ])('refuses %s', (text) => {
    expect(() => parseProblem(text)).toThrow(GigpoError)
  })
})
