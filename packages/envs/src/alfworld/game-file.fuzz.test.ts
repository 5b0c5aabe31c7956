// Damaged input: whatever happens to the texts of a game, the readers either understand them or say so with a GigpoError.
import { GigpoError, type RandomStream, rootKey, stream } from '@gigpo/core'
import { describe, expect, it } from 'vitest'
import type { Game } from './game.ts'
import { parseGameFile, parseGameRecord, toGameFile } from './game-file.ts'
import { loadGeneric } from './generic/load-generic.ts'
import { smallGame } from './generic/small-game.test-support.ts'
import { parseDomain } from './pddl/domain.ts'
import { parseProblem } from './pddl/problem.ts'
import { parseGrammar } from './twl2/grammar.ts'

const CASES = 10_000

type Mutation = (text: string, random: RandomStream) => string

const cut = (text: string, random: RandomStream): [number, number] => {
  const from = random.integer(text.length + 1)
  return [from, Math.min(text.length, from + random.integer(200))]
}

const MUTATIONS: readonly Mutation[] = [
  // Flip a bit of a character.
  (text, random) => {
    const at = random.integer(text.length + 1)
    return (
      text.slice(0, at) +
      String.fromCharCode((text.charCodeAt(at) || 0) ^ (1 << random.integer(8))) +
      text.slice(at + 1)
    )
  },
  // Truncate.
  (text, random) => text.slice(0, random.integer(text.length + 1)),
  // Delete a piece.
  (text, random) => {
    const [from, to] = cut(text, random)
    return text.slice(0, from) + text.slice(to)
  },
  // Repeat a piece, now and then very often.
  (text, random) => {
    const [from, to] = cut(text, random)
    const piece = text.slice(from, to)
    const times = random.integer(10) === 0 ? Math.ceil(20_000 / Math.max(1, piece.length)) : 2
    return text.slice(0, from) + piece.repeat(times) + text.slice(to)
  },
  // Put a token, or a deep nest of it, in a random place.
  (text, random) => {
    const at = random.integer(text.length + 1)
    const token = random.pick([
      '(',
      ')',
      '((',
      '{',
      '}',
      '[',
      ']',
      '[{',
      '"',
      '"""',
      '#',
      ';',
      ',',
      ' ',
      '\\',
      '\0',
      '😀',
      '- ',
      '?x',
      '|',
      '&',
      ':',
    ])
    return text.slice(0, at) + token.repeat(random.integer(20) === 0 ? 20_000 : 1) + text.slice(at)
  },
  // Exchange two pieces.
  (text, random) => {
    const [a, b] = cut(text, random)
    const [c, d] = cut(text.slice(b), random)
    return text.slice(0, a) + text.slice(b + c, b + d) + text.slice(b, b + c) + text.slice(a, b) + text.slice(b + d)
  },
]

function fuzz(
  name: string,
  text: string,
  parse: (text: string) => unknown,
  cases = CASES,
): { understood: number; slowestMs: number } {
  const random = stream(rootKey(1), 'fuzz', name)
  let understood = 0
  let slowestMs = 0
  for (let i = 0; i < cases; i++) {
    let damaged = text
    for (let n = random.integer(3); n >= 0; n--) damaged = random.pick(MUTATIONS)(damaged, random)
    const begin = performance.now()
    try {
      parse(damaged)
      understood++
    } catch (error) {
      if (!GigpoError.isInstance(error)) throw new Error(`${name}, case ${i}: ${String(error)}`, { cause: error })
    }
    slowestMs = Math.max(slowestMs, performance.now() - begin)
  }
  return { understood, slowestMs }
}

const { domain, grammar, problem, taskType, ...rest } = smallGame
const line = JSON.stringify({ ...rest, task_type: taskType, pddl_problem: problem })

/** Loads a game with one damaged text and plays a little. */
function playDamaged(changed: Partial<Game>): void {
  const play = loadGeneric({ ...smallGame, ...changed }).start()
  for (const command of smallGame.walkthrough!) play.step(command)
  play.admissible()
}

describe(`${CASES} damaged texts each`, () => {
  it.each([
    ['domain', domain, parseDomain],
    ['problem', problem, parseProblem],
    ['grammar', grammar, parseGrammar],
    ['game file', toGameFile(smallGame), (text: string) => parseGameFile(text, { id: smallGame.id })],
    ['game record', line, (text: string) => parseGameRecord(text, { domain, grammar })],
  ])('%s', { timeout: 120_000 }, (name, text, parse) => {
    const { understood, slowestMs } = fuzz(name, text, parse)
    expect(understood).toBeLessThan(CASES)
    expect(understood).toBeGreaterThan(0)
    expect(slowestMs).toBeLessThan(10_000)
  })

  it.each([
    ['domain', domain, (text: string) => playDamaged({ domain: text })],
    ['grammar', grammar, (text: string) => playDamaged({ grammar: text })],
    ['problem', problem, (text: string) => playDamaged({ problem: text })],
  ])('%s, loaded and played (1000 texts)', { timeout: 120_000 }, (name, text, parse) => {
    const { understood, slowestMs } = fuzz(`${name} when played`, text, parse, 1000)
    expect(understood).toBeGreaterThan(0)
    expect(slowestMs).toBeLessThan(20_000)
  })
})
