// `gigpo compare`: runs beside each other as a terminal table, grouped by configuration over seeds; or a study, which is first
// brought to its end.
import { GigpoError } from '@gigpo/core'
import { compareRuns, formatComparison } from '@gigpo/trainer'
import type { Command } from 'commander'
import { isStudy } from '../recipe.ts'
import { compareStudy, type StudyFlags } from './compare-study.ts'

interface CompareFlags extends StudyFlags {
  readonly ignore: readonly string[]
  readonly at: string
}

export function register(program: Command): void {
  program
    .command('compare')
    .description('compare runs at equal environment steps, or run a study and report on it')
    .argument('<runs...>', 'run directories, or one study: a YAML file or the name of a bundled one')
    .option(
      '--ignore <paths...>',
      'runs: settings that may differ inside a group besides the seed, for example model.path',
      [],
    )
    .option(
      '--at <when>',
      'runs: equal-steps: the last evaluation within the common steps; last: the last one',
      'equal-steps',
    )
    .option('--jobs <n>', 'study: runs at a time', '1')
    .option('--report-only', 'study: report on the runs that are there, and run nothing')
    .option('--dry-run', 'study: list its runs and what is done of them')
    .option('--runs-dir <directory>', 'study: where runs are kept', 'runs')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
Examples:
  gigpo compare runs/gigpo-seed1 runs/gigpo-seed2 runs/grpo-seed1 runs/grpo-seed2
  gigpo compare webshop-headline --dry-run
  gigpo compare my-study.yaml --jobs 2
`,
    )
    .action(async (runs: readonly string[], flags: CompareFlags) => {
      const [first] = runs
      if (runs.length === 1 && first !== undefined && isStudy(first)) return compareStudy(first, flags)
      const { at, ignore } = flags
      if (at !== 'equal-steps' && at !== 'last') {
        throw new GigpoError('usage', `--at expects equal-steps or last, received "${at}"`)
      }
      const comparison = compareRuns(runs, { at, ignore })
      process.stdout.write(flags.json ? `${JSON.stringify(comparison)}\n` : formatComparison(comparison))
    })
}
