// `gigpo compare`: runs beside each other as a terminal table, grouped by configuration over seeds.
import { compareRuns, formatComparison } from '@gigpo/trainer'
import type { Command } from 'commander'

export function register(program: Command): void {
  program
    .command('compare')
    .description('compare runs at equal environment steps, with intervals over seeds and games')
    .argument('<runs...>', 'run directories')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExample:\n  gigpo compare runs/gigpo-seed1 runs/gigpo-seed2 runs/grpo-seed1 runs/grpo-seed2\n',
    )
    .action((runs: readonly string[], options: { json?: boolean }) => {
      const comparison = compareRuns(runs)
      process.stdout.write(options.json ? `${JSON.stringify(comparison)}\n` : formatComparison(comparison))
    })
}
