import { describe, expect, it } from 'vitest'
import type { Game, GamePlay } from '../game.ts'
import { loadGeneric } from './load-generic.ts'
import { SMALL_DOMAIN, SMALL_GRAMMAR, SMALL_PROBLEM, smallGame } from './small-game.test-support.ts'

function play(commands: readonly string[] = [], game: Game = smallGame): GamePlay {
  const started = loadGeneric(game).start()
  for (const command of commands) {
    expect(started.admissible()).toContain(command)
    started.step(command)
  }
  return started
}

const withAction = (action: string, words: string): Game => ({
  ...smallGame,
  domain: SMALL_DOMAIN.replace(' (:action look', ` ${action}\n (:action look`),
  grammar: `${SMALL_GRAMMAR}\n${words}`,
})

describe('quirks of the reference, kept by the generic interpreter', () => {
  it('1: objects can be examined only while held', () => {
    const atDesk = play(['go to desk 1'])
    expect(atDesk.admissible()).not.toContain('examine apple 1')
    atDesk.step('take apple 1 from desk 1')
    expect(atDesk.admissible()).toContain('examine apple 1')
    const fixed = { ...smallGame, domain: SMALL_DOMAIN.replace('location,', 'location') }
    expect(play(['go to desk 1'], fixed).admissible()).toContain('examine apple 1')
  })

  it('2: operators without effect are dropped', () => {
    const going = play(['go to stoveburner 1'])
      .admissible()
      .filter((command) => command.startsWith('go to'))
    expect(going).toEqual(['go to desk 1', 'go to drawer 1', 'go to drawer 2'])
  })

  it('3: an atom added and deleted is added, and operators are listed once', () => {
    const game = withAction(
      `(:action Paint :parameters (?a - agent ?o - object)
         :precondition (or (holds ?a ?o) (holdsAny ?a)) :effect (and (not (isRed ?o)) (isRed ?o)))`,
      'action Paint { template :: "paint {o}"; feedback :: "#paint#"; ' +
        'grammar :: """{"paint": [{"condition": "isred(o:object)", "rhs": "Red."}, {"rhs": "Not red."}]}"""; }',
    )
    const painted = play(['go to desk 1', 'take apple 1 from desk 1', 'paint apple 1'], game)
    expect(painted.feedback).toBe('Red.')
    expect(painted.admissible().filter((command) => command === 'paint apple 1')).toHaveLength(1)
  })

  it('4: the text layer has facts of its own, with not_p for what was deleted', () => {
    const moved = play([
      'go to desk 1',
      'take apple 1 from desk 1',
      'go to stoveburner 1',
      'move apple 1 to stoveburner 1',
    ])
    moved.step('look')
    expect(moved.feedback).toBe('You are facing the stoveburner 2, and stoveburner 1. Next to it, you see nothing.')
    moved.step('take apple 1 from stoveburner 1')
    moved.step('move apple 1 to stoveburner 2')
    moved.step('look')
    expect(moved.feedback).toBe('You are facing the stoveburner 2, and stoveburner 1. Next to it, you see a apple 1.')
    const lamp = play(['go to desk 1'], {
      ...smallGame,
      problem: SMALL_PROBLEM.replace('(toggleable', '(pickupable DeskLamp_bar_a) (toggleable'),
    })
    lamp.step('take desklamp 1 from desk 1')
    lamp.step('examine desklamp 1')
    expect(lamp.feedback).toBe("There's nothing special about desklamp 1.")
  })

  it('5: using a lamp always prints "turn on"; the goal sees the true state', () => {
    const game = {
      ...smallGame,
      problem: SMALL_PROBLEM.replace(/\(:goal [\s\S]*$/, '(:goal (exists (?o - object) (isOn ?o))))'),
    }
    const used = play(['go to desk 1', 'use desklamp 1'], game)
    expect([used.feedback, used.won]).toEqual(['You turn on the desklamp 1.', true])
    used.step('use desklamp 1')
    expect([used.feedback, used.won]).toEqual(['You turn on the desklamp 1.', false])
  })

  it('4 and 5: texts apply all literals of `when` in turn', () => {
    const game = {
      ...smallGame,
      grammar: SMALL_GRAMMAR.replace(
        'istoggled(o:object)", "rhs": "You turn on',
        'ison(o:object)", "rhs": "You turn on',
      ),
    }
    expect(play(['go to desk 1', 'use desklamp 1', 'use desklamp 1'], game).feedback).toBe(
      'You turn on the desklamp 1.',
    )
  })

  it('6: the intro lists all receptacles, `look` at the start none', () => {
    const started = play()
    expect(started.feedback).toBe(
      '-= Welcome! =-\n\nYou are in the middle of a room. Looking quickly around you, you see a desk 1, a drawer 2, ' +
        'a drawer 1, a stoveburner 2, and a stoveburner 1.\n\nYour task is to: put a apple in drawer.',
    )
    started.step('look')
    expect(started.feedback).toBe('You are in the middle of a room. Looking quickly around you, you see nothing.')
  })

  it('7: lists have no, one, two or more entries, in the order of ids', () => {
    expect(play(['go to stoveburner 2']).feedback).toBe(
      'You arrive at stoveburner 2. On the stoveburner 2, you see nothing.',
    )
    const desk = play(['go to desk 1'])
    expect(desk.feedback).toBe('You arrive at desk 1. On the desk 1, you see a apple 2, a apple 1, and a desklamp 1.')
    desk.step('take apple 1 from desk 1')
    desk.step('examine desk 1')
    expect(desk.feedback).toBe('On the desk 1, you see a apple 2, and a desklamp 1.')
    expect(play(['go to drawer 1', 'open drawer 1']).feedback).toBe(
      'You open the drawer 1. The drawer 1 is open. In it, you see a egg 1.',
    )
  })

  it('9: admissible commands are a set in code-point order', () => {
    const drawers = Array.from({ length: 12 }, (_, i) => `Cabinet_bar_${String.fromCharCode(97 + i)}`)
    const problem = SMALL_PROBLEM.replace('agent1 - agent', `agent1 - agent ${drawers.join(' ')} - receptacle`).replace(
      '(:init',
      `(:init ${drawers.map((drawer) => `(receptacleAtLocation ${drawer} loc_bar_1)`).join(' ')}`,
    )
    const commands = play([], { ...smallGame, problem }).admissible()
    expect(commands.slice(0, 5)).toEqual([
      'go to cabinet 1',
      'go to cabinet 10',
      'go to cabinet 11',
      'go to cabinet 12',
      'go to cabinet 2',
    ])
    expect(commands.slice(-3)).toEqual(['help', 'inventory', 'look'])
    expect(new Set(commands).size).toBe(commands.length)
  })

  it('10: commands are stripped as in Python and must match exactly', () => {
    const stripped = play()
    stripped.step('\x1c \tgo to desk 1\x85\n')
    expect(stripped.feedback).toMatch(/^You arrive at desk 1/)
    const before = [stripped.stateKey(), stripped.admissible()]
    for (const command of ['Go to drawer 1', 'go  to drawer 1', '', '\ufefflook', 'open drawer 1']) {
      stripped.step(command)
      expect(stripped.feedback).toBe('Nothing happens.')
      expect([stripped.stateKey(), stripped.admissible()]).toEqual(before)
    }
  })

  it('11: help loses its leading newline and keeps the last', () => {
    expect(play(['help']).feedback).toBe('Available commands:\n  look: look around\n')
  })

  it('12: won tells about the present state', () => {
    const won = play(smallGame.walkthrough!)
    expect(won.won).toBe(true)
    won.step('look')
    expect(won.won).toBe(true)
    won.step('take apple 1 from drawer 1')
    expect(won.won).toBe(false)
  })
})
