// One ALFWorld game as text, and the two small contracts its engines share. A game is what an original `game.tw-pddl` file
// holds; the grammar is kept with a placeholder for the task sentence, so all games of a release share one grammar text and
// parsed grammars can be cached by it. The generic interpreter and the fast engine both turn a Game into a LoadedGame.

/** Stands for the task sentence inside `Game.grammar`. */
export const TASK_PLACEHOLDER = 'Your-task-text-here'

export interface Game {
  /** `<split>/<task dir>/<trial>` for originals. */
  readonly id: string
  readonly split: string
  /** For example `pick_heat_then_place_in_recep`. */
  readonly taskType: string
  /** The sentence after "Your task is to: ". */
  readonly task: string
  /** PDDL domain text. */
  readonly domain: string
  /** twl2 grammar text with TASK_PLACEHOLDER where the task sentence stands. */
  readonly grammar: string
  /** PDDL problem text. */
  readonly problem: string
  readonly walkthrough: readonly string[] | null
  readonly solvable: boolean | null
}

/** A parsed game: immutable, shared by all its episodes. */
export interface LoadedGame {
  start(): GamePlay
}

/** One play of a game. Texts are byte-equal to the reference engine's. */
export interface GamePlay {
  /** Feedback of the last command; the intro at the start. */
  readonly feedback: string
  readonly won: boolean
  /** Admissible commands in code-point order, `help`, `inventory` and `look` included. */
  admissible(): readonly string[]
  /** What the command `inventory` would print now. */
  inventory(): string
  /** Key of the true state: equal keys are equal states of this game. */
  stateKey(): string
  /** Plays a command (stripped, case-sensitive). Unknown or inadmissible ones print "Nothing happens." and change nothing. */
  step(command: string): void
  fork(): GamePlay
}

/** Python's `str.strip`, which engines apply to every command: other characters than those of `String.trim`. */
export function stripCommand(command: string): string {
  let start = 0
  let end = command.length
  while (start < end && isPythonSpace(command.charCodeAt(start))) start++
  while (end > start && isPythonSpace(command.charCodeAt(end - 1))) end--
  return start === 0 && end === command.length ? command : command.slice(start, end)
}

function isPythonSpace(code: number): boolean {
  if (code < 0x80) return code === 32 || (code >= 9 && code <= 13) || (code >= 28 && code <= 31)
  return code === 0x85 || (code !== 0xfeff && String.fromCharCode(code).trim() === '')
}

/** Games by index without holding their texts in memory. */
export interface GameSource {
  readonly size: number
  /** SHA-256 over the games' ids and texts. */
  readonly digest: string
  info(index: number): { readonly id: string; readonly taskType: string }
  load(index: number): Game
}
