// What the result hangs on: every input, and the measured success rate, is moved over its range while the others stay, and
// the inputs are sorted by how far the first year's net then moves (a tornado chart). One input at a time: it shows what to
// find out first, not the chance of a result.
import { fieldOf, type InputName, inputNames } from './input-fields.ts'
import type { MeasuredSuccess } from './measured-success.ts'
import type { Preset } from './presets.ts'
import { computeValue, type ValueInputs } from './value-model.ts'

export interface Swing {
  readonly input: InputName | 'success'
  readonly low: number
  readonly high: number
  /** Net of the first year with the input at its low and at its high end. */
  readonly netAtLow: number
  readonly netAtHigh: number
  /** |netAtHigh − netAtLow| */
  readonly swing: number
}

/** Largest swing first; ties in the order of the inputs. */
export function tornado(inputs: ValueInputs, measured: MeasuredSuccess, preset: Preset): Swing[] {
  const net = (changed: Partial<ValueInputs>, success = measured.success): number =>
    computeValue({ ...inputs, ...changed }, success).netFirstYear
  const [low, high] = measured.interval
  const swings = [
    toSwing('success', [low, high], (success) => net({}, success)),
    ...inputNames.map((name) => toSwing(name, rangeOf(name, inputs[name], preset), (value) => net({ [name]: value }))),
  ]
  return swings.sort((a, b) => b.swing - a.swing)
}

/** The preset's range, moved in proportion where the value is another; within the input's bounds, and around the value. */
export function rangeOf(name: InputName, value: number, preset: Preset): [low: number, high: number] {
  const { value: stated, low, high } = preset.numbers[name]
  const factor = stated === 0 ? 1 : value / stated
  return [Math.min(value, low * factor), Math.min(fieldOf(name).max, Math.max(value, high * factor))]
}

function toSwing(input: Swing['input'], [low, high]: readonly [number, number], net: (value: number) => number): Swing {
  const [netAtLow, netAtHigh] = [net(low), net(high)]
  return { input, low, high, netAtLow, netAtHigh, swing: Math.abs(netAtHigh - netAtLow) }
}

export interface TornadoScale {
  /** Where the net without a change lies, 0 to 1. */
  readonly base: number
  /** Where a net lies between the least and the most of all bars, 0 to 1. */
  readonly place: (net: number) => number
}

/** One scale for all bars, so that their lengths compare. */
export function tornadoScale(swings: readonly Swing[], base: number): TornadoScale {
  const ends = swings.flatMap(({ netAtLow, netAtHigh }) => [netAtLow, netAtHigh])
  const [least, most] = [Math.min(base, ...ends), Math.max(base, ...ends)]
  const place = (net: number): number => (most === least ? 0 : (net - least) / (most - least))
  return { base: place(base), place }
}
