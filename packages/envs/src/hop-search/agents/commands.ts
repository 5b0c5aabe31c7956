// Commands over pointers: `search started 1 mentor` is `search[Ada Thorne mentor]` where document 1 says "started" of that
// name, `answer start` answers with the name of the question. What has no such form stays as it is, so that every action can be
// said; both directions are inverse to each other.
import { readHopAction } from '../language/answer.ts'
import type { SeenNames } from './seen-names.ts'

const MOST_WORDS = 12
const isWord = (word: string): boolean => /^[a-z]{1,24}$/.test(word)

/** The action of a command, or undefined where it is none or points to nothing. */
export function toAction(command: string, seen: SeenNames): string | undefined {
  const [verb, first = '', ...rest] = command.split(' ')
  if ((verb !== 'search' && verb !== 'answer') || rest.length > MOST_WORDS) return undefined
  const document = first === 'start' ? 0 : Number(rest.shift())
  const name = seen.nameUnder(first, document)
  if (name === undefined || !rest.every(isWord)) return undefined
  return `${verb}[${[name, ...rest].join(' ')}]`
}

/** The command for an action, or the action itself where no command means exactly that. */
export function toCommand(action: string, seen: SeenNames): string {
  const read = readHopAction(action)
  if (read === undefined) return action
  const fitting = [...seen.names].filter((name) => read.text === name || read.text.startsWith(`${name} `))
  const [name] = fitting.sort((a, b) => b.length - a.length)
  if (name === undefined) return action
  const command = `${read.verb} ${seen.pointer(name)}${read.text.slice(name.length)}`
  return toAction(command, seen) === action ? command : action
}
