// What can be known from the text shown so far: the memory behind the compact agent and the search expert. It reads only
// observations and the actions that led to them, never the game's state or its list of admissible commands. Names are the
// game's own ("drawer 3"); the class is the word before the number.
import type { AgentView } from '@gigpo/core'
import { parseTask, type TaskWords, taskSentence } from './task-words.ts'

export type Property = 'clean' | 'hot' | 'cool'

const namePattern = /\b(?:a|an) ([^\s,.]+ \d+)/g
const arrive = /^You arrive at ([^.]+)\./
const surface = /On the ([^.,]+ \d+), you see ([^.]*)\./
const opened = /The ([^.,]+ \d+) is open\. In it, you see ([^.]*)\./
const closed = /The ([^.,]+ \d+) is closed\./
const closing = /^You close the ([^.,]+ \d+)\./
const taking = /^You pick up the ([^.,]+ \d+) from the ([^.,]+ \d+)\./
const moving = /^You (?:move|put) the (\S+ \d+) (?:to|in\/on) the ([^.,]+ \d+)\./
const treating = /^You (heat|clean|cool) the ([^.,]+ \d+) using/
const switching = /^You turn on the ([^.,]+ \d+)\./
const facing = /^You are facing the (.+?)\. Next to it/
const carrying = /^You are carrying: a ([^.,]+ \d+)/
const nothing = 'Nothing happens.'

export function classOf(name: string): string {
  return name.slice(0, name.lastIndexOf(' '))
}

const numberOf = (name: string): number => Number(name.slice(name.lastIndexOf(' ') + 1))

function namesIn(list: string): string[] {
  return Array.from(list.matchAll(namePattern), (match) => match[1]!)
}

export class SeenWorld {
  /** The task sentence, and its words where it is one of the known patterns. */
  sentence = ''
  task: TaskWords | undefined
  /** Receptacles of the room: classes as listed, numbers ascending. */
  receptacles: readonly string[] = []
  /** The receptacle arrived at last. */
  location: string | undefined
  /** Contents of every receptacle that has been looked into. */
  readonly contents: Map<string, readonly string[]> = new Map()
  /** Receptacles known to be closed (true) or open (false); surfaces and unknown ones are absent. */
  readonly closed: Map<string, boolean> = new Map()
  /** Object → receptacle where it was last known to be; a held object is absent. */
  readonly places: Map<string, string> = new Map()
  holding: string | undefined
  /** Where the held object was taken from. */
  heldFrom: string | undefined
  readonly properties: Map<string, Set<Property>> = new Map()
  readonly lampsOn: Set<string> = new Set()
  /** Whether the last action changed nothing. */
  lastFailed = false
  readonly #sameSpot: Map<string, Set<string>> = new Map()
  #known: Set<string> = new Set()
  #steps = 0

  /** Reads what is new in the view. Views of one episode must come in order; steps may be skipped. */
  update(view: AgentView): void {
    for (; this.#steps <= view.history.length; this.#steps++) {
      const i = this.#steps
      const text = i < view.history.length ? view.history[i]!.observation : view.observation.text
      this.#read(i === 0 ? undefined : view.history[i - 1]!.action, text)
    }
  }

  /** Whether a receptacle's contents have been seen. */
  explored(receptacle: string): boolean {
    return this.contents.has(receptacle)
  }

  /** Whether the agent stands at this receptacle, as far as is known. */
  isHere(receptacle: string): boolean {
    return (
      this.location !== undefined &&
      (receptacle === this.location || this.#sameSpot.get(this.location)?.has(receptacle) === true)
    )
  }

  /** Receptacles known to share the present place, the one arrived at first. */
  here(): readonly string[] {
    if (this.location === undefined) return []
    const group = this.#sameSpot.get(this.location)
    return group === undefined ? [this.location] : [this.location, ...[...group].filter((r) => r !== this.location)]
  }

  #read(action: string | undefined, text: string): void {
    this.lastFailed = text === nothing
    if (action === undefined) {
      this.#readIntro(text)
      return
    }
    if (this.lastFailed) {
      // A listed receptacle that cannot be gone to is already here.
      if (action.startsWith('go to ')) this.#join(action.slice(6))
      return
    }
    const place = arrive.exec(text)?.[1]
    if (place !== undefined) this.location = place
    const shown = this.#readContents(text)
    // What can be examined or opened without going there is at the same place.
    if (shown !== undefined) this.#join(shown)
    this.#readChange(text)
  }

  #readIntro(text: string): void {
    const at = text.indexOf('Your task is to: ')
    this.sentence = taskSentence(text) ?? ''
    this.task = parseTask(this.sentence)
    const listed = namesIn(at < 0 ? text : text.slice(0, at))
    const order = new Map<string, number>()
    for (const name of listed) if (!order.has(classOf(name))) order.set(classOf(name), order.size)
    this.receptacles = listed.sort(
      (a, b) => order.get(classOf(a))! - order.get(classOf(b))! || numberOf(a) - numberOf(b),
    )
    this.#known = new Set(listed)
  }

  /** The receptacle that the text shows, open or closed. */
  #readContents(text: string): string | undefined {
    const shut = closed.exec(text)?.[1]
    if (shut !== undefined) this.closed.set(shut, true)
    const open = opened.exec(text)
    if (open !== null) this.closed.set(open[1]!, false)
    const seen = open ?? surface.exec(text)
    if (seen === null) return shut
    const receptacle = seen[1]!
    const names = namesIn(seen[2]!)
    for (const old of this.contents.get(receptacle) ?? [])
      if (this.places.get(old) === receptacle) this.places.delete(old)
    for (const name of names) if (!this.places.has(name) && name !== this.holding) this.places.set(name, receptacle)
    this.contents.set(receptacle, names)
    return receptacle
  }

  #readChange(text: string): void {
    let match = closing.exec(text)
    if (match !== null) this.closed.set(match[1]!, true)
    match = taking.exec(text)
    if (match !== null) {
      this.holding = match[1]!
      this.heldFrom = match[2]!
      this.places.delete(this.holding)
      this.#edit(match[2]!, (names) => names.filter((name) => name !== this.holding))
    }
    match = moving.exec(text)
    if (match !== null) {
      const name = match[1]!
      if (this.holding === name) this.holding = undefined
      this.places.set(name, match[2]!)
      this.#edit(match[2]!, (names) => [...names, name])
    }
    match = treating.exec(text)
    if (match !== null) this.#treat(match[2]!, match[1]!)
    match = switching.exec(text)
    if (match !== null) this.lampsOn.add(match[1]!)
    match = carrying.exec(text)
    if (match !== null) this.holding = match[1]!
    match = facing.exec(text)
    if (match !== null && this.location !== undefined)
      for (const name of match[1]!.split(/,? and |, /)) this.#join(name.replace(/^an? /, ''))
  }

  #treat(name: string, verb: string): void {
    const set = this.properties.get(name) ?? new Set<Property>()
    if (verb === 'clean') set.add('clean')
    else {
      set.delete(verb === 'heat' ? 'cool' : 'hot')
      set.add(verb === 'heat' ? 'hot' : 'cool')
    }
    this.properties.set(name, set)
  }

  #edit(receptacle: string, change: (names: readonly string[]) => readonly string[]): void {
    const names = this.contents.get(receptacle)
    if (names !== undefined) this.contents.set(receptacle, change(names))
  }

  #join(name: string): void {
    const here = this.location
    if (here === undefined || name === here || !this.#known.has(name)) return
    const group = this.#sameSpot.get(here) ?? new Set([here])
    const other = this.#sameSpot.get(name) ?? new Set([name])
    for (const member of other) group.add(member)
    for (const member of group) this.#sameSpot.set(member, group)
  }
}
