// Loads a game into the fast engine where its structure is known. Domain and grammar texts are shared by all games of a
// release, so what is parsed from them is kept.
import type { Game, LoadedGame } from '../game.ts'
import { cacheByText } from '../generic/parse-cache.ts'
import { parseDomain } from '../pddl/domain.ts'
import { parseProblem } from '../pddl/problem.ts'
import { parseGrammar } from '../twl2/grammar.ts'
import { createFastGame, type FastGame } from './fast-game.ts'
import { FastPlay } from './fast-play.ts'
import { Unsupported } from './unsupported.ts'

const domainOf = cacheByText(parseDomain, 8)
const grammarOf = cacheByText(parseGrammar, 8)

/**
 * The game on the fast engine, or undefined where domain, grammar or facts are not of the known structure.
 * @throws GigpoError `data` where a text is damaged.
 */
export function loadFast(game: Game): LoadedGame | undefined {
  const domain = domainOf(game.domain)
  const grammar = grammarOf(game.grammar)
  const problem = parseProblem(game.problem)
  try {
    return toLoadedGame(createFastGame(domain, grammar, problem, game.task))
  } catch (error) {
    if (error instanceof Unsupported) return undefined
    throw error
  }
}

function toLoadedGame(game: FastGame): LoadedGame {
  const intro = game.intro(game.initial)
  const won = game.won(game.initial)
  return { start: () => new FastPlay(game, game.initial.slice(), intro, won) }
}
