// Questions that need several searches, as an environment: "In which country was the founder of Velco Mills born?" over a
// generated corpus. `search[query]` shows the best three documents (BM25), `answer[text]` ends the episode, right or wrong.
// Deterministic. What leads somewhere is hidden in text, and a wrong turn shows only at the end: the search agents of
// Search-R1 (Jin et al. 2025) in small.
//
// What a state is: `text` is the last observation alone, so it forgets what was read before; `inventory` adds the set of
// documents seen; `state` is that set with the set of the last results, whatever their order. Slightly different queries
// ("Velco Mills", "Velco Mills founder") often find the same best document beside others, and exact keys then tell apart
// what is the same situation: this is the environment for grouping states by similarity. Of 200 such pairs in the default
// world 26 differed in text; a similarity of 0.7 joins 12 of these and 0.6 joins 18, the 0.9 used for long pages none.
import { GigpoError, sha256, type Task, type TaskSet } from '@gigpo/core'
import { checkLimits, checkTaskIndex } from '../episode/check-options.ts'
import { createPureEnvironment, type PureGame } from '../episode/pure-environment.ts'
import { buildSearchIndex } from '../webshop/search/build-index.ts'
import { createProductSearch } from '../webshop/search/product-search.ts'
import { normaliseAnswer, readHopAction } from './language/answer.ts'
import { printQuestion, printResults } from './language/results.ts'
import { HOPS, type HopQuestion, type HopSplit, questionsOf, SPLITS } from './world/questions.ts'
import type { HopWorld } from './world/world.ts'

export type HopAnchor = 'text' | 'inventory' | 'state'

export interface HopSearchOptions {
  readonly world: HopWorld
  readonly split: string
  /** Questions in the set, the numbers of hops in turn (default: all there are). */
  readonly count?: number
  /** Of `1-hop`, `2-hop`, `3-hop` (default all). */
  readonly taskTypes?: readonly string[]
  /** Default `text`. */
  readonly anchor?: HopAnchor
  /** Default 6. */
  readonly maxSteps?: number
  readonly reward?: number
}

const SHOWN = 3
const ACTIONS: readonly string[] = ['search[<query>]', 'answer[<answer>]']

interface State {
  /** Documents seen so far, ascending. */
  readonly seen: readonly number[]
  /** Documents of the last search, best first; undefined before it. */
  readonly results?: readonly number[]
  readonly answer?: string
}

type Find = (query: string) => readonly number[]

function createGame(world: HopWorld, question: HopQuestion, find: Find, kind: HopAnchor): PureGame<State> {
  const print = ({ results, answer }: State): string => {
    if (answer !== undefined) return `Answered: ${answer}`
    return results === undefined ? printQuestion(question.text) : printResults(results.map((i) => world.documents[i]!))
  }
  const stateKey = ({ seen, results, answer }: State): string =>
    JSON.stringify([seen, results?.toSorted((a, b) => a - b) ?? null, answer ?? null])
  return {
    initial: { seen: [] },
    observe: (state) => ({ text: print(state), actions: ACTIONS }),
    anchor(state) {
      if (kind === 'text') return print(state)
      if (kind === 'inventory') return `${print(state)}\nSeen: ${state.seen.join(' ')}`
      return stateKey(state)
    },
    stateKey,
    step(state, action) {
      const read = readHopAction(action)
      if (read === undefined) return { state, won: false }
      if (read.verb === 'answer') {
        const won = normaliseAnswer(read.text) === normaliseAnswer(question.answer)
        return { state: { ...state, answer: read.text }, won, lost: !won, info: { answered: true } }
      }
      const results = find(read.text)
      const seen = [...new Set([...state.seen, ...results])].sort((a, b) => a - b)
      return { state: { seen, results }, won: false, info: { found: seen.length - state.seen.length } }
    },
  }
}

/** First names of different splits are different things. @throws GigpoError `config` on a wrong option. */
export function createHopSearchTaskSet(options: HopSearchOptions): TaskSet {
  const { world, split, anchor = 'text', maxSteps = 6, reward = 10 } = options
  checkLimits('hop-search', { maxSteps, reward })
  choose('anchor', anchor, ['text', 'inventory', 'state'])
  choose('split', split, SPLITS)
  const types = options.taskTypes ?? HOPS.map(typeOf)
  for (const type of types) choose('taskTypes', type, HOPS.map(typeOf))
  const questions = inTurn(
    HOPS.filter((hops) => types.includes(typeOf(hops))).map((hops) => questionsOf(world, split as HopSplit, hops)),
    options.count ?? Number.POSITIVE_INFINITY,
  )
  if (questions.length === 0)
    throw new GigpoError('config', `hop-search: count cannot be ${options.count}`, {
      where: 'count',
      remedy: 'Give a whole number of at least 1.',
    })
  const find = createFind(world)
  const asked = questions.map(({ text, answer }) => [text, answer])
  return {
    name: 'hop-search/generated',
    split,
    size: questions.length,
    digest: sha256(JSON.stringify(['hop-search', 1, world.documents, asked])),
    task(index): Task {
      checkTaskIndex(index, questions.length)
      const question = questions[index]!
      const name = world.entities[question.entity]!.name.replaceAll(' ', '_')
      return { id: `${split}/${name}/${question.chain.join('.')}`, index, type: typeOf(question.chain.length) }
    },
    create: (task, seed, noise = seed) =>
      createPureEnvironment(createGame(world, questions[task.index]!, find, anchor), { maxSteps, reward, noise }),
  }
}

const typeOf = (hops: number): string => `${hops}-hop`

function choose(where: string, received: string, choices: readonly string[]): void {
  if (choices.includes(received)) return
  throw new GigpoError('config', `hop-search: ${where} cannot be ${JSON.stringify(received)}`, {
    where,
    remedy: `Choose from ${choices.join(', ')}.`,
  })
}

/** One from each list in turn, until `count` or the end of all. */
function inTurn(lists: readonly (readonly HopQuestion[])[], count: number): HopQuestion[] {
  const out: HopQuestion[] = []
  const longest = Math.max(0, ...lists.map((list) => list.length))
  for (let i = 0; i < longest; i++)
    for (const list of lists) if (i < list.length && out.length < count) out.push(list[i]!)
  return out
}

function createFind({ documents }: HopWorld): Find {
  const index = buildSearchIndex({
    asins: documents.map((_, i) => String(i).padStart(6, '0')),
    documents: documents.map(({ title, text }) => `${title} ${text}`),
  })
  const { search } = createProductSearch(index)
  return (query) => Array.from(search(query).subarray(0, SHOWN))
}
