// The agent for models of 0.1 to 0.3 M parameters trained from scratch: at most `budget` words from a closed vocabulary. Names
// never appear, only slots, so what is learned holds for names never seen.
//
//   <doc> e1 started e2 keeps headquarters e3 <doc> e2 native e4 … <last> search e2 <left> 4 <read> 2 <q> 1 founder 2 country <act>
//
// HAND ENGINEERING, declared: the question is read (language/read.ts) and shown as its relations in order; names are found in
// text and become slots, those of documents whose title is a slot (seen-names.ts). A language model would read both itself.
// The wordings of documents are not interpreted. What stays with the policy: which relation comes next, which words say it
// in a document, which name is the right one, what to search for and with which words, and when to answer.
// - <doc>: a document read, oldest first, and its names, each after up to two words of its sentence (before it, so that a model
//   that reads from left to right knows at a name what it is).
// - <last>: the last action, and `none` if it brought no such document. <left>: steps left, this one included. <read>: documents.
// - <q>: the relations from e1 on; with `question: words` the question itself in lower case.
// A completion says the word under which it found a name before its slot: `search started e2` (slot-words.ts). To choose the
// word is to choose the name, and far easier to learn.
import { type Action, type Agent, type AgentView, GigpoError, type Prompt } from '@gigpo/core'
import { readHopAction } from '../language/answer.ts'
import { readQuestion } from '../language/read.ts'
import { type SeenDocument, SeenNames } from './seen-names.ts'
import { toAction, toCommand } from './slot-words.ts'

export interface CompactHopSearchAgentOptions {
  /** Most words in a prompt; at least 50 (default 110). The oldest documents are left out first. */
  readonly budget?: number
  /** Default `chain`. */
  readonly question?: 'chain' | 'words'
  /** Slots for names, 2 to 99 (default 16); later names are not shown. */
  readonly slots?: number
  /** Step limit of the environment, for <left> (default 6). */
  readonly maxSteps?: number
}

/** An agent for one episode. @throws GigpoError `config` for a wrong option. */
export function createCompactHopSearchAgent(options: CompactHopSearchAgentOptions = {}): Agent {
  const { budget = 110, question = 'chain', slots = 16, maxSteps = 6 } = options
  whole('budget', budget, 50, 100_000)
  whole('slots', slots, 2, 99)
  whole('maxSteps', maxSteps, 1, 1_000_000)
  if (question !== 'chain' && question !== 'words')
    throw new GigpoError('config', `the compact agent's question cannot be ${JSON.stringify(question)}`, {
      where: 'agent.options.question',
      remedy: 'Choose chain or words.',
    })
  const seen = new SeenNames(slots)

  function prompt(view: AgentView): Prompt {
    seen.update(view)
    const tail = [
      ...lastWords(view, seen),
      ...['<left>', String(Math.max(0, Math.min(15, maxSteps - view.step))), '<read>', String(seen.documents.length)],
      ...['<q>', ...(question === 'chain' ? chainWords(seen) : questionWords(seen)), '<act>'],
    ]
    const documents = seen.documents.map((document) => documentWords(document, seen))
    while (documents.length > 0 && documents.flat().length + tail.length > budget) documents.shift()
    return { kind: 'text', text: [...documents.flat(), ...tail].slice(-budget).join(' ') }
  }

  function parse(completion: string): Action {
    const text = completion.trim()
    // A real action passes as it is, so that every action can be demonstrated.
    return toAction(text, seen.names) ?? { text, valid: readHopAction(text) !== undefined }
  }

  return { prompt, parse, format: (action) => toCommand(action, seen.names, (name) => seen.cueOf(name)) }
}

function whole(where: string, value: number, low: number, high: number): void {
  if (Number.isInteger(value) && value >= low && value <= high) return
  throw new GigpoError('config', `the compact agent's ${where} cannot be ${value}`, {
    where: `agent.options.${where}`,
    remedy: `Give a whole number from ${low} to ${high}.`,
  })
}

/** `1 founder 2 birthplace`; nothing where the question is not of a known form. */
function chainWords({ question }: SeenNames): string[] {
  const { chain = [] } = readQuestion(question) ?? {}
  return chain.flatMap((relation, i) => [String(i + 1), relation])
}

function questionWords({ question, names }: SeenNames): string[] {
  const [name] = names
  const parts = name === undefined ? [question] : question.split(name)
  return parts.flatMap((part, i) => [...(i === 0 ? [] : ['e1']), ...(part.toLowerCase().match(/[a-z]+/g) ?? [])])
}

function documentWords({ title, mentions }: SeenDocument, seen: SeenNames): string[] {
  const found = mentions.flatMap(({ name, cue }) => [...cue, seen.slot(name)!])
  return ['<doc>', seen.slot(title)!, ...found]
}

/** What is no command cannot bring words of its own into the prompt. */
function lastWords({ history }: AgentView, { names, added }: SeenNames): string[] {
  const last = history.at(-1)
  if (last === undefined) return ['<last>']
  const command = toCommand(last.action, names)
  const words = toAction(command, names) === undefined ? ['?'] : command.split(' ')
  return ['<last>', ...words, ...(added === 0 ? ['none'] : [])]
}
