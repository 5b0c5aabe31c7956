// `gigpo quickstart`: the first thing a newcomer runs. Evaluates the shipped starting policy on held-out games, trains it
// with GiGPO for a minute or two, evaluates again, and says whether the gain is clear of noise and where to look next.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { GigpoError, rootKey } from '@gigpo/core'
import { formatDuration, pairedDifference, readEvaluations } from '@gigpo/trainer'
import type { Command } from 'commander'
import { trainNew } from '../../setup/run-training.ts'
import { interruptSignal } from '../interrupt.ts'
import { loadRecipe } from '../recipe.ts'

interface QuickstartFlags {
  readonly set: readonly string[]
  readonly runsDir: string
  readonly json?: boolean
}

export function register(program: Command): void {
  program
    .command('quickstart')
    .description('evaluate, train with GiGPO for a minute or two, evaluate again')
    .option('--set <key=value...>', 'change a value of the recipe `quickstart`', [])
    .option('--runs-dir <directory>', 'where runs are kept', 'runs')
    .option('--json', 'print one JSON object at the end, no progress')
    .addHelpText('after', '\nExample:\n  gigpo quickstart --set iterations=60 seed=2\n')
    .action(async (flags: QuickstartFlags) => {
      const config = loadRecipe('quickstart', flags.set)
      const directory = freeDirectory(flags.runsDir)
      const began = performance.now()
      if (!flags.json) process.stderr.write(`${introduction(directory)}\n`)
      await trainNew(directory, config, { signal: interruptSignal(), silent: flags.json === true })
      const seconds = (performance.now() - began) / 1000
      const evaluations = readEvaluations(directory)
      const before = evaluations[0]?.panels[0]
      const after = evaluations.at(-1)?.panels[0]
      if (before === undefined || after === undefined || evaluations.length < 2) {
        throw new GigpoError('config', 'the quick start needs an evaluation before and after training')
      }
      const table = (panel: typeof before) => ({
        scores: [panel.tasks.map((task) => Number(task.success))],
        strata: panel.tasks.map((task) => task.type),
      })
      const gain = pairedDifference(table(before), table(after), { key: rootKey(0) })
      if (flags.json) {
        const { tasks: _before, ...start } = before
        const { tasks: _after, ...end } = after
        process.stdout.write(`${JSON.stringify({ run: directory, seconds, before: start, after: end, gain })}\n`)
        return
      }
      const line = (name: string, panel: typeof before) =>
        `  ${name}  ${rate(panel.success)}  [${panel.interval.map((x) => (100 * x).toFixed(1)).join(', ')}]\n`
      const [low, high] = gain.interval.map((x) => (100 * x).toFixed(1))
      process.stdout.write(
        `\nSuccess on ${after.tasks.length} held-out games with unseen layouts (95 % intervals):\n` +
          line('before', before) +
          line('after ', after) +
          `  gain    ${(100 * gain.difference).toFixed(1)} points  [${low}, ${high}], paired by game: ${gain.interval[0] > 0 ? 'clear of noise' : 'not clear of noise, train longer'}\n` +
          `  took    ${formatDuration(seconds)}\n\n` +
          `Where to look next:\n` +
          `  npx gigpo studio ${flags.runsDir}                                    curves, episodes and credit in the browser\n` +
          `  npx gigpo compare ${directory}\n` +
          `  npx gigpo credit ${directory}/episodes/${config.iterations}.jsonl     why each action got its credit\n` +
          `  npx gigpo play alfworld                                  play a game yourself\n` +
          `  npx gigpo train alfworld-generated                       from demonstrations to the end\n`,
      )
    })
}

const rate = (success: number): string => `${(100 * success).toFixed(1).padStart(5)} %`

const introduction = (directory: string): string =>
  `An agent that has seen demonstrations, but not how to be good at it, plays household games.
First it plays held-out games; then GiGPO trains it on others; then it plays the held-out games again.
Everything is written to ${directory}.`

/** runs/quickstart, or the first free quickstart-2, -3, … */
function freeDirectory(runs: string): string {
  for (let n = 1; ; n++) {
    const directory = join(runs, n === 1 ? 'quickstart' : `quickstart-${n}`)
    if (!existsSync(directory)) return directory
  }
}
