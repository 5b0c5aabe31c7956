// How a question and search results are written into observations, and read back out of them.

export interface HopDocument {
  readonly title: string
  readonly text: string
}

const QUESTION = 'Question: '

export const printQuestion = (question: string): string => `${QUESTION}${question}`

/** The question of a first observation; empty where the text holds none. */
export const questionIn = (text: string): string => (text.startsWith(QUESTION) ? text.slice(QUESTION.length) : '')

export function printResults(documents: readonly HopDocument[]): string {
  const lines = documents.map(({ title, text }, i) => `Doc ${i + 1} (Title: ${title}) ${text}`)
  return ['<information>', ...(lines.length === 0 ? ['No documents found.'] : lines), '</information>'].join('\n')
}

/** The documents in an observation, best first; none where it holds no results. */
export function documentsIn(text: string): HopDocument[] {
  if (!text.startsWith('<information>\n')) return []
  return text.split('\n').flatMap((line) => {
    const found = /^Doc \d+ \(Title: ([^)]*)\) (.*)$/.exec(line)
    return found === null ? [] : [{ title: found[1]!, text: found[2]! }]
  })
}
