// The whole engine against the numbers PyTorch computed from published-layout folders: loading (whole, sharded, bfloat16),
// greedy decoding through prefill and cache, scoring, and three AdamW steps.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { rootKey } from '@gigpo/core'
import { describe, expect, it } from 'vitest'
import { createEmbeddedEngine, type EmbeddedEngine } from './embedded-engine.ts'
import { REFERENCE_MODELS, type ReferenceNumbers } from './model/reference-fixture.test-support.ts'

const models = fileURLToPath(new URL('../fixtures/', import.meta.url))

const greedyOf = (prompt: readonly number[]) => ({
  prompt,
  maxTokens: 20,
  temperature: 0,
  stop: [],
  key: rootKey(0),
})

describe('reference models', () => {
  it.each(REFERENCE_MODELS)('%s: greedy tokens and log-probabilities', async (name) => {
    const path = `${models}${name}`
    const numbers = JSON.parse(readFileSync(`${path}/reference.json`, 'utf8')) as ReferenceNumbers
    const engine = await createEmbeddedEngine({ model: { path }, key: rootKey(0), contextLength: 256 })
    try {
      for (const greedy of numbers.greedy.cases) {
        const completions = await engine.sample(greedy.prompts.map(greedyOf))
        for (const [i, { tokens, logprobs }] of completions.entries()) {
          expect(tokens).toEqual(greedy.tokens[i])
          logprobs.forEach((x, t) => {
            expect(Math.abs(x - greedy.logprob[i]![t]!)).toBeLessThan(1e-4)
          })
        }
      }
      const { prompt, eos_token_id, tokens } = numbers.greedy.stop
      const [stopped] = await engine.sample([{ ...greedyOf(prompt), stop: [0, eos_token_id] }])
      expect(stopped).toMatchObject({ tokens, stopReason: 'stop' })
      // Punished without end, nothing is said twice, and nothing of the prompt.
      const [varied] = await engine.sample([{ ...greedyOf(prompt), repetitionPenalty: 1e6 }])
      expect(new Set([...prompt, ...varied!.tokens]).size).toBe(new Set(prompt).size + 20)
      const scored = numbers.forward.filter(({ attention_mask }) => attention_mask === undefined)
      for (const { input_ids, logprobs } of scored) {
        const [first, ...completion] = input_ids as readonly number[]
        if (completion.length === 0) continue
        const weights = completion.map(() => 1)
        const [row] = await engine.forward([{ prompt: [first!], completion, weights }])
        row!.logprobs.forEach((x, t) => {
          expect(Math.abs(x - (logprobs as readonly number[])[t]!)).toBeLessThan(1e-4)
        })
      }
    } finally {
      await engine.close()
    }
  })

  it('loads shards and bfloat16', async () => {
    const open = (name: string): Promise<EmbeddedEngine> =>
      createEmbeddedEngine({ model: { path: `${models}${name}` }, key: rootKey(0), contextLength: 64 })
    const [whole, sharded, half] = [
      await open('qwen2-tiny'),
      await open('qwen2-tiny-sharded'),
      await open('qwen2-tiny-bf16'),
    ]
    expect(sharded.describe().weights).toBe(whole.describe().weights)
    const { input_ids: prompt, greedy_float32_compute: expected } = JSON.parse(
      readFileSync(`${models}qwen2-tiny-bf16/reference.json`, 'utf8'),
    ) as { input_ids: number[]; greedy_float32_compute: number[] }
    const [completion] = await half.sample([greedyOf(prompt)])
    expect(completion!.tokens).toEqual(expected)
    for (const engine of [whole, sharded, half]) await engine.close()
  })

  it.each([1, 2])('qwen2-tiny: AdamW steps on %i workers', async (workers) => {
    const path = `${models}qwen2-tiny`
    const { cross_entropy: batch, adamw } = JSON.parse(
      readFileSync(`${path}/reference.json`, 'utf8'),
    ) as ReferenceNumbers
    const engine = await createEmbeddedEngine({ model: { path }, key: rootKey(0), contextLength: 64, workers })
    const total = batch.loss_mask.flat().reduce((sum, x) => sum + x, 0)
    const data = batch.input_ids.map((ids, i) => {
      const length = batch.attention_mask[i]!.reduce((sum, x) => sum + x, 0)
      return {
        prompt: ids.slice(0, 1),
        completion: ids.slice(1, length),
        weights: batch.loss_mask[i]!.slice(1, length).map((x) => x / total),
      }
    })
    for (const { loss_before, grad_norm_before_clip } of adamw.steps) {
      const { loss } = await engine.forwardBackward(data, { kind: 'cross-entropy' })
      expect(Math.abs(loss - loss_before)).toBeLessThan(1e-4)
      const { gradientNorm } = await engine.optimStep({
        learningRate: adamw.lr,
        beta1: adamw.betas[0],
        beta2: adamw.betas[1],
        epsilon: adamw.eps,
        // The reference decays biases and norms, too, by 1e-5 of their size a step: far below the tolerance.
        weightDecay: adamw.weight_decay,
        gradientClip: adamw.max_grad_norm,
      })
      expect(gradientNorm / grad_norm_before_clip).toBeCloseTo(1, 3)
    }
    await engine.close()
  })
})
