// The command that prints the numbers of a page.
import { shellQuote } from '../shell-quote.ts'
import { inputNames } from './input-fields.ts'
import type { MeasuredSuccess } from './measured-success.ts'
import { presetInputs } from './presets.ts'
import type { ValueState } from './value-query.ts'

/** For a POSIX shell, with the runs in `runs/`; only inputs that differ from the preset are named. */
export function valueCommand({ preset, inputs }: ValueState, measured: MeasuredSuccess): string {
  const { run, panel, temperature, iteration } = measured
  const stated = presetInputs(preset)
  const changed = inputNames.filter((name) => inputs[name] !== stated[name]).map((name) => `${name}=${inputs[name]}`)
  return [
    `gigpo value ${shellQuote(`runs/${run}`)} --panel ${shellQuote(panel)}`,
    `--temperature ${temperature} --iteration ${iteration} --preset ${preset.name}`,
    ...(changed.length === 0 ? [] : [`--set ${changed.join(' ')}`]),
  ].join(' ')
}
