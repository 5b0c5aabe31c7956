// Games as files: the original `game.tw-pddl` (JSON with five keys) and the lines of a compact bundle, in which games of
// one release share their domain and grammar texts. Everything is checked here, so engines may trust a Game's fields;
// the PDDL and grammar texts inside are checked by their own parsers when the game is loaded.
import { GigpoError, messageOf } from '@gigpo/core'
import { type Game, TASK_PLACEHOLDER } from './game.ts'

const TASK_PREFIX = 'Your task is to: '

/** What a bundle line does not repeat. */
export interface SharedTexts {
  readonly domain: string
  /** With TASK_PLACEHOLDER. */
  readonly grammar: string
}

/**
 * Reads an original file.
 * @param options.id `<split>/<task dir>/<trial>`; split and task type are taken from it ("unknown" where it has no such form).
 * `solvable` and `walkthrough` may be null or absent, both give null.
 * @throws GigpoError `data`
 */
export function parseGameFile(jsonText: string, options: { readonly id: string }): Game {
  const { id } = options
  const record = parseObject(jsonText, id)
  const { grammar, task } = takeTask(readText(record, 'grammar', id), id)
  const [split, directory] = id.split('/')
  return {
    id,
    split: directory === undefined || split === undefined ? 'unknown' : split,
    taskType: /^([a-z_]+)-/.exec(directory ?? '')?.[1] ?? 'unknown',
    task,
    domain: readText(record, 'pddl_domain', id),
    grammar,
    problem: readText(record, 'pddl_problem', id),
    walkthrough: readWalkthrough(record, id),
    solvable: readSolvable(record, id),
  }
}

/** The text of a `game.tw-pddl` file, which `parseGameFile` and the reference engine read. */
export function toGameFile(game: Game): string {
  const task = JSON.stringify(game.task).slice(1, -1)
  return JSON.stringify({
    pddl_domain: game.domain,
    grammar: game.grammar.split(TASK_PLACEHOLDER).join(task),
    pddl_problem: game.problem,
    solvable: game.solvable,
    walkthrough: game.walkthrough,
  })
}

/**
 * Reads one line of a bundle: JSON with `id`, `split`, `task_type`, `task`, `pddl_problem`, `walkthrough`, `solvable`.
 * @throws GigpoError `data`
 */
export function parseGameRecord(line: string, shared: SharedTexts): Game {
  const record = parseObject(line, 'game record')
  const id = readText(record, 'id', 'game record')
  return {
    id,
    split: readText(record, 'split', id),
    taskType: readText(record, 'task_type', id),
    task: readText(record, 'task', id),
    domain: shared.domain,
    grammar: shared.grammar,
    problem: readText(record, 'pddl_problem', id),
    walkthrough: readWalkthrough(record, id),
    solvable: readSolvable(record, id),
  }
}

/** Cuts the task sentence, a part of a JSON string, out of a grammar text. */
function takeTask(text: string, where: string): { grammar: string; task: string } {
  const start = text.indexOf(TASK_PREFIX)
  if (start < 0) return { grammar: text, task: '' }
  const from = start + TASK_PREFIX.length
  let end = from
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1
  const grammar = text.slice(0, from) + TASK_PLACEHOLDER + text.slice(end)
  try {
    return { grammar, task: JSON.parse(`"${text.slice(from, end)}"`) as string }
  } catch (error) {
    throw dataError(`the task sentence is damaged (${messageOf(error)})`, where, error)
  }
}

type JsonObject = Readonly<Record<string, unknown>>

function parseObject(text: string, where: string): JsonObject {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw dataError(`not JSON (${messageOf(error)})`, where, error)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw dataError(`a JSON object was expected, received ${describe(value)}`, where)
  }
  return value as JsonObject
}

function readText(record: JsonObject, key: string, where: string): string {
  const value = record[key]
  if (typeof value !== 'string') throw dataError(`"${key}" must be a text, received ${describe(value)}`, where)
  return value
}

function readWalkthrough(record: JsonObject, where: string): readonly string[] | null {
  const value = record.walkthrough ?? null
  if (value === null) return null
  if (!Array.isArray(value) || value.some((command) => typeof command !== 'string')) {
    throw dataError(`"walkthrough" must be a list of commands or null, received ${describe(value)}`, where)
  }
  return value as readonly string[]
}

function readSolvable(record: JsonObject, where: string): boolean | null {
  const value = record.solvable ?? null
  if (value !== null && typeof value !== 'boolean') {
    throw dataError(`"solvable" must be true, false or null, received ${describe(value)}`, where)
  }
  return value
}

function describe(value: unknown): string {
  if (value === undefined) return 'nothing'
  const text = JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

function dataError(what: string, where: string, cause?: unknown): GigpoError {
  return new GigpoError('data', `Game file: ${what}`, {
    where,
    cause,
    remedy: 'Use unmodified game.tw-pddl files of an ALFWorld release, or import them again.',
  })
}
