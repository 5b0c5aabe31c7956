// The embedded critic learns values that follow from the tokens, takes the body of a policy, and refuses what is not its own.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AdamStep, type CriticDatum, rootKey, stream } from '@gigpo/core'
import { afterAll, describe, expect, it } from 'vitest'
import { createEmbeddedCritic } from './embedded-critic.ts'
import { createEmbeddedEngine } from './embedded-engine.ts'
import type { ModelConfig } from './model/config.ts'
import { trainWordLevel } from './tokenizer/word-level.ts'

const tokenizer = trainWordLevel(['a b c d e f g h i j'])
const config: ModelConfig = {
  modelType: 'llama',
  vocabularySize: tokenizer.size,
  hiddenSize: 32,
  layers: 2,
  heads: 4,
  keyValueHeads: 2,
  headDim: 8,
  intermediateSize: 48,
  normEpsilon: 1e-6,
  ropeTheta: 10_000,
  contextLength: 48,
  tiedEmbedding: true,
  attentionBias: false,
  queryKeyNorm: false,
}
const step: AdamStep = { learningRate: 3e-3, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0, gradientClip: 1 }
const folder = mkdtempSync(join(tmpdir(), 'gigpo-critic-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Prompt of two digits x, y and three digits said: what is returned is x − y, plus 2 once a 9 was said. */
function task(seed: number, count: number): CriticDatum[] {
  const random = stream(rootKey(seed), 'critic-task')
  const digit = (): number => random.integer(10)
  return Array.from({ length: count }, () => {
    const prompt = [digit(), digit()]
    const completion = [digit(), digit(), digit()]
    const base = (prompt[0]! - prompt[1]!) / 3
    const returns = completion.map((_, t) => base + (completion.slice(0, t).includes(9) ? 2 : 0))
    return { prompt, completion, weights: completion.map(() => 1 / (3 * count)), returns }
  })
}

describe('embedded critic', () => {
  it('learns a value that depends on the prompt and on what was said', { timeout: 120_000 }, async () => {
    const critic = await createEmbeddedCritic({ model: config, key: rootKey(1) })
    const held = task(0, 64)
    const error = async (): Promise<number> => {
      const values = await critic.values(held)
      return held.reduce(
        (sum, { returns }, i) => sum + returns.reduce((part, r, t) => part + (values[i]![t]! - r) ** 2, 0) / 192,
        0,
      )
    }
    const before = await error()
    expect((await critic.values(held)).flat().every((value) => value === 0)).toBe(true)
    for (let i = 0; i < 250; i++) {
      await critic.forwardBackward(task(1 + i, 64), { clip: null })
      await critic.optimStep(step)
    }
    expect(await error()).toBeLessThan(0.1 * before)
    await critic.close()
  })

  it('takes the body of a policy and starts at zero, or goes on from a critic', async () => {
    const engine = await createEmbeddedEngine({
      model: { ...config, tiedEmbedding: false },
      tokenizer,
      key: rootKey(5),
    })
    await engine.save(join(folder, 'policy'))
    await engine.close()
    const data = task(3, 8)
    const learn = async (critic: Awaited<ReturnType<typeof createEmbeddedCritic>>) => {
      for (let i = 0; i < 3; i++) {
        await critic.forwardBackward(data, { clip: null })
        await critic.optimStep(step)
      }
      return critic.values(data)
    }
    const own = await createEmbeddedCritic({ model: { path: join(folder, 'policy') }, key: rootKey(6) })
    const other = await createEmbeddedCritic({ model: { ...config, tiedEmbedding: false }, key: rootKey(7) })
    await learn(other)
    await other.load(join(folder, 'policy'), { weightsOnly: true })
    expect((await other.values(data)).flat().every((value) => value === 0)).toBe(true)
    const values = await learn(own)
    expect(await learn(other)).toEqual(values)
    expect(values.flat().some((value) => Math.abs(value) > 1e-3)).toBe(true)

    await own.save(join(folder, 'critic'))
    expect(readdirSync(join(folder, 'critic')).sort()).toEqual([
      'config.json',
      'engine.json',
      'model.safetensors',
      'optimizer.safetensors',
    ])
    const again = await createEmbeddedCritic({ model: { path: join(folder, 'critic') }, key: rootKey(8) })
    expect(await again.values(data)).toEqual(values)
    const fresh = await createEmbeddedCritic({
      model: { path: join(folder, 'policy') },
      key: rootKey(6),
      fresh: true,
    })
    expect(await learn(fresh)).not.toEqual(values)
    for (const critic of [own, other, again, fresh]) await critic.close()

    await expect(
      createEmbeddedEngine({ model: { path: join(folder, 'critic') }, tokenizer, key: rootKey(1) }),
    ).rejects.toMatchObject({ code: 'config', message: expect.stringContaining('critic') })
  })

  it('says what it takes and refuses what does not fit', async () => {
    const critic = await createEmbeddedCritic({ model: config, key: rootKey(1), workers: 2 })
    const { parameters, bytes } = critic.describe()
    // Weights, moments, what a step is taken back to, and each worker's gradients and copy.
    expect(bytes).toBe(4 * Number(parameters) * 10)
    const [datum] = task(1, 1) as [CriticDatum]
    await expect(critic.values([{ prompt: [], completion: [1] }])).rejects.toThrow(/empty/)
    await expect(critic.values([{ prompt: new Array(46).fill(1), completion: [1, 2, 3] }])).rejects.toThrow(/49 tokens/)
    await expect(critic.forwardBackward([datum], { clip: 0.5 })).rejects.toThrow(/needs 3 oldValues, has none/)
    await expect(critic.forwardBackward([datum], { clip: 0 })).rejects.toThrow(/clip must be > 0/)
    await critic.forwardBackward([datum], { clip: null })
    const wrong = { ...datum, returns: datum.returns.map(() => Number.NaN) }
    await expect(critic.forwardBackward([wrong], { clip: null })).rejects.toMatchObject({ code: 'non-finite' })
    expect((await critic.optimStep(step)).gradientNorm).toBe(0)
    await critic.close()
  })
})
