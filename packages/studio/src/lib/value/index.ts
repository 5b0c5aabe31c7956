// The value of an agent: a pure model that the command line and the page share. See docs/value.md.

export { decimal, money, months, percent } from './format.ts'
export { describeSwing, formatInput } from './format-input.ts'
export { fieldOf, type InputField, type InputName, inputFields, inputNames, parseInput } from './input-fields.ts'
export { type Evaluated, type MeasuredSuccess, measuredSuccess, type PanelChoice } from './measured-success.ts'
export { findPreset, type Preset, presetInputs, presets } from './presets.ts'
export { rangeOf, type Swing, type TornadoScale, tornado, tornadoScale } from './sensitivity.ts'
export { type Assumption, describeSource, type Publication, type SourcedNumber } from './sources.ts'
export { valueCommand } from './value-command.ts'
export { breakEvenSuccess, computeValue, type ValueInputs, type ValueResult } from './value-model.ts'
export { fromValueQuery, type ParsedValueQuery, toValueQuery, type ValueState } from './value-query.ts'
export { type ValueReport, valueReport } from './value-report.ts'
export type { Verdict } from './verdict.ts'
