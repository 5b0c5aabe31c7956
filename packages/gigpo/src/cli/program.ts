// The command line: a table of commands; the one that runs is loaded alone.
// Exit codes: 0 success, 1 the work failed, 2 wrong usage (a bad flag or a bad configuration). Results go to standard
// output, progress and errors to standard error.
import { GigpoError } from '@gigpo/core'
import { Command, CommanderError } from 'commander'
import { exitCodeOf, printError } from './print-error.ts'
import { version } from './version.ts'

/** Adds one command to the program; `action` bodies import what they need. */
type Register = (program: Command) => void

const commands: ReadonlyMap<string, () => Promise<{ register: Register }>> = new Map([
  ['train', () => import('./commands/train.ts')],
  ['sft', () => import('./commands/sft.ts')],
  ['eval', () => import('./commands/eval.ts')],
  ['play', () => import('./commands/play.ts')],
  ['credit', () => import('./commands/credit.ts')],
  ['compare', () => import('./commands/compare.ts')],
  ['value', () => import('./commands/value.ts')],
  ['roadmap', () => import('./commands/roadmap.ts')],
  ['env', () => import('./commands/env.ts')],
  ['worker', () => import('./commands/worker.ts')],
  ['engine', () => import('./commands/engine.ts')],
  ['studio', () => import('./commands/studio.ts')],
  ['note', () => import('./commands/note.ts')],
  ['data', () => import('./commands/data.ts')],
  ['model', () => import('./commands/model.ts')],
  ['bench', () => import('./commands/bench.ts')],
  ['quickstart', () => import('./commands/quickstart.ts')],
  ['study-run', () => import('./commands/study-run.ts')],
])

/** Runs the command line on arguments without `node` and the script. Resolves to the exit code; never throws. */
export async function runCli(args: readonly string[]): Promise<number> {
  const program = new Command('gigpo')
    .description('Train language-model agents over many turns with GiGPO.')
    .version(version)
    .showHelpAfterError('(add --help for the options and an example)')
    .addHelpText(
      'after',
      '\nStart here:\n  gigpo quickstart          train an agent in minutes\n  gigpo play alfworld       play a game yourself\n',
    )
  const json = args.includes('--json')
  try {
    // A command that is named comes alone; help and mistakes need all of them.
    const named = commands.get(args[0] ?? '')
    for (const load of named === undefined ? commands.values() : [named]) (await load()).register(program)
    for (const command of [program, ...program.commands, ...program.commands.flatMap((c) => c.commands)]) {
      command.exitOverride()
    }
    await program.parseAsync(args, { from: 'user' })
    return 0
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    printError(error, json)
    return GigpoError.isInstance(error) ? exitCodeOf(error) : 1
  }
}
