import { GigpoError, rootKey, stream } from '@gigpo/core'
import { describe, expect, it } from 'vitest'
import type { Game, GamePlay } from '../game.ts'
import { loadGeneric } from './load-generic.ts'
import { SMALL_DOMAIN, SMALL_GRAMMAR, SMALL_PROBLEM, smallGame } from './small-game.test-support.ts'

/** The small household with one more action `act`, whose command is "act NAME" of its last parameter. */
function withAction(definition: string, feedback = 'Done.', rules = '{}', variable = 'o'): Game {
  return {
    ...smallGame,
    domain: SMALL_DOMAIN.replace(' (:action look', ` (:action act ${definition})\n (:action look`),
    grammar: `${SMALL_GRAMMAR}\naction act { template :: "act {${variable}}"; feedback :: "${feedback}"; grammar :: """${rules}"""; }`,
  }
}

const acts = (game: Game, ...commands: string[]): string[] => {
  const play = loadGeneric(game).start()
  for (const command of commands) play.step(command)
  return play.admissible().filter((command) => command.startsWith('act '))
}

const withGoal = (goal: string): Game => ({
  ...smallGame,
  problem: SMALL_PROBLEM.replace(/\(:goal [\s\S]*$/, `(:goal ${goal}))`),
})

const PARAMETERS = ':parameters (?a - agent ?o - object) :effect (done ?o)'

describe('conditions', () => {
  it('binds by type alone when nothing else does, and knows no objects of unknown types', () => {
    expect(acts(withAction(PARAMETERS))).toHaveLength(1 + 5 + 5 + 4 + 6)
    expect(acts(withAction(':parameters (?o - otype) :effect (done ?o)'))).toHaveLength(3)
    expect(acts(withAction(':parameters (?o - thing) :effect (done ?o)'))).toEqual([])
  })

  it.each([
    ['(and (pickupable ?o) (not (objectType ?o AppleType)))', ['act egg 1']],
    ['(or (toggleable ?o) (and (pickupable ?o) (objectType ?o EggType)))', ['act desklamp 1', 'act egg 1']],
    ['(and (pickupable ?o) (imply (objectType ?o AppleType) (= ?o Apple_bar_a)))', ['act apple 2', 'act egg 1']],
    ['(and (pickupable ?o) (forall (?r - receptacle) (or (openable ?r) (not (inReceptacle ?o ?r)))))', ['act egg 1']],
    [
      '(and (pickupable ?o) (not (exists (?r - receptacle) (and (openable ?r) (inReceptacle ?o ?r)))))',
      ['act apple 1', 'act apple 2'],
    ],
    ['(exists (?r - receptacle) (and (openable ?r) (inReceptacle ?o ?r)))', ['act egg 1']],
    ['(objectType ?o BananaType)', []],
    ['(and (toggleable ?o) (not (objectType ?o BananaType)))', ['act desklamp 1']],
    ['(or)', []],
  ])('%s', (condition, expected) => {
    expect(acts(withAction(`${PARAMETERS} :precondition ${condition}`))).toEqual(expected)
  })

  it.each([
    ['()', true],
    ['(not (exists (?o - object) (isToggled ?o)))', true],
    [
      '(exists (?o1 - object) (exists (?o2 - object) (and (not (= ?o1 ?o2)) (objectType ?o1 EggType) (objectType ?o2 EggType))))',
      false,
    ],
    [
      '(exists (?o1 - object ?o2 - object) (and (not (= ?o1 ?o2)) (objectType ?o1 AppleType) (objectType ?o2 AppleType)))',
      true,
    ],
    ['(exists (?x - thing) (atLocation agent1 loc_bar_0))', false],
    ['(forall (?x - thing) (atLocation agent1 loc_bar_3))', true],
  ])('goal %s', (goal, won) => {
    expect(loadGeneric(withGoal(goal)).start().won).toBe(won)
  })
})

describe('effects', () => {
  it('expands `forall` and decides `when` in the state before', () => {
    const game = withAction(
      `:parameters (?a - agent ?o - object) :precondition (toggleable ?o)
       :effect (and (forall (?r - receptacle) (when (openable ?r) (opened ?r))) (forall (?r - receptacle) (when (opened ?r) (wide ?r))))`,
    )
    const play = loadGeneric({ ...game, problem: withGoal('(exists (?r - receptacle) (wide ?r))').problem }).start()
    play.step('act desklamp 1')
    expect(play.won).toBe(false)
    play.step('go to drawer 1')
    expect(play.feedback).toBe('You arrive at drawer 1. The drawer 1 is open. In it, you see a egg 1.')
    play.step('act desklamp 1')
    expect(play.won).toBe(true)
  })

  it('changes the operators of later states', () => {
    const game = withAction(`${PARAMETERS} :precondition (and (pickupable ?o) (not (done ?o)))`)
    expect(acts(game)).toEqual(['act apple 1', 'act apple 2', 'act egg 1'])
    expect(acts(game, 'act apple 2')).toEqual(['act apple 1', 'act egg 1'])
  })
})

describe('texts', () => {
  it('renders commands anew when they depend on the state', () => {
    const rules = '{"state": [{"condition": "opened(o:receptacle)", "rhs": "!"}, {"rhs": "?"}]}'
    const game = withAction(
      ':parameters (?o - receptacle) :precondition (openable ?o) :effect (done ?o)',
      'Done.',
      rules,
    )
    const dynamic = { ...game, grammar: game.grammar.replace('"act {o}"', '"act {o}#state#"') }
    expect(acts(dynamic)).toEqual(['act drawer 1?', 'act drawer 2?'])
    expect(acts(dynamic, 'go to drawer 1', 'open drawer 1')).toEqual(['act drawer 1!', 'act drawer 2?'])
  })

  it('prints an expression with a query once for each solution', () => {
    const game = withAction(`${PARAMETERS} :precondition (toggleable ?o)`, 'All:{e.id | pickupable(e:object)}.')
    const play = loadGeneric(game).start()
    play.step('act desklamp 1')
    expect(play.feedback).toBe('All:apple_bar_aapple_bar_begg_bar_a.')
  })

  it.each([
    ['#nowhere#', '{}', 'has no rules'],
    ['{z.name}', '{}', 'is not bound'],
    ['#loop#', '{"loop": [{"rhs": "#loop#"}]}', 'does not end'],
    [
      '#bomb#',
      '{"bomb": [{"rhs": "#c##c##c##c#"}], "c": [{"rhs": "#d##d##d##d#"}], "d": [{"rhs": "#bomb##bomb#"}]}',
      'does not end',
    ],
    ['#never#', '{"never": [{"condition": "nothing(o:object)", "rhs": ""}]}', 'applies'],
  ])('refuses to derive %s', (feedback, rules, message) => {
    const play = loadGeneric(withAction(`${PARAMETERS} :precondition (toggleable ?o)`, feedback, rules)).start()
    expect(() => play.step('act desklamp 1')).toThrow(message)
  })
})

describe('loading', () => {
  it.each([
    ['an action without words', { ...smallGame, domain: SMALL_DOMAIN.replace('(:action look', '(:action stare') }],
    [
      'an undeclared object',
      { ...smallGame, problem: SMALL_PROBLEM.replace('(toggleable DeskLamp_bar_a)', '(toggleable Torch)') },
    ],
    ['an undeclared variable', withAction(`${PARAMETERS} :precondition (holds ?b ?o)`)],
    [
      'a fact of too many arguments',
      { ...smallGame, problem: SMALL_PROBLEM.replace('(openable Drawer_bar_a)', `(f${' agent1'.repeat(40)})`) },
    ],
  ])('refuses %s', (_, game) => {
    expect(() => loadGeneric(game)).toThrow(GigpoError)
  })
})

describe('hostile games', () => {
  const seven = '?a ?b ?c ?d ?e ?f ?g'

  it.each([
    ['an action', withAction(`:parameters (${seven}) :effect (done ?a)`, 'Done.', '{}', 'g')],
    [
      'a filter',
      withAction(
        `:parameters (${seven}) :precondition (and (= ?a ?g) (not (= ?a ?g))) :effect (done ?a)`,
        'Done.',
        '{}',
        'g',
      ),
    ],
    ['a quantified effect', withAction(`:parameters (?o - agent) :effect (forall (${seven}) (inReceptacle ?a ?b))`)],
  ])('%s that takes all combinations of objects is refused', (_, game) => {
    expect(() => loadGeneric(game).start().admissible()).toThrow(/more than \d+ combinations/)
  })

  it('and so is a goal, or a query, that does', () => {
    const goal = withGoal(`(exists (${seven}) (and (= ?a ?g) (not (= ?a ?g))))`)
    expect(() => loadGeneric(goal).start().won).toThrow(/more than \d+ combinations/)
    const atoms = Array.from('abcdefgh', (v) => `receptacletype(${v}:receptacle, ${v}t:rtype)`)
    const rule = {
      condition: `${[...atoms, ...atoms.map((atom) => atom.replace(':', '2:'))].join(' & ')} & no(x:no)`,
      rhs: '',
    }
    const facts = Array.from({ length: 20 }, (_, i) => `(receptacleType Desk_bar_${i} T_bar_${i})`)
    const objects = Array.from({ length: 20 }, (_, i) => `Desk_bar_${i} - receptacle T_bar_${i} - rtype`)
    const query = {
      ...smallGame,
      grammar: SMALL_GRAMMAR.replace('"task": [', `"task": [${JSON.stringify(rule)},`),
      problem: SMALL_PROBLEM.replace('(:init', `(:init ${facts.join('')}`).replace(
        '(:objects',
        `(:objects ${objects.join(' ')}`,
      ),
    }
    expect(() => loadGeneric(query)).toThrow(/more than \d+ combinations/)
  })
})

describe('plays', () => {
  const random = (play: GamePlay, seed: number, steps: number): void => {
    const draws = stream(rootKey(seed), 'play')
    for (let step = 0; step < steps; step++) play.step(draws.pick(play.admissible()))
  }
  const view = (play: GamePlay): unknown[] => [
    play.feedback,
    play.won,
    play.admissible(),
    play.stateKey(),
    play.inventory(),
  ]

  it('are independent of each other and of their forks', () => {
    const loaded = loadGeneric(smallGame)
    const started = view(loaded.start())
    for (let seed = 0; seed < 30; seed++) {
      const play = loaded.start()
      random(play, seed, 20)
      const before = view(play)
      const fork = play.fork()
      expect(view(fork)).toEqual(before)
      random(fork, seed + 1, 20)
      expect(view(play)).toEqual(before)
      const replay = play.fork()
      random(replay, seed + 1, 20)
      expect(view(replay)).toEqual(view(fork))
      random(play, seed + 1, 20)
      expect(view(play)).toEqual(view(replay))
    }
    expect(view(loaded.start())).toEqual(started)
  })

  it('have equal keys in equal states, however they got there', () => {
    const loaded = loadGeneric(smallGame)
    const [there, back] = [loaded.start(), loaded.start()]
    there.step('go to desk 1')
    for (const command of ['look', 'go to drawer 1', 'inventory', 'go to desk 1', 'take apple 1 from desk 1'])
      back.step(command)
    expect(back.stateKey()).not.toBe(there.stateKey())
    back.step('move apple 1 to desk 1')
    back.step('dance')
    expect(back.stateKey()).toBe(there.stateKey())
  })

  it('tell the inventory without playing it', () => {
    const play = loadGeneric(smallGame).start()
    for (const command of ['go to desk 1', 'take apple 2 from desk 1']) play.step(command)
    expect(play.inventory()).toBe('You are carrying: a apple 2.')
    expect(play.feedback).toBe('You pick up the apple 2 from the desk 1.')
  })
})
