// `gigpo data`: official files into the local store, and what the store holds.

import { GigpoError } from '@gigpo/core'
import { parseGameFile, parseGameRecord } from '@gigpo/envs/alfworld'
import { createProgress, gigpoHome, importAlfworld, openStore, silentProgress } from '@gigpo/trainer'
import type { Command } from 'commander'

export function register(program: Command): void {
  const data = program.command('data').description('import data sets, list what is imported')
  data
    .command('import')
    .description('read official files into the local store ($GIGPO_HOME, default ~/.gigpo)')
    .argument('<dataset>', 'alfworld')
    .argument('<path>', 'the directory tree of game.tw-pddl files, one file, or JSON-lines bundles')
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  gigpo data import alfworld ~/.cache/alfworld/json_2.1.1\n')
    .action((dataset: string, path: string, options: { json?: boolean }) => {
      assertDataset(dataset)
      const progress = options.json ? silentProgress : createProgress({ label: 'games', total: null })
      const report = importAlfworld(path, {
        home: gigpoHome(),
        parsers: { parseGameFile, parseGameRecord },
        onProgress: ({ done }) => progress.update(done),
      })
      progress.finish()
      if (options.json) process.stdout.write(`${JSON.stringify(report)}\n`)
      else {
        for (const { split, games, digest } of report.splits)
          process.stdout.write(`${split.padEnd(14)} ${String(games).padStart(5)} games  ${digest.slice(0, 16)}\n`)
        const { unsupported, unsolvable, duplicate } = report.skipped
        process.stdout.write(
          `skipped: ${unsupported} movable or sliced, ${unsolvable} not solvable, ${duplicate} duplicates\n${report.directory}\n`,
        )
      }
    })
  data
    .command('list')
    .description('the splits of an imported data set')
    .argument('<dataset>', 'alfworld')
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  gigpo data list alfworld\n')
    .action((dataset: string, options: { json?: boolean }) => {
      assertDataset(dataset)
      const store = openStore(gigpoHome(), dataset)
      const splits = store.splits.map((split) => ({
        split,
        games: store.source(split).size,
        digest: store.source(split).digest,
      }))
      if (options.json) process.stdout.write(`${JSON.stringify({ dataset, splits })}\n`)
      else
        for (const { split, games, digest } of splits)
          process.stdout.write(`${split.padEnd(14)} ${String(games).padStart(5)} games  ${digest.slice(0, 16)}\n`)
    })
}

function assertDataset(name: string): void {
  if (name !== 'alfworld')
    throw new GigpoError('usage', `unknown data set "${name}"`, { remedy: 'choose one of: alfworld' })
}
