// Keyed random requests and rows over any vocabulary: the inputs of the sampler and learner suites.
import type { Datum, Engine, SampleRequest } from '../engine.ts'
import { fold, rootKey, stream } from '../random.ts'

const ROOT = fold(rootKey(7), 'engine-checks')

/** `count` prompts of 1 to 6 tokens. */
export function randomPrompts(engine: Engine, count: number): number[][] {
  return Array.from({ length: count }, (_, i) => {
    const random = stream(ROOT, 'prompt', i)
    return Array.from({ length: 1 + random.integer(6) }, () => random.integer(engine.tokenizer.size))
  })
}

/** One request a prompt; keys differ. */
export function requests(engine: Engine, count: number, temperature = 1, maxTokens = 8): SampleRequest[] {
  return randomPrompts(engine, count).map((prompt, i) => ({
    prompt,
    maxTokens,
    temperature,
    stop: engine.tokenizer.stop,
    key: fold(ROOT, 'request', i),
  }))
}

/** Rows with 1 to 5 completion tokens, signed advantages, and old and reference log-probabilities near the uniform one. */
export function randomData(engine: Engine, count: number): Datum[] {
  const uniform = -Math.log(engine.tokenizer.size)
  return randomPrompts(engine, count).map((prompt, i) => {
    const random = stream(ROOT, 'datum', i)
    const length = 1 + random.integer(5)
    const each = (draw: () => number): number[] => Array.from({ length }, draw)
    const advantage = random.normal()
    return {
      prompt,
      completion: each(() => random.integer(engine.tokenizer.size)),
      weights: each(() => (random.integer(5) === 0 ? 0 : 0.1 + random.uniform())),
      advantages: each(() => advantage),
      oldLogprobs: each(() => uniform + 0.05 * random.normal()),
      refLogprobs: each(() => uniform + 0.2 * random.normal()),
    }
  })
}
