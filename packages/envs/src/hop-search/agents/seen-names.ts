// What a reader without knowledge of the wordings can keep of an episode: the names met so far as numbered slots, and where
// each was met. A name is a run of capitalised words; its cue is the other words of its sentence. Only documents whose title
// is a known slot are kept, because the others are about things nobody has asked for.
import type { AgentView } from '@gigpo/core'
import { sentencesOf } from '../language/read.ts'
import { documentsIn, type HopDocument, questionIn } from '../language/results.ts'

export interface Mention {
  readonly name: string
  readonly cue: readonly string[]
}

export interface SeenDocument {
  readonly title: string
  readonly mentions: readonly Mention[]
}

const RUN = /[A-Z][a-z]+(?: [A-Z][a-z]+)*/g
/** Words that are capitalised at the start of a sentence alone. */
const STARTERS = new Set('The It She He In Which What Who Where For Under To On Through'.split(' '))
const SILENT = new Set(
  'the a an of in at by for is was it its she he they to and on as has not be with from'.split(' '),
)
const CUE_WORDS = 2

/** Names in a sentence, in order. */
export function namesIn(sentence: string): string[] {
  return (sentence.match(RUN) ?? []).filter((run) => !STARTERS.has(run))
}

export class SeenNames {
  /** Slot e1 is names[0]: the name of the question. */
  readonly names: string[] = []
  /** Oldest first. */
  readonly documents: SeenDocument[] = []
  question = ''
  /** Documents that the last step added. */
  added = 0
  readonly #unread = new Map<string, HopDocument>()
  readonly #most: number
  #observations = 0

  constructor(most: number) {
    this.#most = most
  }

  update({ observation, history }: AgentView): void {
    const texts = [...history.map((entry) => entry.observation), observation.text]
    for (const text of texts.slice(this.#observations)) {
      this.#observations++
      this.added = 0
      if (this.#observations === 1) this.#ask(questionIn(text))
      for (const document of documentsIn(text)) this.#unread.set(document.title, document)
      // Reading one document can name another.
      for (let before = -1; before !== this.added; ) {
        before = this.added
        for (const document of this.#unread.values()) this.#read(document)
      }
    }
  }

  /** The slot of a name, `e3`, or undefined. */
  slot(name: string): string | undefined {
    const place = this.names.indexOf(name)
    return place < 0 ? undefined : `e${place + 1}`
  }

  /** The last word of the cue in the latest document that mentions the name; empty where none does. */
  cueOf(name: string): string {
    const mentions = this.documents.flatMap((document) => document.mentions)
    return mentions.findLast((mention) => mention.name === name)?.cue.at(-1) ?? ''
  }

  #ask(question: string): void {
    this.question = question
    const [name] = namesIn(question)
    if (name !== undefined) this.names.push(name)
  }

  #read({ title, text }: HopDocument): void {
    if (!this.names.includes(title) || this.documents.some((document) => document.title === title)) return
    const mentions: Mention[] = []
    for (const sentence of sentencesOf(text)) {
      const others = namesIn(sentence).filter((name) => name !== title)
      const cue = (sentence.replace(RUN, ' ').match(/[a-z]+/g) ?? []).filter((word) => !SILENT.has(word))
      for (const name of others) mentions.push({ name, cue: cue.slice(-CUE_WORDS) })
    }
    for (const { name } of mentions)
      if (!this.names.includes(name) && this.names.length < this.#most) this.names.push(name)
    this.#unread.delete(title)
    this.documents.push({ title, mentions: mentions.filter(({ name }) => this.names.includes(name)) })
    this.added++
  }
}
