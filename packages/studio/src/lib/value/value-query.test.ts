import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { presetInputs, presets } from './presets.ts'
import { anyInputs } from './value.test-support.ts'
import { fromValueQuery, toValueQuery } from './value-query.ts'

describe('the address of a calculation', () => {
  it('holds all of it', () => {
    fc.assert(
      fc.property(anyInputs, fc.constantFrom(...presets), (inputs, preset) => {
        const state = { run: 'study/a', choice: { panel: 'unseen', temperature: 0.4, iteration: 20 }, preset, inputs }
        expect(fromValueQuery(toValueQuery(state))).toEqual({ state, problems: [] })
      }),
    )
  })

  it('starts with the first preset, without a run', () => {
    const { state, problems } = fromValueQuery({})
    expect(state).toEqual({ choice: {}, preset: presets[0], inputs: presetInputs(presets[0]!) })
    expect(problems).toEqual([])
  })

  it('says what it refused and goes on with the preset', () => {
    const { state, problems } = fromValueQuery({ shareToAgent: '2', minutesPerTask: '', iteration: 'x', preset: 'no' })
    expect(state.inputs).toEqual(presetInputs(presets[0]!))
    expect(problems).toHaveLength(4)
    expect(problems.join(' ')).toContain('"2"')
  })
})
