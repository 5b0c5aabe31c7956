// The full-text index of one episode file: which words occur in which episodes. Words that occur in the same episodes stand
// on one line behind these, so an index is a few per cent of its file, also where every episode has words of its own; and
// a search is a plain search in one string. A line is `<set> word word … word `: the set has a bit an episode, four bits a
// letter from A to P, letters that no word in lower case has.
import { searchWords } from '../../api/search-words.ts'

export type WordIndex = string

export interface WordCollector {
  /** Texts of one row after another, rows ascending. */
  add(text: string, row: number): void
  /** `turn` lets others work in between. */
  finish(turn: () => Promise<void> | undefined): Promise<WordIndex>
}

/** Equal texts are taken apart once, however many episodes share them. */
export function createWordCollector(): WordCollector {
  const rowsOf = new Map<string, number[]>()
  return {
    add: (text, row) => {
      const rows = rowsOf.get(text)
      if (rows === undefined) rowsOf.set(text, [row])
      else if (rows.at(-1) !== row) rows.push(row)
    },
    finish: async (turn) => {
      const sets = new Map<string, Set<number>>()
      for (const [text, rows] of rowsOf) {
        for (const word of searchWords(text)) {
          const known = sets.get(word)
          if (known === undefined) sets.set(word, new Set(rows))
          else for (const row of rows) known.add(row)
        }
        await turn()
      }
      const lines = new Map<string, string[]>()
      for (const [word, rows] of sets) {
        const set = printSet(rows)
        const words = lines.get(set)
        if (words === undefined) lines.set(set, [word])
        else words.push(word)
        await turn()
      }
      return [...lines].map(([set, words]) => `${set} ${words.join(' ')} `).join('\n')
    },
  }
}

/** Which of `size` rows have every word searched for, as `wordMatches` says: 1 for those that have. */
export function rowsWithWords(index: WordIndex, searched: readonly string[], size: number): Uint8Array {
  const all = new Uint8Array(size).fill(1)
  for (const word of searched) {
    const some = new Uint8Array(size)
    const needle = /^\p{N}+$/u.test(word) ? ` ${word} ` : word
    for (let at = index.indexOf(needle); at >= 0; ) {
      const start = index.lastIndexOf('\n', at) + 1
      readSet(index.slice(start, index.indexOf(' ', start)), some)
      const end = index.indexOf('\n', at)
      at = end < 0 ? -1 : index.indexOf(needle, end)
    }
    for (let row = 0; row < size; row++) all[row]! &= some[row]!
  }
  return all
}

function printSet(rows: ReadonlySet<number>): string {
  const letters: number[] = []
  for (const row of rows) {
    while (letters.length <= row >> 2) letters.push(0)
    letters[row >> 2]! |= 1 << (row & 3)
  }
  return letters.map((bits) => String.fromCharCode(65 + bits)).join('')
}

function readSet(letters: string, into: Uint8Array): void {
  for (let i = 0; i < letters.length; i++) {
    const bits = letters.charCodeAt(i) - 65
    for (let bit = 0; bit < 4; bit++) if ((bits >> bit) & 1 && 4 * i + bit < into.length) into[4 * i + bit] = 1
  }
}
