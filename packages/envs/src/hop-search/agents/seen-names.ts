// What a reader without knowledge of the wordings can keep of an episode: the names met so far and where each was met. A name
// is a run of capitalised words; its cue is the last other word of its sentence that is not a function word. Only documents
// whose title is a known name, now or later, are kept, because the others are about things nobody has asked for.
import type { AgentView } from '@gigpo/core'
import { sentencesOf } from '../language/read.ts'
import { documentsIn, type HopDocument, questionIn } from '../language/results.ts'

export interface SeenDocument {
  readonly title: string
  /** Cue → name. */
  readonly mentions: ReadonlyMap<string, string>
}

const RUN = /[A-Z][a-z]+(?: [A-Z][a-z]+)*/g
/** Words that are capitalised at the start of a sentence alone. */
const STARTERS = new Set('The It She He In Which What Who Where For Under To On Through'.split(' '))
const SILENT = new Set(
  (
    'the a an of in at by for is was it its she he they to and on as has not be with from ' +
    'person city country river company film book'
  ).split(' '),
)

/** Names in a sentence, in order. */
export function namesIn(sentence: string): string[] {
  return (sentence.match(RUN) ?? []).filter((run) => !STARTERS.has(run))
}

export class SeenNames {
  question = ''
  readonly names: Set<string> = new Set()
  /** Oldest first; document 1 is documents[0]. */
  readonly documents: SeenDocument[] = []
  /** Documents that the last step added. */
  added = 0
  readonly #unread = new Map<string, HopDocument>()
  #observations = 0

  update({ observation, history }: AgentView): void {
    const texts = [...history.map((entry) => entry.observation), observation.text]
    for (const text of texts.slice(this.#observations)) {
      if (this.#observations++ === 0) {
        this.question = questionIn(text)
        for (const name of namesIn(this.question).slice(0, 1)) this.names.add(name)
      }
      this.added = 0
      for (const document of documentsIn(text)) this.#unread.set(document.title, document)
      // Reading one document can name another.
      for (let before = -1; before !== this.added; ) {
        before = this.added
        for (const document of this.#unread.values()) this.#read(document)
      }
    }
  }

  /** The name under a cue in document 1, 2, …; `start` in 0 is the name of the question. */
  nameUnder(cue: string, document: number): string | undefined {
    if (document === 0) return cue === 'start' ? [...this.names][0] : undefined
    return this.documents[document - 1]?.mentions.get(cue)
  }

  /** Where a known name was met last: `started 2`, or `start`. */
  pointer(name: string): string {
    const at = this.documents.findLastIndex(({ mentions }) => [...mentions.values()].includes(name))
    const [cue] = [...(this.documents[at]?.mentions ?? [])].find(([, other]) => other === name) ?? []
    return cue === undefined || [...this.names][0] === name ? 'start' : `${cue} ${at + 1}`
  }

  #read({ title, text }: HopDocument): void {
    if (!this.names.has(title) || this.documents.some((document) => document.title === title)) return
    const mentions = new Map<string, string>()
    for (const sentence of sentencesOf(text)) {
      const cue = (sentence.replace(RUN, ' ').match(/[a-z]+/g) ?? []).findLast((word) => !SILENT.has(word))
      for (const name of namesIn(sentence)) if (name !== title && cue !== undefined) mentions.set(cue, name)
    }
    for (const name of mentions.values()) this.names.add(name)
    this.#unread.delete(title)
    this.documents.push({ title, mentions })
    this.added++
  }
}
