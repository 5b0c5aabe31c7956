// The agent for small models trained from scratch: a word-level prompt of at most `budget` words, rebuilt each step from all
// text seen so far, and actions as bare words ("take book 1 desk 1"; parse puts the function words back).
//
//   <task> heat mug cabinet <room> cabinet 9 fridge 1 … <next> cabinet 3 drawer 1 … <seen> mug 2 countertop 1 <done> …
//   <hist> go fridge 1 open fridge 1 ! <hold> mug 2 hot <at> fridge 1 open <obs> … <act>
//
// HAND ENGINEERING, declared: this is memory a language model would have to keep by itself. It uses only text the agent was
// shown, never the game state or the list of admissible commands.
// - <room> (memory 'visited'): receptacle classes and their highest numbers from the first observation.
// - <next> (memory 'next', the default, in place of <room> and <visited>): for each receptacle class the lowest number not
//   looked into yet; a class disappears when all of it has been searched. <visited> (memory 'visited'): all numbers looked into.
// - <seen>: where objects of the task's class, and lamps of the task's class, were last seen ("on" once used).
// - <done>: those already at the goal's receptacle class with the wanted property.
// - <hist>: the last two actions, "!" after one at which nothing happened.
// - <hold>: the held object with what was done to it; where it was taken from if it is not of the task's class.
// - <at>: the receptacles known to be here, and whether the first is open or closed.
// - <obs>: the feedback without function words, at most 48 words.
// Over budget, parts are cut in this order: tail of <obs>, older action, tail of <next>/<visited>/<room>, <seen>.
import type { Action, Agent, AgentView, Prompt } from '@gigpo/core'
import { GigpoError } from '@gigpo/core'
import { toCommand, toWords } from './command-words.ts'
import { fitSections, type Section } from './fit-sections.ts'
import { classOf, SeenWorld } from './seen-world.ts'

export interface CompactAgentOptions {
  /** Most words in a prompt; at least 40. Default 90. */
  readonly budget?: number
  /** How the search memory is written. Default 'next'. */
  readonly memory?: 'next' | 'visited'
  /** Most feedback words. Default 48. */
  readonly observationWords?: number
}

const functionWords = new Set(
  'a an the and you it its is are in on at to of from using with your this there s re see around quickly'.split(' '),
)

const plainWord = (word: string): boolean => /^[a-z0-9-]+$/.test(word)

/** Feedback as bare words: lower case, no punctuation, no function words, no name directly after itself. */
export function bareWords(text: string, limit: number): string[] {
  const out: string[] = []
  for (const word of text.toLowerCase().split(/[^a-z0-9]+/)) {
    if (word === '' || functionWords.has(word)) continue
    out.push(word)
    const n = out.length
    if (n >= 4 && out[n - 1] === out[n - 3] && out[n - 2] === out[n - 4]) out.length = n - 2
    if (out.length >= limit) break
  }
  return out
}

/** An agent for one episode. @throws GigpoError `config` for a budget under 40. */
export function createCompactAgent(options: CompactAgentOptions = {}): Agent {
  const { budget = 90, memory = 'next', observationWords = 48 } = options
  if (!Number.isInteger(budget) || budget < 40)
    throw new GigpoError('config', `the compact agent's budget must be an integer of at least 40, received ${budget}`, {
      remedy: 'Set agent.budget to 90, or leave it out.',
    })
  const world = new SeenWorld()

  function prompt(view: AgentView): Prompt {
    world.update(view)
    const sections = [...taskSections(world, memory), ...memorySections(world, memory), ...presentSections(world, view)]
    // The first observation is the room and the task, which have their own sections.
    const feedback = view.step === 0 ? [] : bareWords(view.observation.text, observationWords)
    sections.push({ marker: '<obs>', items: feedback.map((word) => [word]) })
    return { kind: 'text', text: `${fitSections(sections, budget - 1)} <act>` }
  }

  function parse(completion: string): Action {
    const command = toCommand(completion)
    return command === undefined ? { text: completion.trim(), valid: false } : { text: command, valid: true }
  }

  return { prompt, parse, format: (action) => toWords(action) }
}

function taskSections(world: SeenWorld, memory: 'next' | 'visited'): Section[] {
  const { task } = world
  const words = task === undefined ? bareWords(world.sentence, 8) : [task.verb, task.object, task.place]
  const sections: Section[] = [{ marker: '<task>', items: [words], keep: true }]
  if (memory === 'visited') {
    const highest = new Map<string, string>()
    for (const name of world.receptacles) highest.set(classOf(name), name)
    sections.push({ marker: '<room>', items: [...highest.values()].map((name) => name.split(' ')) })
  }
  return sections
}

function memorySections(world: SeenWorld, memory: 'next' | 'visited'): Section[] {
  const sections: Section[] = []
  if (memory === 'next') {
    const lowest = new Map<string, string>()
    for (const name of world.receptacles)
      if (!world.explored(name) && !lowest.has(classOf(name))) lowest.set(classOf(name), name)
    sections.push({ marker: '<next>', items: [...lowest.values()].map((name) => name.split(' ')) })
  } else {
    const items: string[][] = []
    let last = ''
    for (const name of world.receptacles) {
      if (!world.explored(name)) continue
      const words = name.split(' ')
      items.push(words[0] === last ? words.slice(1) : words)
      last = words[0]!
    }
    sections.push({ marker: '<visited>', items })
  }
  const { seen, done } = targets(world)
  sections.push({ marker: '<seen>', items: seen.slice(0, 8) })
  if (done.length > 0) sections.push({ marker: '<done>', items: done.slice(0, 3) })
  return sections
}

/** Objects of the task's class (and its lamps), split by whether they already are as the task wants them. */
function targets(world: SeenWorld): { seen: string[][]; done: string[][] } {
  const seen: string[][] = []
  const done: string[][] = []
  const { task } = world
  if (task === undefined) return { seen, done }
  const wanted = task.verb === 'heat' ? 'hot' : task.verb === 'clean' || task.verb === 'cool' ? task.verb : undefined
  for (const [name, place] of world.places) {
    const kind = classOf(name)
    if (kind === task.object) {
      const ready = wanted === undefined || world.properties.get(name)?.has(wanted) === true
      const list = ready && task.verb !== 'examine' && classOf(place) === task.place ? done : seen
      list.push(`${name} ${place}`.split(' '))
    } else if (task.verb === 'examine' && kind === task.place)
      seen.push(`${name} ${place}${world.lampsOn.has(name) ? ' on' : ''}`.split(' '))
  }
  return { seen, done }
}

function presentSections(world: SeenWorld, view: AgentView): Section[] {
  const recent = view.history.slice(-2)
  const history = recent.map((entry, i) => {
    const after = i + 1 < recent.length ? recent[i + 1]!.observation : view.observation.text
    // A completion that is no command is kept too, but cannot bring markers into the prompt.
    const words = toWords(entry.action).split(' ').filter(plainWord).slice(0, 6)
    return after === 'Nothing happens.' ? [...words, '!'] : words
  })
  const hold: string[] = []
  if (world.holding !== undefined) {
    hold.push(...world.holding.split(' '), ...(world.properties.get(world.holding) ?? []))
    if (classOf(world.holding) !== world.task?.object && world.heldFrom !== undefined)
      hold.push(...world.heldFrom.split(' '))
  }
  const at = world
    .here()
    .slice(0, 3)
    .flatMap((name) => name.split(' '))
  const shut = world.location === undefined ? undefined : world.closed.get(world.location)
  if (shut !== undefined) at.splice(2, 0, shut ? 'closed' : 'open')
  return [
    { marker: '<hist>', items: history },
    { marker: '<hold>', items: [hold], keep: true },
    { marker: '<at>', items: [at], keep: true },
  ]
}
