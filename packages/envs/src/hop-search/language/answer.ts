// What is compared when an answer is judged, and how actions are written: `search[query]` and `answer[text]`.

/** As SQuAD's exact match: lower case, without punctuation and articles, blanks made single. */
export function normaliseAnswer(text: string): string {
  return text
    .toLowerCase()
    .replace(/[!-/:-@[-`{-~]/g, '')
    .replace(/\b(?:a|an|the)\b/g, ' ')
    .split(/\s+/u)
    .filter((word) => word !== '')
    .join(' ')
}

export interface HopAction {
  readonly verb: 'search' | 'answer'
  readonly text: string
}

const LONGEST = 300
const form = /^(search|answer)\[(.+)\]$/

/** The action a text is, or undefined; blanks around it do not matter. */
export function readHopAction(action: string): HopAction | undefined {
  const found = action.length > LONGEST ? null : form.exec(action.trim())
  return found === null ? undefined : { verb: found[1] as 'search', text: found[2]! }
}
