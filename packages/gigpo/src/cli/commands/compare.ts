// `gigpo compare`: runs beside each other as a terminal table, grouped by configuration over seeds.
import { GigpoError } from '@gigpo/core'
import { compareRuns, formatComparison } from '@gigpo/trainer'
import type { Command } from 'commander'

interface CompareFlags {
  readonly ignore: readonly string[]
  readonly at: string
  readonly json?: boolean
}

export function register(program: Command): void {
  program
    .command('compare')
    .description('compare runs at equal environment steps, with intervals over seeds and games')
    .argument('<runs...>', 'run directories')
    .option(
      '--ignore <paths...>',
      'settings that may differ inside a group besides the seed, for example model.path',
      [],
    )
    .option(
      '--at <when>',
      'equal-steps: the last evaluation within the common steps; last: the last one',
      'equal-steps',
    )
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExample:\n  gigpo compare runs/gigpo-seed1 runs/gigpo-seed2 runs/grpo-seed1 runs/grpo-seed2\n',
    )
    .action((runs: readonly string[], options: CompareFlags) => {
      const { at, ignore } = options
      if (at !== 'equal-steps' && at !== 'last') {
        throw new GigpoError('usage', `--at expects equal-steps or last, received "${at}"`)
      }
      const comparison = compareRuns(runs, { at, ignore })
      process.stdout.write(options.json ? `${JSON.stringify(comparison)}\n` : formatComparison(comparison))
    })
}
