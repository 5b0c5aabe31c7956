// `gigpo value`: what a trained agent saves, from the success a run measured and numbers about the work. It reads the run and
// writes nothing; the page of the studio calculates with the same functions.
import { GigpoError } from '@gigpo/core'
import {
  findPreset,
  inputNames,
  parseInput,
  presetInputs,
  presets,
  type ValueInputs,
  valueReport,
} from '@gigpo/studio/value'
import type { Command } from 'commander'
import { formatValue } from '../../value/format-value.ts'
import { measureRun } from '../../value/measure-run.ts'

interface ValueFlags {
  readonly panel?: string
  readonly temperature?: string
  readonly iteration?: string
  readonly preset: string
  readonly set: readonly string[]
  readonly sources?: boolean
  readonly json?: boolean
}

export function register(program: Command): void {
  program
    .command('value')
    .description('what an agent saves, from its measured success')
    .argument('[run]', 'run directory with an evaluation')
    .option('--panel <name>', 'panel to take the success from (default: the last that did not choose the checkpoint)')
    .option('--temperature <t>', 'of the panel (default: its first)')
    .option('--iteration <n>', 'of the evaluation (default: the latest)')
    .option('--preset <name>', presets.map(({ name }) => name).join(', '), presets[0]!.name)
    .option('--set <name=value...>', `change an input: ${inputNames.join(', ')}`, [])
    .option('--sources', 'print where every number of the preset comes from')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
Examples:
  gigpo value runs/first --preset invoices
  gigpo value runs/first --panel valid_unseen --set tasksPerMonth=4000 minutesPerTask=6 shareToAgent=0.5
  gigpo value runs/first --preset service-desk --sources
`,
    )
    .action((run: string | undefined, flags: ValueFlags) => {
      if (run === undefined) {
        throw new GigpoError('usage', 'name a run: its success rate is measured on a panel, not typed in', {
          remedy:
            'gigpo value runs/NAME; a run with evaluation.panels in its recipe has one, for example gigpo quickstart.',
        })
      }
      const preset = findPreset(flags.preset)
      const inputs: ValueInputs = { ...presetInputs(preset), ...Object.fromEntries(flags.set.map(assignment)) }
      const measured = measureRun(run, {
        panel: flags.panel,
        temperature: number('--temperature', flags.temperature),
        iteration: number('--iteration', flags.iteration),
      })
      const report = valueReport(measured, inputs, preset)
      process.stdout.write(
        flags.json
          ? `${JSON.stringify(flags.sources ? { ...report, sources: preset.numbers } : report)}\n`
          : formatValue(report, { preset, sources: flags.sources === true }),
      )
    })
}

function assignment(pair: string): [string, number] {
  const at = pair.indexOf('=')
  if (at < 1) throw new GigpoError('usage', `--set expects name=value, received "${pair}"`)
  return parseInput(pair.slice(0, at), pair.slice(at + 1))
}

function number(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const value = text.trim() === '' ? Number.NaN : Number(text)
  if (Number.isFinite(value)) return value
  throw new GigpoError('usage', `${flag} expects a number, received "${text}"`)
}
