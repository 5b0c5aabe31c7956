// `gigpo model merge`: an adapter and its base become one folder that any tool of Hugging Face's layout reads.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { GigpoError } from '@gigpo/core'
import { mergeAdapter } from '@gigpo/engine'
import { findCheckpoint, gigpoHome } from '@gigpo/trainer'
import type { Command } from 'commander'
import { modelDirectory } from '../../models/model-directory.ts'

export function registerMerge(model: Command): void {
  model
    .command('merge')
    .description('merge an adapter into its base: one folder of float32 weights')
    .argument('<adapter>', 'a run that trains an adapter, or a folder in PEFT’s layout')
    .requiredOption('--out <directory>', 'where the model goes; must not exist, or be empty')
    .option('--base <model>', 'the base (default: the one the adapter names)')
    .addHelpText('after', '\nExample:\n  gigpo model merge runs/my-lora --out my-model\n')
    .action(async (adapter: string, { out, base }: { readonly out: string; readonly base?: string }) => {
      await mergeAdapter({
        adapter: adapterFolder(adapter),
        ...(base === undefined ? {} : { base: modelDirectory(base) }),
        to: out,
        cacheDirectory: join(gigpoHome(), 'cache', 'engine'),
      })
      process.stdout.write(`${out}\n`)
    })
}

/** Of a run the best checkpoint, or the latest where none was chosen. */
function adapterFolder(path: string): string {
  if (!existsSync(join(path, 'config.yaml'))) return path
  const checkpoint = findCheckpoint(path, 'best') ?? findCheckpoint(path, 'latest')
  if (checkpoint !== null) return checkpoint
  throw new GigpoError('missing-data', 'this run has no checkpoint yet', {
    where: path,
    remedy: 'let it reach its first one',
  })
}
