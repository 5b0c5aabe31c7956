// The agent for models of 0.1 to 0.3 M parameters trained from scratch: at most `budget` words from a closed vocabulary. Names
// never appear; a name is pointed to by the word it was found under and the number of the document, so what is learned holds
// for names never seen.
//
//   <left> 4 <q> 1 founder 2 mentor <last> search start <doc> 1 start <see> started based <doc> 2 started <see> native under … <act>
//
// HAND ENGINEERING, declared: the question is read (language/read.ts) and shown as its relations in order; names are found in
// text and pointed to, those of documents whose title is known (seen-names.ts). A language model would read both itself. The
// wordings of documents are not interpreted. What stays with the policy: which relation comes next, which word says it in a
// document, and so which name is the right one; what to search for and with which words; and when to answer.
// - <left>: steps left, this one included. <q>: the relations from the question's name on; with `question: words` the question
//   itself in lower case, its name as `start`.
// - <last>: the last action, and `none` if it brought no document about a known name.
// - <doc>: a document read, oldest first: its number, the word under which its title was found, and after <see> the words under
//   which it has names. The words of commands: commands.ts.
import { type Action, type Agent, type AgentView, GigpoError, type Prompt } from '@gigpo/core'
import { readHopAction } from '../language/answer.ts'
import { readQuestion } from '../language/read.ts'
import { toAction, toCommand } from './commands.ts'
import { SeenNames } from './seen-names.ts'

export interface CompactHopSearchAgentOptions {
  /** Most words in a prompt; at least 40 (default 80). The oldest documents are left out first. */
  readonly budget?: number
  /** Default `chain`. */
  readonly question?: 'chain' | 'words'
  /** Step limit of the environment, for <left> (default 6). */
  readonly maxSteps?: number
}

/** An agent for one episode. @throws GigpoError `config` for a wrong option. */
export function createCompactHopSearchAgent(options: CompactHopSearchAgentOptions = {}): Agent {
  const { budget = 80, question = 'chain', maxSteps = 6 } = options
  if (question !== 'chain' && question !== 'words') throw wrong('question', question, 'Choose chain or words.')
  if (!Number.isInteger(budget) || budget < 40) throw wrong('budget', budget, 'Give a whole number of at least 40.')
  const seen = new SeenNames()

  function prompt(view: AgentView): Prompt {
    seen.update(view)
    const head = [
      ...['<left>', String(Math.max(0, Math.min(15, maxSteps - view.step)))],
      ...['<q>', ...(question === 'chain' ? chainWords(seen) : questionWords(seen))],
      ...['<last>', ...lastWords(view, seen)],
    ]
    const documents = seen.documents.map((_, i) => documentWords(seen, i))
    while (documents.length > 0 && head.length + documents.flat().length >= budget) documents.shift()
    return { kind: 'text', text: [...head, ...documents.flat(), '<act>'].slice(-budget).join(' ') }
  }

  function parse(completion: string): Action {
    const text = completion.trim()
    const action = toAction(text, seen)
    // A real action passes as it is, so that every action can be demonstrated.
    return action === undefined ? { text, valid: readHopAction(text) !== undefined } : { text: action, valid: true }
  }

  return { prompt, parse, format: (action) => toCommand(action, seen) }
}

const wrong = (where: string, received: unknown, remedy: string): GigpoError =>
  new GigpoError('config', `the compact agent's ${where} cannot be ${JSON.stringify(received)}`, {
    where: `agent.options.${where}`,
    remedy,
  })

/** `1 founder 2 mentor`; nothing where the question is not of a known form. */
function chainWords({ question }: SeenNames): string[] {
  const { chain = [] } = readQuestion(question) ?? {}
  return chain.flatMap((relation, i) => [String(i + 1), relation])
}

function questionWords({ question, names }: SeenNames): string[] {
  const [name] = names
  const parts = name === undefined ? [question] : question.split(name)
  return parts.flatMap((part, i) => [...(i === 0 ? [] : ['start']), ...(part.toLowerCase().match(/[a-z]+/g) ?? [])])
}

function documentWords(seen: SeenNames, index: number): string[] {
  const { title, mentions } = seen.documents[index]!
  return ['<doc>', String(index + 1), seen.pointer(title).split(' ')[0]!, '<see>', ...mentions.keys()]
}

/** What is no command cannot bring words of its own into the prompt. */
function lastWords({ history }: AgentView, seen: SeenNames): string[] {
  const last = history.at(-1)
  if (last === undefined) return []
  const command = toCommand(last.action, seen)
  const words = toAction(command, seen) === undefined ? ['?'] : command.split(' ')
  return [...words, ...(seen.added === 0 ? ['none'] : [])]
}
