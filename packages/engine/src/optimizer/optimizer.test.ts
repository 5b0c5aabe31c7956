// The optimiser against its formula written out longhand, and the schedules at their corners. Three steps on a real model
// are compared with PyTorch in model/parity.test.ts.
import { GigpoError, rootKey, stream } from '@gigpo/core'
import { expect, test } from 'vitest'
import { adamwStep, globalNorm, type OptimizerSlice } from './adamw.ts'

const step = { learningRate: 0.01, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.1, gradientClip: 1 }

function slice(values: readonly number[], gradient: readonly number[], decay: boolean): OptimizerSlice {
  return {
    parameter: Float32Array.from(values),
    gradient: Float32Array.from(gradient),
    firstMoment: new Float32Array(values.length),
    secondMoment: new Float32Array(values.length),
    decay,
  }
}

test('a first step of clipped gradients moves each weight by the learning rate', () => {
  const [matrix, bias] = [slice([1, -2], [3, -4], true), slice([0.5], [12], false)]
  expect(adamwStep([matrix, bias], step, 1)).toBeCloseTo(13, 10)
  const decayed = [1, -2].map((p) => p * (1 - 0.01 * 0.1))
  expect(matrix.parameter[0]).toBeCloseTo(decayed[0]! - 0.01, 6)
  expect(matrix.parameter[1]).toBeCloseTo(decayed[1]! + 0.01, 6)
  expect(bias.parameter[0]).toBeCloseTo(0.49, 6)
  expect(matrix.firstMoment[0]).toBeCloseTo((0.1 * 3) / 13, 6)
  expect(bias.secondMoment[0]).toBeCloseTo(0.01 * (12 / 13) ** 2, 6)
})

test('follows the formula over many steps', () => {
  const draws = stream(rootKey(3), 'adamw')
  const state = slice([0.3], [0], true)
  let [p, m, v] = [state.parameter[0]!, 0, 0]
  for (let k = 1; k <= 50; k++) {
    const raw = Math.fround(draws.normal())
    state.gradient[0] = raw
    adamwStep([state], step, k)
    const g = raw * Math.min(1, 1 / (Math.abs(raw) + 1e-6))
    p -= 0.01 * 0.1 * p
    m = 0.9 * m + 0.1 * g
    v = 0.99 * v + 0.01 * g * g
    p -= (0.01 * (m / (1 - 0.9 ** k))) / (Math.sqrt(v / (1 - 0.99 ** k)) + 1e-8)
    expect(state.parameter[0]).toBeCloseTo(p, 6)
  }
})

test('a gradient that is not finite changes nothing', () => {
  const state = slice([1, 2], [1, Number.NaN], true)
  const failure = (() => {
    try {
      return adamwStep([slice([1], [1], true), state], step, 1)
    } catch (error) {
      return error
    }
  })()
  expect(GigpoError.isInstance(failure) && failure.code).toBe('non-finite')
  expect([...state.parameter, ...state.firstMoment]).toEqual([1, 2, 0, 0])
})

test('the norm is summed in float64', () => {
  expect(globalNorm([Float32Array.of(3, 0, 0, 0, 4), Float32Array.of(12)])).toBe(13)
  expect(globalNorm([new Float32Array(1_000_000).fill(1e-20)])).toBeCloseTo(1e-17, 22)
})
