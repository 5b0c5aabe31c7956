// `gigpo env serve`: any environment by OpenEnv's protocol, for trainers in other languages and on other machines.
import { GigpoError } from '@gigpo/core'
import { applyOverrides, gigpoHome } from '@gigpo/trainer'
import type { Command } from 'commander'
import { serveOpenEnv } from '../../openenv/serve-openenv.ts'
import { environmentKind, environmentNames } from '../../registry/environments.ts'
import { interruptSignal, untilInterrupted } from '../interrupt.ts'
import { isLoopback } from '../loopback.ts'
import { portNumber, wholeNumber } from '../whole-number.ts'

interface ServeFlags {
  readonly source?: string
  readonly split?: string
  readonly anchor: string
  readonly maxSteps: string
  readonly set: readonly string[]
  readonly host: string
  readonly port: string
  readonly maxSessions: string
  readonly json?: boolean
}

export function register(program: Command): void {
  const env = program.command('env').description('environments for other programs')
  env
    .command('serve')
    .description('serve an environment by the OpenEnv protocol')
    .argument('<env>', environmentNames.filter((name) => name !== 'openenv').join(', '))
    .option(
      '--source <where>',
      'generated, imported, or a path (default: imported if there is an import, else generated)',
    )
    .option('--split <name>', 'split of the tasks (default: as gigpo play)')
    .option('--anchor <key>', 'text, inventory or state', 'text')
    .option('--max-steps <n>', 'cut episodes after n steps', '50')
    .option('--set <key=value>', 'option of the environment, as in a recipe; repeatable', collect, [])
    .option('--host <address>', 'where to listen; 0.0.0.0 lets other machines in', '127.0.0.1')
    .option('--port <n>', 'where to listen; 0: any free port', '8010')
    .option('--max-sessions <n>', 'episodes at once', '1024')
    .option('--json', 'print the address as one JSON object')
    .addHelpText(
      'after',
      `
Examples:
  gigpo env serve alfworld --split train --port 8010
  gigpo train my-recipe.yaml --set environment.openenv=http://127.0.0.1:8010
`,
    )
    .action(async (name: string, flags: ServeFlags) => {
      const { host } = flags
      if (name === 'openenv')
        throw new GigpoError('usage', 'openenv is a client of such servers and is not served again')
      const kind = environmentKind(name)
      const options: Record<string, unknown> = {}
      applyOverrides(options, flags.set)
      const selection = {
        source: flags.source ?? (kind.play.hasImport(gigpoHome()) ? 'imported' : 'generated'),
        split: flags.split ?? kind.play.defaultSplit,
        games: null,
        taskTypes: null,
      }
      const maxSteps = wholeNumber('--max-steps', flags.maxSteps)
      const settings = { anchor: flags.anchor as 'text', maxSteps, reward: 1, options }
      const taskSet = kind.createTaskSet(selection, settings, gigpoHome())
      const signal = interruptSignal()
      const server = await serveOpenEnv({
        taskSet,
        host,
        port: portNumber('--port', flags.port),
        maxSessions: wholeNumber('--max-sessions', flags.maxSessions),
      })
      if (flags.json) process.stdout.write(`${JSON.stringify({ url: server.url, tasks: taskSet.size })}\n`)
      else
        process.stdout.write(
          `serving ${taskSet.name}, ${taskSet.split}: ${taskSet.size} tasks at ${server.url}; Ctrl-C stops\n`,
        )
      if (!isLoopback(host)) process.stderr.write('anyone who can reach this address can play: OpenEnv has no keys\n')
      await untilInterrupted(signal)
      await server.close()
    })
}

const collect = (value: string, before: readonly string[]): string[] => [...before, value]
