import { expect, it } from 'vitest'
import { findPreset, presetInputs } from './presets.ts'
import { measured } from './value.test-support.ts'
import { valueCommand } from './value-command.ts'

it('names the evaluation, the preset and what differs from it', () => {
  const preset = findPreset('invoices')
  const inputs = presetInputs(preset)
  const command = 'gigpo value runs/first --panel unseen --temperature 1 --iteration 30 --preset invoices'
  expect(valueCommand({ choice: {}, preset, inputs }, measured)).toBe(command)
  expect(
    valueCommand({ choice: {}, preset, inputs: { ...inputs, failureCost: 2.5 } }, { ...measured, run: 'a b' }),
  ).toBe(`${command.replace('runs/first', "'runs/a b'")} --set failureCost=2.5`)
})
