import { GigpoError } from '@gigpo/core'
import { describe, expect, it } from 'vitest'
import type { Game } from '../game.ts'
import { generatedSource } from '../generator/generated-source.ts'
import { loadFast } from './load-fast.ts'

const game = generatedSource({ split: 'train', count: 1, seed: 3, taskTypes: ['pick_heat_then_place_in_recep'] }).load(
  0,
)

const edited = (field: 'domain' | 'grammar' | 'problem', from: string | RegExp, to: string): Game => {
  const text = game[field].replace(from, to)
  expect(text).not.toBe(game[field])
  return { ...game, [field]: text }
}

const twoPlaces = edited('problem', /\(receptacleAtLocation (\S+)/, '(receptacleAtLocation $1 elsewhere) $&')

const wins = (played: Game): boolean => {
  const play = loadFast(played)!.start()
  for (const command of played.walkthrough!) play.step(command)
  return play.won
}

describe('what is played fast', () => {
  it('is the known domain whatever its formatting, comments, costs and unused names', () => {
    expect(wins(game)).toBe(true)
    expect(wins(edited('domain', /\n\s*/g, ' ; a comment\n'))).toBe(true)
    expect(wins(edited('domain', '(:requirements', '(:functions (cost)) (:requirements'))).toBe(true)
    expect(wins(edited('domain', '(isClean ?o))\n', '(and (increase (cost) 5) (isClean ?o)))\n'))).toBe(true)
    expect(wins(edited('domain', '(or (opened ?r) (not (openable ?r)))', '(or (not (openable ?r)) (opened ?r))'))).toBe(
      true,
    )
  })

  it('includes the shipped form of examineObject, whose branch with an unknown type can never hold', () => {
    const shipped = `:precondition (or (exists (?l - location, ?r - receptacle) (and (atLocation ?a ?l)
      (inReceptacle ?o ?r))) (holds ?a ?o)) :effect (checked ?o)`
    expect(wins(edited('domain', ':precondition (holds ?a ?o) :effect (checked ?o)', shipped))).toBe(true)
  })

  it('includes other wording, which comes from the game and not from the engine', () => {
    const play = loadFast(edited('grammar', 'template :: "look"', 'template :: "glance"'))!.start()
    expect(play.admissible()).toContain('glance')
    play.step('look')
    expect(play.feedback).toBe('Nothing happens.')
    play.step('glance')
    expect(play.feedback).toContain('You are in the middle of a room.')
  })

  it('inserts the task as it is, whatever characters it has', () => {
    const play = loadFast({ ...game, task: 'put $& in "$1" \\ #x# {y}.' })!.start()
    expect(play.feedback).toContain('Your task is to: put $& in "$1" \\ #x# {y}.')
  })
})

describe('what is left to the generic interpreter', () => {
  it.each([
    ['another precondition', edited('domain', '(not (holdsAny ?a))', '(holdsAny ?a)')],
    ['another effect', edited('domain', ':effect (isClean ?o)', ':effect (isHot ?o)')],
    ['another parameter', edited('domain', '?ko - object)', '?ko - object ?r - receptacle)')],
    ['another action', edited('domain', '(:action look', '(:action dance :parameters () :effect ())\n(:action look')],
    [
      'a type hierarchy',
      edited('domain', '(:types agent location receptacle', '(:types receptacle - location agent location'),
    ],
    ['full hands at the start', edited('problem', '(:init', '(:init (holdsAny agent1)')],
    [
      'a receptacle in two places',
      { ...twoPlaces, problem: twoPlaces.problem.replace('agent1 - agent', 'agent1 - agent elsewhere - location') },
    ],
    ['a command that says too little', edited('grammar', '"take {o} from {r}"', '"take {o}"')],
    ['a text about what was looked at', edited('grammar', '& opened(r:receptacle)', '& checked(r:receptacle)')],
  ])('is %s', (_name, changed) => {
    expect(loadFast(changed)).toBeUndefined()
  })
})

it('reports damaged texts as such', () => {
  expect(() => loadFast({ ...game, problem: '(define' })).toThrow(GigpoError)
})
