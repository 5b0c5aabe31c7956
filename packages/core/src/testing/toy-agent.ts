// An agent for the toy grid that speaks in single words, a demonstrator that walks straight to the goal, and the
// word-level tokenizer both need.
import type { Agent, Demonstrator } from '../agent.ts'
import type { Tokenizer } from '../engine.ts'
import { TOY_ACTIONS } from './toy-environment.ts'

/** The prompt is the observation; an action is one of the four directions. */
export function createToyAgent(): Agent {
  return {
    prompt: (view) => ({ kind: 'text', text: `${view.observation.text} <act>` }),
    parse(completion) {
      const text = completion.trim()
      const valid = (TOY_ACTIONS as readonly string[]).includes(text)
      return { text: valid ? text : 'wait', valid }
    },
    format: (action) => action,
  }
}

/** Walks towards the goal; with probability `noise` (default 0) takes any direction instead. */
export function createToyDemonstrator(options: { readonly side?: number; readonly noise?: number } = {}): Demonstrator {
  const side = options.side ?? 3
  return {
    act(view, random) {
      const [, goal, , cell] = view.observation.text.split(' ').map(Number) as [number, number, number, number]
      const dx = (goal % side) - (cell % side)
      const direct = dx !== 0 ? (dx < 0 ? 'left' : 'right') : goal < cell ? 'up' : 'down'
      return { action: random.uniform() < (options.noise ?? 0) ? random.pick(TOY_ACTIONS) : direct }
    },
  }
}

/** Splits at white space; words outside the vocabulary become `<unk>`. The grid's words and numbers 0…15 are known. */
export function createToyTokenizer(words: readonly string[] = []): Tokenizer {
  const base = ['<eos>', '<unk>', '<act>', 'goal', 'at', ...TOY_ACTIONS, 'wait']
  const numbers = Array.from({ length: 16 }, (_, i) => String(i))
  const vocabulary = [...new Set([...base, ...numbers, ...words])]
  const ids = new Map(vocabulary.map((word, id) => [word, id]))
  return {
    size: vocabulary.length,
    encode: (text) => (text.match(/\S+/g) ?? []).map((word) => ids.get(word) ?? 1),
    decode: (tokens) => tokens.map((id) => vocabulary[id] ?? '<unk>').join(' '),
    stop: [0],
  }
}
