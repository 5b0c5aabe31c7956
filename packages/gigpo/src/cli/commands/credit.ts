// `gigpo credit`: re-scores stored episodes with any algorithm, or checks the library against a file of golden cases.
// It reads files only and writes nothing, so credit can be studied long after a run.
import { readFileSync } from 'node:fs'
import { algorithmNames } from '@gigpo/algorithms'
import { GigpoError } from '@gigpo/core'
import type { Command } from 'commander'
import { checkGoldenFile } from '../../credit/golden.ts'
import { rescoreFile } from '../../credit/rescore.ts'

interface CreditFlags {
  readonly algorithm: string
  readonly golden?: boolean
  readonly json?: boolean
  readonly limit: string
  readonly [option: string]: unknown
}

/** Numbers and booleans of the command line become values; everything else stays a word. */
function value(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true'
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text
}

const flags = [
  'mode',
  'norm',
  'gamma',
  'omega',
  'penalty',
  'penaltyScope',
  'episodeStats',
  'grouping',
  'stateKey',
] as const

export function register(program: Command): void {
  const command = program
    .command('credit')
    .description('re-score stored episodes, or check the golden cases')
    .argument('<file>', 'episodes/<iteration>.jsonl of a run directory; with --golden a file of cases')
    .option('--algorithm <name>', algorithmNames.join(', '), 'gigpo')
    .option('--mode <name>', 'fixed, paper, verl-agent or roll')
    .option('--norm <kind>', 'std or none')
    .option('--statistics <entries>', 'trajectory or step: what the episode statistics count')
    .option('--gamma <number>', 'discount of the step returns')
    .option('--omega <number>', 'weight of the step advantage, or auto')
    .option('--penalty <number>', 'for an action that is not valid')
    .option('--penalty-scope <scope>', 'advantage, reward, row or none')
    .option('--grouping <kind>', 'exact, similarity or similarity-compat')
    .option('--state-key <scope>', 'task or batch')
    .option('--set <key=value...>', 'any other option of the algorithm')
    .option('--limit <rows>', 'rows to print', '40')
    .option('--golden', 'check golden cases instead: exit code 1 if one is out of tolerance')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Examples:
  gigpo credit runs/quickstart/episodes/000030.jsonl --norm none --gamma 0.9
  gigpo credit runs/quickstart/episodes/000030.jsonl --algorithm grpo --json
  gigpo credit golden/gigpo.json --golden
`,
    )
  command.action((file: string, options: CreditFlags) => {
    const text = readText(file)
    if (options.golden) return checkGoldenFile(text, file, options.json === true)
    const chosen: Record<string, unknown> = { name: options.algorithm }
    for (const flag of flags) if (options[flag] !== undefined) chosen[flag] = value(String(options[flag]))
    if (options.statistics !== undefined) chosen.episodeStats = statistics(String(options.statistics))
    if (chosen.norm === 'std') chosen.norm = 'mean_std'
    if (chosen.norm === 'none') chosen.norm = 'mean'
    for (const pair of (options.set as string[] | undefined) ?? []) {
      const at = pair.indexOf('=')
      if (at < 1) throw new GigpoError('usage', `--set expects key=value, received "${pair}"`)
      chosen[pair.slice(0, at)] = value(pair.slice(at + 1))
    }
    rescoreFile(text, file, chosen, { json: options.json === true, limit: Number(options.limit) })
  })
}

function statistics(entries: string): string {
  if (entries === 'trajectory') return 'trajectories'
  if (entries === 'step') return 'rows'
  throw new GigpoError('usage', `--statistics expects trajectory or step, received "${entries}"`)
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new GigpoError('missing-data', `cannot read ${file}: ${(cause as Error).message}`, { cause })
  }
}
