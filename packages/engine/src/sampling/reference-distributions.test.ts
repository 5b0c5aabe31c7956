// What is drawn from after repetition penalty, temperature, top-k and top-p, against transformers' logits processors.
import { expect, it } from 'vitest'
import { loadReference, padRows, REFERENCE_MODELS, readFixture } from '../model/reference-fixture.test-support.ts'
import { buildPrefillGraph } from '../model/sampling-graphs.ts'
import { compile } from '../session/session.ts'
import { nucleus, penalised } from './sample-token.ts'

interface Sampling {
  readonly cases: readonly {
    readonly settings: { temperature?: number; top_k?: number; top_p?: number; repetition_penalty?: number }
    readonly kept: number
    readonly ids: readonly number[]
    readonly probs: readonly number[]
  }[]
}

it.each(REFERENCE_MODELS)('%s', async (name) => {
  const { config, weights, numbers } = loadReference(name)
  const { sampling } = readFixture(name, 'reference.json') as { sampling: Sampling }
  const prompt = numbers.forward.find((given) => given.name === 'medium')!.input_ids as readonly number[]
  const session = await compile(buildPrefillGraph(config, { batch: 1, promptLength: prompt.length }))
  const { logits } = await session.run({ ...weights, ...padRows([{ prompt, completion: [0] }], prompt.length, 1) })
  await session.release()
  expect(sampling.cases).toHaveLength(5)
  for (const { settings, kept, ids, probs } of sampling.cases) {
    const { temperature = 1, top_k, top_p = 1, repetition_penalty = 1 } = settings
    const scores = [...penalised(logits!, repetition_penalty, prompt)].map((x) => x / temperature)
    const top = Math.max(...scores)
    const masses = Float64Array.from(scores, (score) => Math.exp(score - top))
    const sum = masses.reduce((a, b) => a + b, 0)
    const found = [...nucleus(masses, sum, top_p, top_k)]
    const total = found.reduce((all, id) => all + masses[id]!, 0)
    expect(found).toHaveLength(kept)
    expect(found.slice(0, ids.length)).toEqual(ids)
    probs.forEach((p, i) => {
      expect(Math.abs(masses[found[i]!]! / total - p)).toBeLessThan(1e-5)
    })
  }
})
