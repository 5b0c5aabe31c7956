// Everything that is said about the value of a run, from its measured success and the inputs: what `gigpo value --json`
// prints and what the page shows, so that the two cannot differ.
import type { MeasuredSuccess } from './measured-success.ts'
import type { Preset } from './presets.ts'
import { type Swing, tornado } from './sensitivity.ts'
import { breakEvenSuccess, computeValue, type ValueInputs, type ValueResult } from './value-model.ts'
import { decide, type Verdict } from './verdict.ts'

export interface ValueReport {
  readonly measured: MeasuredSuccess
  /** Name of the preset the inputs began with; ranges and sources are its. */
  readonly preset: string
  readonly inputs: ValueInputs
  /** At the measured rate. */
  readonly result: ValueResult
  /** At both ends of the measured interval. */
  readonly low: ValueResult
  readonly high: ValueResult
  /** Above 1: out of reach. Null: success changes nothing. */
  readonly breakEvenSuccess: number | null
  readonly sensitivity: readonly Swing[]
  readonly verdict: Verdict
}

export function valueReport(measured: MeasuredSuccess, inputs: ValueInputs, preset: Preset): ValueReport {
  const result = computeValue(inputs, measured.success)
  const [low, high] = measured.interval.map((success) => computeValue(inputs, success)) as [ValueResult, ValueResult]
  const breakEven = breakEvenSuccess(inputs)
  return {
    measured,
    preset: preset.name,
    inputs,
    result,
    low,
    high,
    breakEvenSuccess: breakEven,
    sensitivity: tornado(inputs, measured, preset),
    verdict: decide({ inputs, measured, result, low, high, breakEven }),
  }
}
