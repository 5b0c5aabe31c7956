// Parity with PyTorch on the tiny reference models: logits, log-probabilities, entropies, both losses, gradients, AdamW
// and greedy decoding. Batches are padded at both ends on purpose: padding must change nothing.
import type { LossSpec } from '@gigpo/core'
import { describe, expect, test } from 'vitest'
import { adamwStep, globalNorm } from '../optimizer/adamw.ts'
import { compile } from '../session/session.ts'
import { expectClose, expectSummary, lastLogits, maskedRows, runTraining } from './parity.test-support.ts'
import {
  loadReference,
  padRows,
  REFERENCE_MODELS,
  type ReferenceModel,
  type Row,
} from './reference-fixture.test-support.ts'
import { buildDecodeGraph, buildPrefillGraph } from './sampling-graphs.ts'

describe.each(REFERENCE_MODELS)('%s', (name) => {
  const model = loadReference(name)
  const { config, numbers } = model
  const isBatch = (ids: (typeof numbers.forward)[number]['input_ids']): ids is readonly (readonly number[])[] =>
    Array.isArray(ids[0])

  test('logits at listed positions', async () => {
    for (const given of numbers.forward) {
      if (isBatch(given.input_ids)) continue
      const ids = given.input_ids
      const listed =
        given.logits_at ?? given.logits!.map((logits, position) => ({ position, logits })).filter((_, i) => i % 4 === 0)
      for (const { position, logits } of listed) {
        expectClose((await lastLogits(model, [ids.slice(0, position + 1)]))[0]!, logits)
      }
    }
  })

  test('log-probabilities and entropies of every token, also at a temperature', async () => {
    for (const given of numbers.forward) {
      if (isBatch(given.input_ids)) continue
      const row = { prompt: given.input_ids.slice(0, 1), completion: [...given.input_ids.slice(1), 0] }
      const { outputs } = await runTraining(model, [row])
      expectClose(outputs.logprobs!, given.logprobs as number[])
      expectClose(outputs.entropies!, given.entropies as number[])
      const warm = given['logprobs_temperature_0.7']
      if (warm === undefined) continue
      const scaled = await runTraining(model, [row], { loss: { kind: 'cross-entropy', temperature: 0.7 } })
      expectClose(scaled.outputs.logprobs!, warm)
    }
  })

  test('padding of a batch changes nothing', async () => {
    const batches = numbers.forward.filter((given) => isBatch(given.input_ids))
    expect(batches).toHaveLength(2)
    for (const given of batches) {
      const sequences = (given.input_ids as readonly (readonly number[])[]).map((ids, i) =>
        ids.filter((_, t) => given.attention_mask![i]![t] === 1),
      )
      const logits = await lastLogits(model, sequences)
      given.last_position_logits!.forEach((expected, i) => {
        expectClose(logits[i]!, expected)
      })
      const rows = sequences.map((ids, i) => ({ prompt: ids.slice(0, i + 1), completion: ids.slice(i + 1) }))
      const { outputs, completionLength } = await runTraining(model, rows)
      rows.forEach(({ completion }, i) => {
        const from = i * completionLength
        const own = outputs.logprobs!.subarray(from, from + completion.length)
        expectClose(own, (given.logprobs as number[][])[i]!.slice(i))
      })
    }
  })

  test('cross-entropy: loss and every gradient', async () => {
    const reference = numbers.cross_entropy
    const rows = maskedRows(reference, reference.loss_mask)
    const { outputs } = await runTraining(model, rows, { gradients: true })
    expectClose(outputs.loss!, [reference.loss])
    const names = Object.keys(reference.grads)
    expect(names.sort()).toEqual(Object.keys(model.weights).sort())
    for (const parameter of names) expectSummary(outputs[`grad.${parameter}`]!, reference.grads[parameter]!)
    const norm = globalNorm(names.map((parameter) => outputs[`grad.${parameter}`]!))
    expectClose([norm], [reference.grad_norm])
    const { token_id, grad } = reference.embed_row
    const row = outputs['grad.model.embed_tokens.weight']!.subarray(token_id * config.hiddenSize)
    expectClose(row.subarray(0, config.hiddenSize), [...grad])
  })

  test('ppo: loss, its parts under several aggregations, and every gradient', async () => {
    const reference = numbers.ppo
    const { metrics } = reference
    const mask = reference.response_mask
    const rows = maskedRows(reference, mask, (i, from, to) => ({
      advantages: reference.advantages[i]!.slice(from, to),
      oldLogprobs: reference.old_logprobs[i]!.slice(from, to),
      refLogprobs: reference.ref_logprobs[i]!.slice(from, to),
    }))
    const policy = { kind: 'ppo', clipLow: 0.2, clipHigh: 0.28, dualClip: 3 } as const
    const loss: LossSpec = { ...policy, kl: { kind: 'k3', coefficient: 0.01 }, entropyCoefficient: 0.001 }
    const { outputs, completionLength } = await runTraining(model, rows, { loss, gradients: true })
    expectClose(outputs.loss!, [metrics.loss!])
    for (const [parameter, summary] of Object.entries(reference.grads)) {
      expectSummary(outputs[`grad.${parameter}`]!, summary)
    }
    expectClose([globalNorm(Object.keys(reference.grads).map((key) => outputs[`grad.${key}`]!))], [reference.grad_norm])

    const sums: Record<string, number> = { entropy: 0, approx_kl_k1: 0, approx_kl_k3: 0, ratio_mean: 0 }
    rows.forEach((row, i) => {
      const from = mask[i]!.indexOf(1)
      row.weights!.forEach((weight, t) => {
        if (weight === 0) return
        const logprob = outputs.logprobs![i * completionLength + t]!
        expect(Math.abs(logprob - reference.logprobs[i]![from + t]!)).toBeLessThan(1e-4)
        const ent = outputs.entropies![i * completionLength + t]!
        expect(Math.abs(ent - reference.entropies[i]![from + t]!)).toBeLessThan(1e-4)
        const difference = logprob - row.oldLogprobs![t]!
        sums.entropy! += weight * ent
        sums.approx_kl_k1! -= weight * difference
        sums.approx_kl_k3! += weight * (Math.exp(difference) - 1 - difference)
        sums.ratio_mean! += weight * Math.exp(difference)
      })
    })
    for (const [metric, value] of Object.entries(sums)) expectClose([value], [metrics[metric]!])

    const lossOf = async (spec: LossSpec, change: (row: Row, count: number) => Partial<Row>): Promise<number> => {
      const changed = rows.map((row) => ({ ...row, ...change(row, row.weights!.filter((w) => w > 0).length) }))
      return (await runTraining(model, changed, { loss: spec })).outputs.loss![0]!
    }
    const klOnly: LossSpec = { ...policy, kl: { kind: 'k3', coefficient: 1 } }
    const zeroAdvantages = (row: Row): Partial<Row> => ({ advantages: row.completion.map(() => 0) })
    const reweighted = (weight: (count: number) => number) => (row: Row, count: number) => ({
      weights: row.weights!.map((w) => (w > 0 ? weight(count) : 0)),
    })
    expectClose([await lossOf(policy, () => ({}))], [metrics.pg_loss!])
    expectClose([await lossOf(klOnly, zeroAdvantages)], [metrics.kl_ref_k3!])
    const bySum = reweighted(() => 1 / rows.length)
    const byMean = reweighted((count) => 1 / (rows.length * count))
    expectClose([await lossOf(policy, bySum)], [metrics.pg_loss_seq_mean_token_sum!])
    expectClose([await lossOf(policy, byMean)], [metrics.pg_loss_seq_mean_token_mean!])
  })

  test('three AdamW steps', async () => {
    const reference = numbers.adamw
    const weights = Object.fromEntries(Object.entries(model.weights).map(([key, value]) => [key, value.slice()]))
    const trained: ReferenceModel = { ...model, weights }
    const moments = Object.fromEntries(
      Object.entries(weights).map(([key, { length }]) => [key, [new Float32Array(length), new Float32Array(length)]]),
    )
    const rows = maskedRows(numbers.cross_entropy, numbers.cross_entropy.loss_mask)
    const step = {
      learningRate: reference.lr,
      beta1: reference.betas[0],
      beta2: reference.betas[1],
      epsilon: reference.eps,
      weightDecay: reference.weight_decay,
      gradientClip: reference.max_grad_norm,
    }
    for (const [i, expected] of reference.steps.entries()) {
      const { outputs } = await runTraining(trained, rows, { gradients: true })
      expectClose(outputs.loss!, [expected.loss_before])
      const slices = Object.entries(weights).map(([key, parameter]) => {
        const [firstMoment, secondMoment] = moments[key] as [Float32Array, Float32Array]
        return { parameter, gradient: outputs[`grad.${key}`]!, firstMoment, secondMoment, decay: true }
      })
      expectClose([adamwStep(slices, step, i + 1)], [expected.grad_norm_before_clip])
      for (const [key, summary] of Object.entries(expected.parameters_after ?? {})) {
        expectSummary(weights[key]!, summary)
      }
    }
    const short = numbers.forward.find((given) => given.name === 'short')!
    const [logits] = await lastLogits(trained, [short.input_ids as number[]])
    expectClose(logits!, [...reference.short_last_logits_after_step_3], 1e-3)
  })
})

describe.each(REFERENCE_MODELS)('%s, decoding with a cache', (name) => {
  const model = loadReference(name)
  const { config, numbers } = model

  /** Feeds `choose`n tokens after the prompts one by one; returns each step's logits by row. */
  async function decode(
    prompts: readonly (readonly number[])[],
    cacheLength: number,
    steps: number,
    choose: (row: number, step: number, logits: Float32Array) => number,
  ): Promise<void> {
    const batch = prompts.length
    const promptLength = Math.max(...prompts.map((prompt) => prompt.length)) + 1
    const prefill = await compile(buildPrefillGraph(config, { batch, promptLength }))
    const session = await compile(buildDecodeGraph(config, { batch, cacheLength }))
    const { keyValueHeads, headDim, vocabularySize } = config
    const rows = prompts.map((prompt) => ({ prompt, completion: [0] }))
    let outputs = await prefill.run({ ...model.weights, ...padRows(rows, promptLength, 1) })
    const parts = Array.from({ length: config.layers }, (_, layer) => [`key.${layer}`, `value.${layer}`]).flat()
    const size = batch * keyValueHeads * cacheLength * headDim
    const caches = Object.fromEntries(parts.map((part) => [`cache.${part}`, new Float32Array(size)]))
    /** Copies entries `from`.. of each (row, head) of a fresh key or value to cache position `to`. */
    const write = (part: string, time: number, row: number, from: number, to: number): void => {
      const cache = caches[`cache.${part}`]!
      for (let head = row * keyValueHeads; head < (row + 1) * keyValueHeads; head++) {
        const source = outputs[part]!.subarray((head * time + from) * headDim, (head + 1) * time * headDim)
        cache.set(source, (head * cacheLength + to) * headDim)
      }
    }
    for (const part of parts) {
      for (const [row, { length }] of prompts.entries()) write(part, promptLength, row, promptLength - length, 0)
    }
    for (let step = 0; ; step++) {
      const tokens = Int32Array.from(prompts, (_, row) =>
        choose(row, step, outputs.logits!.subarray(row * vocabularySize, (row + 1) * vocabularySize)),
      )
      if (step === steps - 1) break
      const positions = Int32Array.from(prompts, ({ length }) => length + step)
      outputs = await session.run({ ...model.weights, ...caches, tokens, positions })
      for (const part of parts) for (const row of prompts.keys()) write(part, 1, row, 0, positions[row]!)
    }
    await prefill.release()
    await session.release()
  }

  const argmax = (logits: Float32Array): number => logits.indexOf(Math.max(...logits))

  function logprob(logits: Float32Array, token: number): number {
    const largest = Math.max(...logits)
    return logits[token]! - largest - Math.log(logits.reduce((sum, value) => sum + Math.exp(value - largest), 0))
  }

  test('greedy tokens and their log-probabilities', async () => {
    for (const given of numbers.greedy.cases) {
      const drawn: number[][] = given.prompts.map(() => [])
      const longest = Math.max(...given.prompts.map((prompt) => prompt.length))
      await decode(given.prompts, longest + 20, 20, (row, step, logits) => {
        const token = argmax(logits)
        drawn[row]!.push(token)
        expect(Math.abs(logprob(logits, token) - given.logprob[row]![step]!)).toBeLessThan(1e-4)
        return token
      })
      expect(drawn).toEqual(given.tokens)
    }
  })

  test.each([1, 7, 40])('log-probabilities equal the training graph, cache slack %i', async (slack) => {
    const { input_ids, attention_mask } = numbers.cross_entropy
    const rows = input_ids.map((ids, i) => {
      const real = ids.filter((_, t) => attention_mask[i]![t] === 1)
      return { prompt: real.slice(0, 5 + 2 * i), completion: real.slice(5 + 2 * i, 15) }
    })
    const { outputs, completionLength } = await runTraining(model, rows, { extraPrompt: slack, extraCompletion: slack })
    const prompts = rows.map((row) => row.prompt)
    await decode(prompts, 14 + slack, 8, (row, step, logits) => {
      const token = rows[row]!.completion[step]!
      const trained = outputs.logprobs![row * completionLength + step]!
      expect(Math.abs(logprob(logits, token) - trained)).toBeLessThan(1e-5)
      return token
    })
  })
})
