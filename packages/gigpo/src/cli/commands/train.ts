// `gigpo train`: a recipe to a run directory, or an unfinished run directory to its end.
import { join } from 'node:path'
import { GigpoError } from '@gigpo/core'
import { formatDuration, printConfig, readEvaluations } from '@gigpo/trainer'
import type { Command } from 'commander'
import { trainNew, trainResumed } from '../../setup/run-training.ts'
import { interruptSignal } from '../interrupt.ts'
import { evaluationLines } from '../narrator.ts'
import { loadRecipe } from '../recipe.ts'

interface TrainFlags {
  readonly set: readonly string[]
  readonly run?: string
  readonly runsDir: string
  readonly resume?: boolean
  readonly dryRun?: boolean
  readonly json?: boolean
}

export function register(program: Command): void {
  program
    .command('train')
    .description('train an agent by a recipe, or go on with a run')
    .argument('[recipe]', 'a YAML file, or the name of a bundled recipe; not needed with --resume')
    .option('--set <key=value...>', 'change a value of the recipe, for example --set rollout.tasks=8', [])
    .option('--run <name>', 'name of the run directory (default: the recipe’s name and its seed)')
    .option('--runs-dir <directory>', 'where runs are kept', 'runs')
    .option('--resume', 'go on with the run from its latest checkpoint')
    .option('--dry-run', 'print the resolved recipe and stop')
    .option('--json', 'print one JSON object at the end, no progress')
    .addHelpText(
      'after',
      `
Examples:
  gigpo train alfworld-generated --set iterations=30 --run first
  gigpo train --run first --resume --set iterations=60
  gigpo compare runs/first
`,
    )
    .action(async (recipe: string | undefined, flags: TrainFlags) => {
      if (flags.resume) return report(await resume(recipe, flags), flags)
      if (recipe === undefined) {
        throw new GigpoError('usage', 'no recipe was given', {
          remedy: 'gigpo train RECIPE, or gigpo train --run NAME --resume',
        })
      }
      const config = loadRecipe(recipe, flags.set)
      if (flags.dryRun) {
        process.stdout.write(flags.json ? `${JSON.stringify(config)}\n` : printConfig(config))
        return
      }
      const name = flags.run ?? `${config.name ?? 'run'}-seed${config.seed}`
      const directory = join(flags.runsDir, name)
      const began = performance.now()
      await trainNew(directory, config, { signal: interruptSignal(), silent: flags.json === true })
      report({ directory, seconds: (performance.now() - began) / 1000 }, flags)
    })
}

interface Outcome {
  readonly directory: string
  readonly seconds: number
}

async function resume(recipe: string | undefined, flags: TrainFlags): Promise<Outcome> {
  if (recipe !== undefined || flags.run === undefined) {
    throw new GigpoError('usage', '--resume goes on with a run by its name and takes no recipe', {
      remedy: 'gigpo train --run NAME --resume; change values by --set',
    })
  }
  const directory = join(flags.runsDir, flags.run)
  const began = performance.now()
  await trainResumed(directory, flags.set, { signal: interruptSignal(), silent: flags.json === true })
  return { directory, seconds: (performance.now() - began) / 1000 }
}

function report({ directory, seconds }: Outcome, flags: TrainFlags): void {
  const evaluations = readEvaluations(directory)
  if (flags.json) {
    const panels = evaluations.map(({ iteration, environmentSteps, panels }) => ({
      iteration,
      environmentSteps,
      panels: panels.map(({ tasks, ...facts }) => ({ ...facts, size: tasks.length })),
    }))
    process.stdout.write(`${JSON.stringify({ run: directory, seconds, evaluations: panels })}\n`)
    return
  }
  process.stdout.write(`${directory}: done in ${formatDuration(seconds)}\n`)
  const last = evaluations.at(-1)
  if (last !== undefined) for (const line of evaluationLines(last)) process.stdout.write(`  ${line}\n`)
  process.stdout.write(`\nLook closer:\n  npx gigpo compare ${directory}\n  npx gigpo eval ${directory}\n`)
}
