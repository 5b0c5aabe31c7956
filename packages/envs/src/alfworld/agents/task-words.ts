// The task sentence as structured words. The twelve sentence patterns (two a task type) are part of the game's fixed text.

export interface TaskWords {
  readonly verb: 'put' | 'two' | 'clean' | 'heat' | 'cool' | 'examine'
  /** Class of the object, for example `mug`. */
  readonly object: string
  /** Class of the receptacle to put it in, or of the lamp for `examine`. */
  readonly place: string
}

const patterns: readonly (readonly [RegExp, TaskWords['verb'] | null])[] = [
  [/^(?:look at|examine the) (\S+) (?:under|with) the (\S+?)\.?$/, 'examine'],
  [/^(?:put|find) two (\S+) (?:and put them )?(?:in|on) (\S+?)\.?$/, 'two'],
  [/^(?:put a )?(clean|hot|cool) (\S+) in (\S+?)\.?$/, null],
  [/^(clean|heat|cool) some (\S+) and put it in (\S+?)\.?$/, null],
  [/^put (?:a|some) (\S+) (?:in|on) (\S+?)\.?$/, 'put'],
]

/** The sentence after "Your task is to: " of a first observation; undefined where there is none. */
export function taskSentence(text: string): string | undefined {
  const marker = 'Your task is to: '
  const at = text.indexOf(marker)
  return at < 0 ? undefined : text.slice(at + marker.length).trim()
}

/** Undefined for a sentence of another kind. */
export function parseTask(sentence: string): TaskWords | undefined {
  for (const [pattern, verb] of patterns) {
    const match = pattern.exec(sentence)
    if (match === null) continue
    if (verb !== null) return { verb, object: match[1]!, place: match[2]! }
    const word = match[1]! === 'hot' ? 'heat' : (match[1] as 'clean' | 'heat' | 'cool')
    return { verb: word, object: match[2]!, place: match[3]! }
  }
  return undefined
}
