// Small helpers of the writers: templates with slots, read once; dealing; words in title case.
import type { RandomStream } from '@gigpo/core'

/** Text before each slot, the slots, and the text behind the last. */
export interface Template {
  readonly length: number
  readonly texts: readonly string[]
  readonly slots: readonly Slot[]
}

const slotNames = [
  'noun',
  'part',
  'use',
  'use2',
  'n',
  'lot',
  'name',
  'it',
  'It',
  'brand',
  'series',
  'size',
  'code',
  'code2',
  'code3',
  'code4',
  'code5',
] as const
export type Slot = (typeof slotNames)[number]

/** Reads `… {slot} …`; other braces stay text. */
export function parseTemplate(text: string): Template {
  const pieces = text.split(new RegExp(`\\{(${slotNames.join('|')})\\}`))
  return {
    length: text.length,
    texts: pieces.filter((_, index) => index % 2 === 0),
    slots: pieces.filter((_, index) => index % 2 === 1) as Slot[],
  }
}

/** `word` is asked for each slot in order. */
export function fill({ texts, slots }: Template, word: (slot: Slot) => string): string {
  let filled = texts[0]!
  for (let i = 0; i < slots.length; i++) filled += word(slots[i]!) + texts[i + 1]!
  return filled
}

/** Deals items in random order, one draw each; undefined when none is left. */
export function deal<T>(random: RandomStream, items: readonly T[]): () => T | undefined {
  const left = items.slice()
  return () => {
    if (left.length === 0) return undefined
    const at = random.integer(left.length)
    const item = left[at]
    left[at] = left[left.length - 1]!
    left.pop()
    return item
  }
}

const small = new Set('a an and by for from in of on or the to when with without'.split(' '))

/** "ready to hang" → "Ready to Hang". */
export function titleCase(text: string): string {
  return text
    .split(' ')
    .map((word, index) => (index > 0 && small.has(word) ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join(' ')
}
