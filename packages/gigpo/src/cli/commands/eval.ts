// `gigpo eval`: plays whole panels with a policy (a run's best or latest checkpoint, or a model folder) and prints each
// rate with its 95 % interval, by task type.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fold, GigpoError, rootKey } from '@gigpo/core'
import {
  createProgress,
  evaluatePanel,
  findCheckpoint,
  type PanelResult,
  panelTable,
  type RunConfig,
  readRunConfig,
  resolveConfig,
  silentProgress,
} from '@gigpo/trainer'
import type { Command } from 'commander'
import { modelDirectory } from '../../models/model-directory.ts'
import { prepare } from '../../setup/prepare.ts'
import { interruptSignal } from '../interrupt.ts'
import { wholeNumber } from '../whole-number.ts'

interface EvalFlags {
  readonly set: readonly string[]
  readonly checkpoint: string
  readonly split: readonly string[]
  readonly source?: string
  readonly games?: string
  readonly temperature: readonly string[]
  readonly maxSteps?: string
  readonly json?: boolean
}

export function register(program: Command): void {
  program
    .command('eval')
    .description('play whole panels with a trained policy')
    .argument('<policy>', 'a run directory, a model folder or name, or builtin:alfworld-start')
    .option('--checkpoint <which>', 'of a run: best or latest', 'best')
    .option('--split <name...>', 'splits to play', ['valid_seen', 'valid_unseen'])
    .option('--source <where>', 'generated, imported, or a path (default: the run’s)')
    .option('--games <n>', 'games of each split (default: all)')
    .option('--temperature <t...>', 'sampling temperatures', ['1', '0.4'])
    .option('--max-steps <n>', 'step limit (default: the run’s)')
    .option('--set <key=value...>', 'change a value of the configuration', [])
    .option('--json', 'print one JSON object with every task’s outcome')
    .addHelpText(
      'after',
      '\nExamples:\n  gigpo eval runs/quickstart\n  gigpo eval builtin:alfworld-start --source generated --games 200 --temperature 1\n',
    )
    .action(async (policy: string, flags: EvalFlags) => {
      const { config, directory } = open(policy, flags)
      const prepared = prepare(config)
      const signal = interruptSignal()
      const engine = await prepared.createEngine(directory)
      const results: PanelResult[] = []
      try {
        for (const panel of prepared.panels) {
          const total = panel.taskSet.size * panel.temperature.length
          const progress = flags.json ? silentProgress : createProgress({ label: panel.name, total })
          const evaluation = await evaluatePanel(panel, {
            engine,
            createAgent: prepared.createAgent,
            maxTokens: config.rollout.maxTokens,
            root: fold(rootKey(config.seed), 'evaluation'),
            signal,
            onProgress: (done) => progress.update(done),
          })
          progress.finish()
          results.push(...evaluation.results)
        }
      } finally {
        await engine.close()
      }
      if (flags.json) process.stdout.write(`${JSON.stringify({ policy, checkpoint: directory, panels: results })}\n`)
      else for (const result of results) printPanel(result)
    })
}

/** The configuration to play by, with the panels asked for, and the checkpoint to play. */
function open(policy: string, flags: EvalFlags): { config: RunConfig; directory: string } {
  const isRun = existsSync(join(policy, 'config.yaml'))
  const stored = isRun ? readRunConfig(policy).config : resolveConfig('')
  const source = flags.source ?? stored.environment.source
  const panels = flags.split.map((split) => ({
    name: split,
    source,
    split,
    games: flags.games === undefined ? null : wholeNumber('--games', flags.games),
    maxSteps: flags.maxSteps === undefined ? null : wholeNumber('--max-steps', flags.maxSteps),
    temperature: flags.temperature.map(Number),
  }))
  const base = {
    ...stored,
    supervised: null,
    environment: { ...stored.environment, source },
    evaluation: { ...stored.evaluation, panels, selectBest: null },
  }
  const config = resolveConfig(JSON.stringify(base), { overrides: flags.set, where: policy })
  return { config, directory: isRun ? checkpointOf(policy, flags.checkpoint) : modelDirectory(policy) }
}

function checkpointOf(run: string, which: string): string {
  if (which !== 'best' && which !== 'latest') {
    throw new GigpoError('usage', `--checkpoint expects best or latest, received "${which}"`)
  }
  const directory = findCheckpoint(run, which)
  if (directory !== null) return directory
  throw new GigpoError('missing-data', 'this run has no checkpoint yet', {
    where: run,
    remedy: 'let it reach its first one',
  })
}

function printPanel(result: PanelResult): void {
  process.stdout.write(`\n${result.source}/${result.split}, temperature ${result.temperature}\n`)
  for (const { type, tasks, rate, interval, meanTurns } of panelTable(result)) {
    const [low, high] = interval.map((x) => (100 * x).toFixed(1).padStart(5))
    const numbers = `${(100 * rate).toFixed(1).padStart(5)} %  [${low}, ${high}]`
    process.stdout.write(
      `  ${type.padEnd(34)} ${numbers}  ${String(tasks).padStart(4)} tasks  ${meanTurns.toFixed(1).padStart(5)} turns\n`,
    )
  }
}
