// Every reference number of the kinds we implement, if the golden file is beside the project.
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { GigpoError } from '@gigpo/core'
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
      if (supported) test(`${kind} ${id}`, () => expect({ ok, maxDifference }).toEqual({ ok: true, maxDifference }))
    }

    test("a mode's name alone implies its rules", () => {
      const rules = ['episodeStats', 'episodeSingleton', 'stdGuard', 'penaltyScope', 'stateKey']
      for (const goldenCase of file.cases.filter((one) => one.kind === 'gigpo')) {
        const params = Object.fromEntries(Object.entries(goldenCase.params).filter(([key]) => !rules.includes(key)))
        expect(runGoldenCase({ ...goldenCase, params })).toMatchObject({ id: goldenCase.id, ok: true })
      }
    })

    test('what is not implemented is named', () => {
      const reasons = new Set(report!.results.filter((result) => !result.supported).map((result) => result.reason))
      expect([...reasons].sort()).toEqual([
        'kind gae',
        'kind gagpo',
        'kind graft',
        'kind graphgpo',
        'kind hgpo',
        'kind reinforcePlusPlus',
        'loss cispo',
        'loss gspo',
        'method reinforce++-baseline',
      ])
      expect(report!.failed).toBe(0)
      expect(report!.passed).toBe(142)
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
})
