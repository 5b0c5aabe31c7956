// Commands over slots: `search e2 founder` is `search[Ada Thorne founder]`, `answer e3` is `answer[Velford]`. Words before the
// first slot are a thought, not sent: `search started e2` says under which word e2 was found. What has no such form stays as
// it is, so that every action can be said; both directions are inverse to each other.
import type { Action } from '@gigpo/core'
import { readHopAction } from '../language/answer.ts'

const LONGEST_NAME = 4
const MOST_WORDS = 12
const isSlot = (word: string): boolean => /^e[1-9]\d?$/.test(word)
const isWord = (word: string): boolean => /^[a-z]{1,24}$/.test(word)

/** The action of a command, or undefined where it is none or names a slot that is empty. */
export function toAction(command: string, names: readonly string[]): Action | undefined {
  const [verb, ...words] = command.split(' ')
  if ((verb !== 'search' && verb !== 'answer') || words.length === 0 || words.length > MOST_WORDS) return undefined
  const said = words.map((word) => (isSlot(word) ? names[Number(word.slice(1)) - 1] : isWord(word) ? word : undefined))
  if (said.includes(undefined)) return undefined
  const start = Math.max(0, words.findIndex(isSlot))
  const text = `${verb}[${said.slice(start).join(' ')}]`
  return { text, valid: true, ...(start === 0 ? {} : { thought: words.slice(0, start).join(' ') }) }
}

/**
 * The command for an action, or the action itself where no command means exactly that.
 * @param cueOf The word under which a name was found, said before its slot; empty for none.
 */
export function toCommand(
  action: string,
  names: readonly string[],
  cueOf: (name: string) => string = () => '',
): string {
  const read = readHopAction(action)
  if (read === undefined) return action
  const words = read.text.split(' ')
  const said: string[] = []
  for (let at = 0; at < words.length; ) {
    let length = Math.min(LONGEST_NAME, words.length - at)
    while (length > 1 && !names.includes(words.slice(at, at + length).join(' '))) length--
    const place = names.indexOf(words.slice(at, at + length).join(' '))
    said.push(place < 0 ? words[at]! : `e${place + 1}`)
    at += length
  }
  const cue = isSlot(said[0]!) ? cueOf(names[Number(said[0]!.slice(1)) - 1]!) : ''
  const command = [read.verb, ...(cue === '' ? [] : [cue]), ...said].join(' ')
  return toAction(command, names)?.text === action ? command : action
}
