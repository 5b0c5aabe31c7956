// Reading the wordings back: a question to its chain of relations, a document to its facts. Total on any text, and it knows
// the language (relations.ts) but nothing of the world.
import { RELATIONS, SHORT_CUTS } from './relations.ts'

export interface SeenQuestion {
  /** The name that the question is about. */
  readonly entity: string
  /** Relations in the order in which they are followed. */
  readonly chain: readonly string[]
}

const NAME = '[A-Z][a-z]+(?: [A-Z][a-z]+)*'
const isName = new RegExp(`^${NAME}$`)
const LONGEST = 400

interface Pattern {
  readonly chain: readonly string[]
  readonly form: RegExp
}

const around = (template: string): RegExp => new RegExp(`^${template.replace('?', '\\?').replace('{}', '(.+)')}$`)
const nouns: readonly Pattern[] = RELATIONS.flatMap(({ name, noun }) =>
  noun.map((template) => ({ chain: [name], form: around(template) })),
)
const questions: readonly Pattern[] = [
  ...SHORT_CUTS.map(({ chain, asked }) => ({ chain, form: around(asked) })),
  ...RELATIONS.flatMap(({ name, asked }) => asked.map((template) => ({ chain: [name], form: around(template) }))),
]
const sentences: readonly Pattern[] = RELATIONS.flatMap(({ name, said }) =>
  said.map((template) => {
    const form = template.replace('{s}', '.+').replace('{o}', `(${NAME})`)
    return { chain: [name], form: new RegExp(`^${form}\\.$`) }
  }),
)

/** The question in a text that holds nothing else, or undefined. */
export function readQuestion(text: string): SeenQuestion | undefined {
  if (text.length > LONGEST) return undefined
  return readWith(questions, text)
}

function readWith(patterns: readonly Pattern[], text: string): SeenQuestion | undefined {
  for (const { chain, form } of patterns) {
    const inner = form.exec(text)?.[1]
    if (inner === undefined) continue
    if (isName.test(inner)) return { entity: inner, chain }
    const read = readWith(nouns, inner)
    if (read !== undefined) return { entity: read.entity, chain: [...read.chain, ...chain] }
  }
  return undefined
}

/** Relation → object, of all sentences that say one. */
export function readFacts(text: string): ReadonlyMap<string, string> {
  const facts = new Map<string, string>()
  for (const sentence of sentencesOf(text)) {
    if (sentence.length > LONGEST) continue
    for (const { chain, form } of sentences) {
      const object = form.exec(sentence)?.[1]
      if (object !== undefined) facts.set(chain[0]!, object)
    }
  }
  return facts
}

export const sentencesOf = (text: string): string[] => text.split(/(?<=\.) /)
