// Inputs, measurements and generators that the tests of the value share.
import fc from 'fast-check'
import type { PanelSummary } from '../../api/contract.ts'
import { inputFields } from './input-fields.ts'
import type { MeasuredSuccess } from './measured-success.ts'
import type { ValueInputs } from './value-model.ts'

/** Round numbers: a net of 280 at a success of 0.8. */
export const inputs: ValueInputs = {
  tasksPerMonth: 200,
  minutesPerTask: 6,
  personCostPerHour: 60,
  shareToAgent: 0.5,
  reviewMinutesPerTask: 1,
  failureCost: 2,
  inferenceCostPerTask: 0.1,
  runningCostPerMonth: 50,
  trainingCost: 1000,
}

/** In steps of a millionth: nobody pays a billionth of a cent, and below it floats have nothing left to compare. */
const amount = (max: number): fc.Arbitrary<number> =>
  fc.double({ min: 0, max, noNaN: true }).map((value) => Math.round(1e6 * value) / 1e6)

export const rate: fc.Arbitrary<number> = amount(1)
/** Up to 10,000 of each, to stay where floats are exact enough to compare. */
export const anyInputs: fc.Arbitrary<ValueInputs> = fc.record(
  Object.fromEntries(inputFields.map(({ name, max }) => [name, amount(Math.min(max, 10_000))])),
) as unknown as fc.Arbitrary<ValueInputs>

export const measured: MeasuredSuccess = {
  run: 'first',
  panel: 'unseen',
  temperature: 1,
  iteration: 30,
  tasks: 134,
  success: 0.8,
  interval: [0.72, 0.86],
  digest: 'aa',
  tuning: false,
}

export function panel(name: string, temperature: number, iteration: number, success = 0.5): PanelSummary {
  return { panel: name, temperature, iteration, success, interval: [0.4, 0.6], tasks: 100, digest: name }
}
