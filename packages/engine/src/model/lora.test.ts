// Adapters against what PyTorch and PEFT computed, the base mapped from its file: logits, loss, gradients of A and B, and the
// merged model; and what an adapter is before it has learned.
import { rootKey } from '@gigpo/core'
import { describe, expect, test } from 'vitest'
import { readAdapter, readAdapterConfig } from '../checkpoint/adapter.ts'
import { openFrozenBase } from '../checkpoint/frozen-base.ts'
import { globalNorm } from '../optimizer/adamw.ts'
import { graphWeights } from '../worker/adapted-base.ts'
import { adapterSpecs, checkedAdapter, initialAdapter, mergeInto } from './lora.ts'
import { expectClose, expectSummary, lastLogits, maskedRows, runTraining } from './parity.test-support.ts'
import { fixturePath, loadReference, REFERENCE_MODELS, type ReferenceModel } from './reference-fixture.test-support.ts'

const PREFIX = 'base_model.model.'

async function loadAdapted(name: string) {
  const whole = loadReference(name)
  const { config } = whole
  const folder = `${fixturePath(name)}/adapter`
  const { adapter } = (await readAdapterConfig(folder))!
  const base = await openFrozenBase(fixturePath(name), config, 'no cache needed')
  const matrices = await readAdapter(folder, config, adapter)
  const model: ReferenceModel = {
    ...whole,
    graphWeights: graphWeights(config, { adapter, tensors: base.tensors }),
    weights: Object.fromEntries(matrices),
  }
  return { whole, model, adapter, matrices }
}

describe.each(REFERENCE_MODELS)('%s with an adapter', async (name) => {
  const { whole, model, adapter, matrices } = await loadAdapted(name)
  const { lora, cross_entropy } = model.numbers

  test('logits', async () => {
    for (const [position, expected] of lora.logits.entries()) {
      if (position % 4 !== 3) continue
      const [logits] = await lastLogits(model, [lora.input_ids.slice(0, position + 1)])
      expectClose(logits!, expected)
    }
  })

  test('loss and every gradient, the base frozen', async () => {
    const { outputs } = await runTraining(model, maskedRows(cross_entropy, cross_entropy.loss_mask), {
      gradients: true,
    })
    expectClose(outputs.loss!, [lora.loss])
    const names = Object.keys(outputs).filter((output) => output.startsWith('grad.'))
    expect(names.map((output) => PREFIX + output.slice(5)).sort()).toEqual(Object.keys(lora.grads).sort())
    for (const output of names) expectSummary(outputs[output]!, lora.grads[PREFIX + output.slice(5)]!)
    expectClose([globalNorm(names.map((output) => outputs[output]!))], [lora.grad_norm])
  })

  test('merged into the weights', async () => {
    const merged = Object.entries(whole.weights).map(([key, values]): [string, Float32Array] => {
      const weight = values.slice()
      mergeInto(weight, key, adapter, matrices)
      return [key, weight]
    })
    const [logits] = await lastLogits({ ...whole, weights: Object.fromEntries(merged) }, [lora.input_ids])
    expectClose(logits!, lora.logits.at(-1)!)
    const [adapted] = await lastLogits(model, [lora.input_ids])
    const difference = Math.max(...logits!.map((x, i) => Math.abs(x - adapted![i]!)))
    expect(difference).toBeLessThan(10 * lora.max_abs_diff_merged)
    expect(difference).toBeGreaterThan(0)
  })

  test('is the base before it has learned', async () => {
    const fresh = { ...model, weights: Object.fromEntries(initialAdapter(model.config, adapter, rootKey(1))) }
    const [logits] = await lastLogits(fresh, [lora.input_ids])
    const [plain] = await lastLogits(whole, [lora.input_ids])
    expectClose(logits!, plain!, 1e-6)
  })
})

test('matrices for the modules asked for, drawn by key', () => {
  const { config } = loadReference('qwen2-tiny')
  const adapter = checkedAdapter({ rank: 2, alpha: 4, targetModules: ['down_proj', 'q_proj'] })
  expect(adapter.targetModules).toEqual(['q_proj', 'down_proj'])
  const specs = adapterSpecs(config, adapter)
  expect(specs.slice(0, 4).map(({ name, shape }) => `${name} ${shape}`)).toEqual([
    'model.layers.0.self_attn.q_proj.lora_A.weight 2,64',
    'model.layers.0.self_attn.q_proj.lora_B.weight 64,2',
    'model.layers.0.mlp.down_proj.lora_A.weight 2,128',
    'model.layers.0.mlp.down_proj.lora_B.weight 64,2',
  ])
  expect(specs).toHaveLength(4 * config.layers)
  const [a, b] = [initialAdapter(config, adapter, rootKey(1)), initialAdapter(config, adapter, rootKey(2))]
  expect(a).toEqual(initialAdapter(config, adapter, rootKey(1)))
  expect(a).not.toEqual(b)
  const values = a.get('model.layers.0.mlp.down_proj.lora_A.weight')!
  expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(1 / Math.sqrt(128))
  expect(new Set(a.get('model.layers.0.mlp.down_proj.lora_B.weight'))).toEqual(new Set([0]))
})

test.each([
  [{ rank: 0, alpha: 8, targetModules: ['q_proj'] }, /rank/],
  [{ rank: 4, alpha: 0, targetModules: ['q_proj'] }, /alpha/],
  [{ rank: 4, alpha: 8, targetModules: [] }, /no module/],
  [{ rank: 4, alpha: 8, targetModules: ['q_prj'] }, /"q_prj"/],
])('%j is refused', (adapter, message) => {
  expect(() => checkedAdapter(adapter)).toThrow(message)
})
