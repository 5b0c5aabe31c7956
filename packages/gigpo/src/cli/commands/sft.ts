// `gigpo sft`: only the supervised start of a recipe, written as a checkpoint folder that recipes can start from.
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { GigpoError, rootKey } from '@gigpo/core'
import { createProgress, silentProgress, startKey, superviseEngine } from '@gigpo/trainer'
import type { Command } from 'commander'
import { prepare } from '../../setup/prepare.ts'
import { interruptSignal } from '../interrupt.ts'
import { loadRecipe } from '../recipe.ts'

interface SftFlags {
  readonly set: readonly string[]
  readonly out: string
  readonly json?: boolean
}

export function register(program: Command): void {
  program
    .command('sft')
    .description('the supervised start alone: demonstrations to a checkpoint folder')
    .argument('<recipe>', 'a recipe with a `supervised` section')
    .requiredOption('--out <directory>', 'where the checkpoint goes; must not exist')
    .option('--set <key=value...>', 'change a value of the recipe', [])
    .option('--json', 'print one JSON object at the end, no progress')
    .addHelpText(
      'after',
      '\nExample:\n  gigpo sft start --out my-start\n  gigpo train alfworld-generated --set model.path=my-start supervised=null\n',
    )
    .action(async (recipe: string, flags: SftFlags) => {
      const config = loadRecipe(recipe, flags.set)
      if (config.supervised === null) {
        throw new GigpoError('config', 'this recipe has no supervised start', {
          where: recipe,
          remedy: 'add a `supervised:` section',
        })
      }
      const out = resolve(flags.out)
      if (existsSync(out)) {
        throw new GigpoError('usage', 'the folder is already there', { where: out, remedy: 'choose another --out' })
      }
      if (!existsSync(dirname(out))) {
        throw new GigpoError('storage', 'the folder to write into is not there', {
          where: dirname(out),
          remedy: 'make it first',
        })
      }
      const signal = interruptSignal()
      const { steps } = config.supervised
      const collecting = flags.json
        ? silentProgress
        : createProgress({ label: 'demonstrations', total: config.supervised.demonstrations })
      const prepared = prepare(config, { signal, onDemonstration: (done) => collecting.update(done) })
      const demonstrations = await prepared.demonstrations()
      collecting.finish(`${demonstrations.successes} succeeded`)
      const engine = await prepared.createEngine()
      const scratch = await mkdtemp(join(tmpdir(), 'gigpo-sft-'))
      const learning = flags.json ? silentProgress : createProgress({ label: 'supervised start', total: steps })
      let saved = 0
      try {
        const report = await superviseEngine({
          engine,
          demonstrations,
          config: config.supervised,
          root: startKey(rootKey(config.seed)),
          bestDirectory: () => join(scratch, String(saved++)),
          signal,
          onStep: (metrics) => learning.update(metrics.iteration, `loss ${Number(metrics['loss/train']).toFixed(3)}`),
        })
        await engine.save(out)
        learning.finish()
        const facts = { out, ...report, ...engine.describe() }
        process.stdout.write(
          flags.json
            ? `${JSON.stringify(facts)}\n`
            : `${out}: validation loss ${report.validationLoss?.toFixed(4) ?? '-'} after ${report.steps} steps\n`,
        )
      } finally {
        await engine.close()
        await rm(scratch, { recursive: true, force: true })
      }
    })
}
