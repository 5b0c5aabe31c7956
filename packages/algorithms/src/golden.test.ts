// Every reference number of the kinds we implement, if the golden file is beside the project.
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { GigpoError } from '@gigpo/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkGolden, runGoldenCase } from './golden.ts'

const path = fileURLToPath(new URL('../../../../shared/data/golden/gigpo.json', import.meta.url))
const present = existsSync(path)

describe.skipIf(!present)(
  `golden file${present ? '' : ' (skipped: ../shared/data/golden/gigpo.json is absent)'}`,
  () => {
    const file = present
      ? (JSON.parse(readFileSync(path, 'utf8')) as { cases: { id: string; kind: string; params: object }[] })
      : { cases: [] }
    const report = present ? checkGolden(file) : undefined

    for (const { id, kind, supported, ok, maxDifference } of report?.results ?? []) {
      test(`${kind} ${id}`, () =>
        expect({ supported, ok, maxDifference }).toEqual({ supported: true, ok: true, maxDifference }))
    }

    test("a mode's name alone implies its rules", () => {
      const rules = ['episodeStats', 'episodeSingleton', 'stdGuard', 'penaltyScope', 'stateKey']
      for (const goldenCase of file.cases.filter((one) => one.kind === 'gigpo')) {
        const params = Object.fromEntries(Object.entries(goldenCase.params).filter(([key]) => !rules.includes(key)))
        expect(runGoldenCase({ ...goldenCase, params })).toMatchObject({ id: goldenCase.id, ok: true })
      }
    })

    test('nothing is left out', () => {
      expect(report!.results.filter((result) => !result.supported)).toEqual([])
      expect(report!.failed).toBe(0)
      expect(report!.passed).toBe(file.cases.length)
    })
  },
)

describe('comparison', () => {
  const goldenCase = (out: readonly number[], id = 'x') => ({
    id,
    kind: 'groupNorm',
    inputs: { values: [1, 2, 3] },
    params: { norm: 'mean', stdGuard: 'zero', eps: 1e-6, ddof: 1 },
    expected: { out },
  })

  test('passes within tolerance and says how far off it was', () => {
    expect(runGoldenCase(goldenCase([-1, 0, 1]))).toMatchObject({ supported: true, ok: true, maxDifference: 0 })
    expect(runGoldenCase(goldenCase([-1, 0, 1.5]))).toMatchObject({ ok: false, maxDifference: 0.5 })
    expect(runGoldenCase(goldenCase([-1, 0]))).toMatchObject({ ok: false, maxDifference: Number.POSITIVE_INFINITY })
  })

  test('a number that was not computed, and a case that expects nothing, do not pass', () => {
    expect(runGoldenCase({ ...goldenCase([]), expected: { other: 1 } }).ok).toBe(false)
    expect(runGoldenCase({ ...goldenCase([]), expected: {} }).ok).toBe(false)
    expect(runGoldenCase({ ...goldenCase([]), expected: { out: { a: 1 } } }).ok).toBe(false)
  })

  test('other constants and kinds are unsupported, by name', () => {
    const other = { ...goldenCase([0, 0, 0]), params: { norm: 'mean', stdGuard: 'zero', eps: 1e-6, ddof: 0 } }
    expect(runGoldenCase(other)).toMatchObject({ supported: false, ok: false, reason: 'ddof other than 1' })
    expect(runGoldenCase({ ...goldenCase([]), kind: 'tea' })).toMatchObject({ supported: false, reason: 'kind tea' })
  })

  test('damaged files are refused with the place of the damage', () => {
    const broken = [
      null,
      [],
      { format: 'other' },
      { format: 'gigpo-golden/1', tolerance: { float64: { rtol: 1e-9, atol: 1e-7 } }, cases: [3] },
      {
        format: 'gigpo-golden/1',
        tolerance: { float64: { rtol: 1e-9, atol: 1e-7 } },
        cases: [{ ...goldenCase([0]), inputs: { values: ['1'] } }],
      },
    ]
    for (const file of broken) expect(() => checkGolden(file)).toThrow(GigpoError)
    expect(() => runGoldenCase({ ...goldenCase([0], 'N1'), inputs: {} })).toThrow(
      expect.objectContaining({ code: 'data', where: 'N1: inputs: values' }),
    )
  })

  test('a case with any field replaced by anything runs or is refused, and nothing else', () => {
    const row = { uid: 'g', traj: 'a', t: 0, obs: 'S', reward: 1, valid: true }
    const prob = [
      [0.5, 0.5],
      [0.5, 0.5],
    ]
    const cases = [
      goldenCase([-1, 0, 1]),
      {
        id: 'a',
        kind: 'gigpo',
        inputs: { rows: [row, { ...row, t: 1 }] },
        params: { mode: 'paper' },
        expected: { AE: [0, 0] },
      },
      {
        id: 'b',
        kind: 'groupAdvantage',
        inputs: { scores: [1, 0] },
        params: { method: 'rloo' },
        expected: { A: [1, -1] },
      },
      {
        id: 'c',
        kind: 'sequenceRatio',
        inputs: { a: 'x', b: 'y' },
        params: { autojunk: true },
        expected: { ratio: 0 },
      },
      {
        id: 'd',
        kind: 'policyLoss',
        inputs: { oldProb: prob, newProb: prob, advantages: prob, mask: prob },
        params: { loss: 'ppo', clipLow: 0.2, clipHigh: 0.2, dualClip: null, aggregation: 'token-mean' },
        expected: { loss: -0.5 },
      },
      {
        id: 'e',
        kind: 'hgpo',
        inputs: { rows: [row] },
        params: { K: 1, alpha: 1, norm: 'mean', baseGroup: false, gamma: 1, ddof: 0 },
        expected: { A: [0] },
      },
      {
        id: 'f',
        kind: 'graphgpo',
        inputs: { rows: [row], nextObs: ['success'] },
        params: { scale: 10, gamma: 0.1, normalizeDistance: false, norm: 'mean', stdGuard: 'none', form: 'coded' },
        expected: { distance: { S: 1 }, AS: [0] },
      },
      {
        id: 'g',
        kind: 'graft',
        inputs: { rows: [row], next: ['won'] },
        params: { gamma: 1, lambda_: 1, sinkValues: { won: 1 }, norm: 'mean', stdGuard: 'zero' },
        expected: { V: { S: 1, won: 1 } },
      },
      {
        id: 'h',
        kind: 'gagpo',
        inputs: { rows: [row] },
        params: { gamma: 1, lambda_: 1, normScope: 'task' },
        expected: { delta: [0] },
      },
      {
        id: 'i',
        kind: 'gae',
        inputs: { tokenRewards: [[1]], values: [[0]], mask: [[1]] },
        params: { gamma: 1, lambda_: 1, stopAtMask: true },
        expected: { rawA: [[1]] },
      },
    ]
    for (const original of cases) expect(runGoldenCase(original)).toMatchObject({ id: original.id, ok: true })
    const choice = fc.nat({ max: 1000 })
    const damaged = fc.tuple(
      fc.constantFrom(...cases),
      fc.array(choice, { minLength: 1, maxLength: 5 }),
      fc.jsonValue(),
    )
    fc.assert(
      fc.property(damaged, ([original, path, value]) => {
        try {
          expect(typeof runGoldenCase(replaceAt(original, path, value)).ok).toBe('boolean')
        } catch (error) {
          expect(GigpoError.isInstance(error), String(error)).toBe(true)
        }
      }),
      { numRuns: 3000 },
    )
  })
})

/** A copy in which the field found by taking child `path[0]`, its child `path[1]` … is `value`. */
function replaceAt(original: unknown, path: readonly number[], value: unknown): unknown {
  if (path.length === 0 || typeof original !== 'object' || original === null) return value
  const keys = Object.keys(original)
  if (keys.length === 0) return value
  const key = keys[path[0]! % keys.length]!
  const copy = Array.isArray(original) ? original.slice() : { ...original }
  const changed = replaceAt((original as Record<string, unknown>)[key], path.slice(1), value)
  return Object.assign(copy, { [key]: changed })
}
