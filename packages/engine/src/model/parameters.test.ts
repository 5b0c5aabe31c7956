// Parameter names and shapes against published checkpoints, and fresh weights.
import { rootKey } from '@gigpo/core'
import { expect, test } from 'vitest'
import { initialParameters, parameterCount, parameterSpecs } from './parameters.ts'
import { loadReference, REFERENCE_MODELS } from './reference-fixture.test-support.ts'

test.each(REFERENCE_MODELS)('%s has exactly the tensors of its checkpoint', (name) => {
  const { config, weights } = loadReference(name)
  const sizes = Object.fromEntries(Object.entries(weights).map(([key, value]) => [key, value.length]))
  const own = parameterSpecs(config).map((spec) => [spec.name, spec.shape.reduce((a, b) => a * b)])
  expect(Object.fromEntries(own)).toEqual(sizes)
  expect(parameterCount(config)).toBe(Object.values(sizes).reduce((a, b) => a + b))
})

test('fresh weights depend on the key alone and have the stated spread', () => {
  const { config } = loadReference('qwen2-tiny')
  const [a, b, c] = [rootKey(1), rootKey(1), rootKey(2)].map((key) => initialParameters(config, key))
  expect(a).toEqual(b)
  expect(a).not.toEqual(c)
  for (const { name, kind, initialScale } of parameterSpecs(config)) {
    const values = a!.get(name)!
    if (kind !== 'matrix') expect(new Set(values)).toEqual(new Set([kind === 'norm' ? 1 : 0]))
    else {
      const deviation = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length)
      expect(deviation / initialScale).toBeCloseTo(1, 1)
    }
  }
})
