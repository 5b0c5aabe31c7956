// A calculation as the query of an address, and back. Every input is in it, those of the preset too, so that a link means
// the same after presets change; the evaluation is pinned by its iteration once it is known.
import { GigpoError } from '@gigpo/core'
import { inputNames, parseInput } from './input-fields.ts'
import type { PanelChoice } from './measured-success.ts'
import { findPreset, type Preset, presetInputs, presets } from './presets.ts'
import type { ValueInputs } from './value-model.ts'

export interface ValueState {
  /** The run's id; absent until one is chosen. */
  readonly run?: string
  readonly choice: PanelChoice
  readonly preset: Preset
  readonly inputs: ValueInputs
}

export function toValueQuery({ run, choice, preset, inputs }: ValueState): Record<string, string> {
  const query: Record<string, string> = {}
  if (run !== undefined) query.run = run
  for (const [name, value] of Object.entries(choice)) if (value !== undefined) query[name] = String(value)
  query.preset = preset.name
  for (const name of inputNames) query[name] = String(inputs[name])
  return query
}

export interface ParsedValueQuery {
  readonly state: ValueState
  /** One line for every value that was refused; the preset's number stands in its place. */
  readonly problems: readonly string[]
}

/** Never throws: an address may have been typed. */
export function fromValueQuery(query: Readonly<Record<string, string>>): ParsedValueQuery {
  const problems: string[] = []
  const attempt = <T>(work: () => T, otherwise: T): T => {
    try {
      return work()
    } catch (error) {
      if (!GigpoError.isInstance(error)) throw error
      problems.push(error.describe().replace('\n  ', ' '))
      return otherwise
    }
  }
  const preset = query.preset === undefined ? presets[0]! : attempt(() => findPreset(query.preset!), presets[0]!)
  const given = inputNames.flatMap((name) => {
    const text = query[name]
    return text === undefined ? [] : attempt(() => [parseInput(name, text)], [])
  })
  const number = (name: 'temperature' | 'iteration'): Record<string, number> => {
    const value = Number(query[name] || Number.NaN)
    if (query[name] !== undefined && !Number.isFinite(value)) problems.push(`${name}: expected a number`)
    return Number.isFinite(value) ? { [name]: value } : {}
  }
  const choice: PanelChoice = {
    ...(query.panel === undefined ? {} : { panel: query.panel }),
    ...number('temperature'),
    ...number('iteration'),
  }
  const inputs: ValueInputs = { ...presetInputs(preset), ...Object.fromEntries(given) }
  return { state: { ...(query.run === undefined ? {} : { run: query.run }), choice, preset, inputs }, problems }
}
