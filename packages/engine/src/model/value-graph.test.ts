// The critic's gradients against central differences of the float64 interpreter and against onnxruntime, on both sides of
// the clipped range.
import { rootKey, stream, type ValueLoss } from '@gigpo/core'
import { describe, expect, test } from 'vitest'
import { interpret } from '../graph/interpret.ts'
import type { Graph } from '../graph/tensor.ts'
import { compile } from '../session/session.ts'
import type { ModelConfig } from './config.ts'
import { initialParameters, parameterSpecs } from './parameters.ts'
import { buildValueGraph } from './value-graph.ts'

const config: ModelConfig = {
  modelType: 'qwen2',
  vocabularySize: 7,
  hiddenSize: 8,
  layers: 2,
  heads: 2,
  keyValueHeads: 1,
  headDim: 4,
  intermediateSize: 6,
  normEpsilon: 1e-6,
  ropeTheta: 10_000,
  contextLength: 16,
  tiedEmbedding: true,
  attentionBias: true,
  queryKeyNorm: false,
  valueHead: true,
}
const bucket = { batch: 2, promptLength: 3, completionLength: 2 }
const random = stream(rootKey(1), 'value-graph-test')
const normals = (length: number): Float32Array => Float32Array.from({ length }, () => random.normal())
const feeds: Record<string, Float32Array | Int32Array> = {
  ...Object.fromEntries(
    [...initialParameters(config, rootKey(2))].map(([name, values]) => [
      name,
      values.map((x) => x + 0.3 * random.normal()),
    ]),
  ),
  tokens: Int32Array.from({ length: 8 }, () => random.integer(config.vocabularySize)),
  positions: Int32Array.of(0, 1, 2, 3, 0, 0, 1, 2),
  start: Int32Array.of(0, 1),
  weights: Float32Array.of(0.5, 1, 0.7, 0),
  returns: normals(4),
  oldValues: normals(4),
}

test('a critic has a body and one number', () => {
  const names = parameterSpecs(config).map(({ name }) => name)
  expect(names.slice(-2)).toEqual(['score.weight', 'score.bias'])
  expect(names).not.toContain('lm_head.weight')
  const fresh = initialParameters(config, rootKey(3))
  expect([...fresh.get('score.weight')!, ...fresh.get('score.bias')!]).toEqual(new Array(9).fill(0))
})

describe.each<ValueLoss>([{ clip: null }, { clip: 0.8 }])('loss $clip', (loss) => {
  const graph = buildValueGraph(config, { ...bucket, loss })
  const fed = Object.fromEntries(Object.entries(feeds).filter(([name]) => graph.inputs.has(name)))

  test('is the clipped square of the values', () => {
    const outputs = interpret(graph, fed)
    const values = outputs.get('values')!
    const terms = [...values].map((v, i) => {
      const [target, old] = [fed.returns![i]!, feeds.oldValues![i]!]
      const { clip } = loss
      const clipped = clip === null ? v : Math.min(old + clip, Math.max(old - clip, v))
      return { plain: (v - target) ** 2 / 2, clipped: (clipped - target) ** 2 / 2 }
    })
    const expected = terms.reduce((sum, term, i) => sum + fed.weights![i]! * Math.max(term.plain, term.clipped), 0)
    expect(outputs.get('loss')![0]).toBeCloseTo(expected, 10)
    // The case is only worth something where some tokens are held by the clip and some are not.
    const held = terms.slice(0, 3).map((term) => term.clipped > term.plain)
    expect(new Set(held)).toEqual(new Set(loss.clip === null ? [false] : [true, false]))
  })

  test('its gradient equals central differences, for every weight', () => {
    const all = interpret(graph, fed)
    const lossOnly: Graph = { inputs: graph.inputs, outputs: new Map([['loss', graph.outputs.get('loss')!]]) }
    for (const { name } of parameterSpecs(config)) {
      const base = Float64Array.from(fed[name]!)
      const gradient = all.get(`grad.${name}`)!
      const size = gradient.reduce((largest, g) => Math.max(largest, Math.abs(g)), 1e-3)
      for (let j = 0; j < base.length; j += Math.max(1, Math.floor(base.length / 6))) {
        const at = (offset: number): number =>
          interpret(lossOnly, { ...fed, [name]: base.with(j, base[j]! + offset) }).get('loss')![0]!
        const difference = (at(1e-5) - at(-1e-5)) / 2e-5
        expect(Math.abs(gradient[j]! - difference) / size, `${name}[${j}]`).toBeLessThan(1e-6)
      }
    }
  })

  test('onnxruntime agrees', async () => {
    const session = await compile(graph)
    const actual = await session.run(fed)
    await session.release()
    for (const [name, expected] of interpret(graph, fed)) {
      const size = expected.reduce((largest, x) => Math.max(largest, Math.abs(x)), 1e-6)
      const worst = expected.reduce((most, x, i) => Math.max(most, Math.abs(actual[name]![i]! - x)), 0)
      expect(worst / size, name).toBeLessThan(1e-5)
    }
  })
})
