// Commands as bare words and back: "take book 1 from desk 1" ⇄ "take book 1 desk 1". A small model should not spend tokens
// on function words that the verb already decides. Both directions are exact inverses on well-formed commands.

const bareVerbs = new Set(['look', 'inventory', 'help'])
const oneNoun = new Set(['go', 'open', 'close', 'examine', 'use'])
/** Verb → the word between its two nouns. `put` is the wording of older releases. */
const twoNouns = new Map([
  ['take', 'from'],
  ['move', 'to'],
  ['put', 'in/on'],
  ['heat', 'with'],
  ['clean', 'with'],
  ['cool', 'with'],
  ['slice', 'with'],
])
const classWord = /^[a-z][a-z_-]*$/
const numberWord = /^[1-9]\d{0,2}$/

/** The full command that the words stand for; undefined when they form none. */
export function toCommand(words: string): string | undefined {
  const [verb, ...rest] = words.trim().toLowerCase().split(/\s+/)
  if (verb === undefined) return undefined
  if (bareVerbs.has(verb)) return rest.length === 0 ? verb : undefined
  for (let i = 0; i < rest.length; i++) if (!(i % 2 === 0 ? classWord : numberWord).test(rest[i]!)) return undefined
  if (oneNoun.has(verb)) return rest.length === 2 ? `${verb === 'go' ? 'go to' : verb} ${rest.join(' ')}` : undefined
  const between = twoNouns.get(verb)
  if (between === undefined || rest.length !== 4) return undefined
  return `${verb} ${rest[0]} ${rest[1]} ${between} ${rest[2]} ${rest[3]}`
}

/** The bare words of a command; text that is no command comes back lower-cased with single spaces. */
export function toWords(command: string): string {
  const parts = command.trim().toLowerCase().split(/\s+/)
  const verb = parts[0]!
  if (verb === 'go' && parts.length === 4 && parts[1] === 'to') return `go ${parts[2]} ${parts[3]}`
  if (parts.length === 6 && twoNouns.get(verb) === parts[3])
    return `${verb} ${parts[1]} ${parts[2]} ${parts[4]} ${parts[5]}`
  return parts.join(' ')
}
