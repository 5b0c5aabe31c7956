import { describe, expect, it } from 'vitest'
import { checkProvider, compareOutputs } from './check-provider.ts'

describe('self-check', () => {
  it('accepts the CPU provider, quickly', async () => {
    await checkProvider({})
    await checkProvider({}, 'value')
    const started = performance.now()
    await checkProvider({})
    // Generous beside the usual 50 ms: other work may share the machine.
    expect(performance.now() - started).toBeLessThan(1000)
  })

  it('names the tensor that is wrong, missing or not a number', () => {
    const expected = new Map([
      ['loss', Float64Array.of(2)],
      ['grad.w', Float64Array.of(1, -4)],
    ])
    compareOutputs({ loss: Float32Array.of(2), 'grad.w': Float32Array.of(1, -4) }, expected, 'cpu')
    for (const bad of [[1.001, -4], [1, Number.NaN], [1]])
      expect(() =>
        compareOutputs({ loss: Float32Array.of(2), 'grad.w': Float32Array.from(bad) }, expected, 'x'),
      ).toThrow(/"x" computes grad\.w wrongly/)
    expect(() => compareOutputs({ loss: Float32Array.of(2) }, expected, 'x')).toThrow(/grad\.w/)
  })
})
