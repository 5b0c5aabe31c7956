// What a search finds, for the server's index and for an exported site alike. A text is a set of words: runs of letters and
// digits in lower case. An episode is found when every word searched for is a part of one of its words; a number must be
// the whole word, so that "cabinet 1" does not find cabinet 12.
import type { Task } from '@gigpo/core'
import type { EpisodeView } from './contract.ts'

const WORD = /[\p{L}\p{N}]+/gu
/** Longer runs are no words but encoded data; they are cut. */
const LONGEST = 64

/** The words of a text, in order, with repetitions. */
export function searchWords(text: string): string[] {
  return (
    text
      .toLowerCase()
      .match(WORD)
      ?.map((word) => word.slice(0, LONGEST)) ?? []
  )
}

/** Whether a word of a text answers a word of a search. */
export function wordMatches(searched: string, word: string): boolean {
  return /^\p{N}+$/u.test(searched) ? word === searched : word.includes(searched)
}

type Searchable = Pick<EpisodeView, 'steps'> & { readonly task: Task }

/** Everything of an episode that is searched. */
export function* searchedTexts(episode: Searchable): Generator<string> {
  yield episode.task.id
  yield episode.task.type
  for (const step of episode.steps) {
    yield step.observation
    yield step.action
    if (step.thought !== undefined) yield step.thought
  }
}

/** Whether an episode is found by a search; an empty search finds all. */
export function episodeMatches(search: string, episode: Searchable): boolean {
  const missing = new Set(searchWords(search))
  for (const text of searchedTexts(episode)) {
    if (missing.size === 0) return true
    const words = new Set(searchWords(text))
    for (const searched of missing) {
      for (const word of words) {
        if (!wordMatches(searched, word)) continue
        missing.delete(searched)
        break
      }
    }
  }
  return missing.size === 0
}

/** Characters shown on either side of what was found. */
const AROUND = 60

/** The step and text where most words of a search are found first; undefined where only the task has them. */
export function findMatch(search: string, episode: Searchable): { t: number; text: string } | undefined {
  const searched = [...new Set(searchWords(search))]
  let best: { t: number; text: string } | undefined
  let most = 0
  for (const step of episode.steps) {
    for (const text of [step.action, step.thought ?? '', step.observation]) {
      const found = [...text.matchAll(WORD)].filter(({ 0: word }) =>
        searched.some((each) => wordMatches(each, word.toLowerCase())),
      )
      const count = searched.filter((each) => found.some(({ 0: word }) => wordMatches(each, word.toLowerCase()))).length
      if (count <= most) continue
      most = count
      best = { t: step.t, text: excerpt(text, found[0]!.index, found[0]![0].length) }
    }
  }
  return best
}

function excerpt(text: string, at: number, length: number): string {
  const from = Math.max(0, at - AROUND)
  const to = Math.min(text.length, at + length + AROUND)
  const shown = text.slice(from, to).replace(/\s+/g, ' ').trim()
  return `${from > 0 ? '…' : ''}${shown}${to < text.length ? '…' : ''}`
}
