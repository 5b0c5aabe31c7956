// Answers questions as a careful reader does, from the texts alone: follows the question's relations from document to
// document, searches for the next name (in other words where its document was not found), and answers with the last.
// `carelessness` makes it slip: it follows some other relation it has read of, or stops there.
import type { Demonstrator, RandomStream } from '@gigpo/core'
import { readFacts, readQuestion, type SeenQuestion } from './language/read.ts'
import { relationNamed } from './language/relations.ts'
import { documentsIn, questionIn } from './language/results.ts'

export interface HopSearchDemonstratorOptions {
  /** Chance of a slip at each step (default 0). */
  readonly carelessness?: number
  /** Chance that a search names the next relation beside the thing, which does not always help (default 0.2). */
  readonly wordyQueries?: number
}

type Facts = ReadonlyMap<string, string>

/** For one episode. */
export function createHopSearchDemonstrator(options: HopSearchDemonstratorOptions = {}): Demonstrator {
  const { carelessness = 0, wordyQueries = 0.2 } = options
  return {
    act({ observation, history }, random) {
      const texts = [...history.map((entry) => entry.observation), observation.text]
      const question = readQuestion(questionIn(texts[0]!))
      if (question === undefined) return { action: `search[${texts[0]!.replaceAll('\n', ' ').slice(0, 200)}]` }
      const known = new Map(texts.flatMap(documentsIn).map(({ title, text }) => [title, readFacts(text)]))
      const { name, hops, read } = follow(question, known)
      if (random.uniform() < carelessness) return { action: slip(read, name, random) }
      const missing = question.chain[hops]
      if (missing === undefined) return { action: `answer[${name}]` }
      const tried = history.map(({ action }) => action)
      const first = `search[${name}${random.uniform() < wordyQueries ? ` ${missing}` : ''}]`
      const others = ['', ` ${missing}`, ` ${relationNamed(missing).from}`].map((more) => `search[${name}${more}]`)
      return { action: [first, ...others].find((action) => !tried.includes(action)) ?? first }
    },
  }
}

/** As far along the chain as the documents lead: the name there, the hops made, and the objects read of on the way. */
function follow({ entity, chain }: SeenQuestion, known: ReadonlyMap<string, Facts>) {
  let name = entity
  let hops = 0
  const read: string[] = []
  for (;;) {
    const facts = known.get(name)
    const next = facts?.get(chain[hops] ?? '')
    if (hops < chain.length) read.push(...(facts?.values() ?? []))
    if (next === undefined) return { name, hops, read }
    name = next
    hops++
  }
}

function slip(read: readonly string[], name: string, random: RandomStream): string {
  if (read.length === 0) return `search[${name}]`
  return `${random.pick(['search', 'search', 'answer'])}[${random.pick(read)}]`
}
