// `gigpo play`: a person plays an environment in the terminal, or a script of actions is played and printed as one JSON
// line a step. Scripts are how transcripts of other engines are compared with ours.
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { type Environment, GigpoError, messageOf, nearest, type Observation } from '@gigpo/core'
import { applyOverrides } from '@gigpo/trainer'
import type { Command } from 'commander'
import { environmentNames } from '../../registry/environments.ts'
import { openPlayground, type Playground } from '../../registry/playground.ts'
import { firstInterrupt } from '../interrupt.ts'
import { wholeNumber } from '../whole-number.ts'

interface PlayOptions {
  readonly task?: string
  readonly source?: string
  readonly split?: string
  readonly anchor: string
  readonly maxSteps?: string
  readonly set: readonly string[]
  readonly script?: string
  readonly json?: boolean
  readonly web?: boolean
  readonly port?: string
  readonly episode?: string
}

export function register(program: Command): void {
  program
    .command('play')
    .description('play an environment yourself, or replay a script of actions')
    .argument('<env>', environmentNames.join(', '))
    .option('--task <id>', 'index of a task in the split, its id, or (alfworld) a path to a game file')
    .option(
      '--source <where>',
      'generated, imported, or a path (default: imported if there is an import, else generated)',
    )
    .option('--split <name>', 'split the index counts in (default: valid_seen for alfworld, all for webshop)')
    .option('--anchor <key>', 'text, inventory or state', 'text')
    .option('--max-steps <n>', 'cut the episode after n steps (default: no limit)')
    .option('--set <key=value>', 'option of the environment, as in a recipe; repeatable', collect, [])
    .option('--script <file>', 'JSON lines {"task","actions":[…]} to play; - reads standard input')
    .option('--json', 'print one JSON line a step')
    .option('--web', 'serve it as a web site on this machine (webshop)')
    .option('--port <n>', 'port of the web site (default: 3000, or a free one)')
    .option(
      '--episode <file[:n]>',
      "with --web, look at an episode of a run's episodes file or of a script, page by page",
    )
    .addHelpText(
      'after',
      `
Examples:
  gigpo play alfworld
  gigpo play alfworld --task 3 --split valid_unseen --source generated
  gigpo play webshop --task 7 --set observation=text_marked
  gigpo play webshop --web --episode runs/webshop-gigpo/episodes/40.jsonl:3
  echo '{"task":"0","actions":["look"]}' | gigpo play alfworld --script - --json
`,
    )
    .action(async (name: string, options: PlayOptions) => {
      const environmentOptions: Record<string, unknown> = {}
      applyOverrides(environmentOptions, options.set)
      const playground = openPlayground(name, { ...options, options: environmentOptions })
      if (options.web === true) await serveUntilStopped(playground, options)
      else if (options.script === undefined) await playByHand(playground, options)
      else await playScript(playground, options.script, options.json === true)
    })
}

const collect = (value: string, before: readonly string[]): string[] => [...before, value]

interface StepLine {
  readonly task: string
  readonly action: string | null
  readonly observation: string
  readonly actions: readonly string[]
  readonly reward: number
  readonly done: boolean
  readonly won: boolean
  readonly anchor: string
}

function printStep(line: StepLine, json: boolean): void {
  if (json) process.stdout.write(`${JSON.stringify(line)}\n`)
  else process.stdout.write(`${line.action === null ? '' : `> ${line.action}\n`}${line.observation}\n\n`)
}

const opening = (task: string, observation: Observation, environment: Environment): StepLine => ({
  task,
  action: null,
  observation: observation.text,
  actions: observation.actions ?? [],
  reward: 0,
  done: false,
  won: false,
  anchor: environment.anchor(),
})

async function act(task: string, environment: Environment, action: string): Promise<StepLine> {
  const transition = await environment.step(action)
  return {
    task,
    action,
    observation: transition.observation.text,
    actions: transition.observation.actions ?? [],
    reward: transition.reward,
    done: transition.terminated || transition.truncated,
    won: transition.info.won === true,
    anchor: environment.anchor(),
  }
}

async function serveUntilStopped(playground: Playground, { task, port, episode }: PlayOptions): Promise<void> {
  const [, file, number] = /^(.*?)(?::(\d+))?$/s.exec(episode ?? '')!
  const { url, close } = await playground.serve({
    ...(task === undefined ? {} : { task }),
    ...(port === undefined ? {} : { port: wholeNumber('--port', port) }),
    ...(file === '' || file === undefined ? {} : { episodes: file }),
    ...(number === undefined ? {} : { episode: Number(number) }),
  })
  // Whoever reads the address may stop it at once.
  const stopped = firstInterrupt()
  process.stdout.write(`${url}\n`)
  process.stderr.write('Press Ctrl-C to stop.\n')
  await stopped
  await close()
}

async function playScript(playground: Playground, file: string, json: boolean): Promise<void> {
  const input = file === '-' ? process.stdin : createReadStream(file)
  let number = 0
  try {
    for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      number++
      if (text.trim() === '') continue
      const { task, actions } = parseScriptLine(text, `${file}:${number}`)
      const environment = playground.create(task)
      printStep(opening(task, await environment.reset(), environment), json)
      for (const [i, action] of actions.entries()) {
        const line = await act(task, environment, action)
        printStep(line, json)
        if (line.done && i + 1 < actions.length) {
          process.stderr.write(
            `${file}:${number}: the episode is over, ${actions.length - i - 1} actions were not played\n`,
          )
          break
        }
      }
      await environment.close?.()
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && !GigpoError.isInstance(error)) {
      throw new GigpoError('missing-data', `no script file ${file}`, {
        remedy: 'give a file of JSON lines, or - for standard input',
      })
    }
    throw error
  }
}

function parseScriptLine(text: string, where: string): { task: string; actions: readonly string[] } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new GigpoError('data', `not JSON: ${messageOf(error)}`, {
      where,
      remedy: 'one object {"task": …, "actions": […]} a line',
    })
  }
  const { task, actions } = (value ?? {}) as { task?: unknown; actions?: unknown }
  const id = typeof task === 'number' ? String(task) : task
  if (typeof id !== 'string' || !Array.isArray(actions) || !actions.every((a): a is string => typeof a === 'string')) {
    throw new GigpoError('data', `expected {"task": string, "actions": [string, …]}, received ${text.slice(0, 80)}`, {
      where,
    })
  }
  return { task: id, actions }
}

async function playByHand(playground: Playground, options: PlayOptions): Promise<void> {
  const task = options.task ?? '0'
  const environment = playground.create(task)
  let line = opening(task, await environment.reset(), environment)
  printStep(line, options.json === true)
  if (options.json !== true) process.stderr.write('Type an action, ? for the list, or Ctrl-D to stop.\n')
  process.stderr.write('> ')
  for await (const raw of createInterface({ input: process.stdin })) {
    const action = raw.trim()
    if (action === '?') {
      process.stdout.write(`${line.actions.join('\n')}\n`)
    } else if (action !== '') {
      if (!line.actions.includes(action) && line.actions.length > 0) {
        const near = nearest(action, line.actions)
        if (near !== undefined) process.stderr.write(`(not an admissible action; did you mean: ${near}?)\n`)
      }
      line = await act(task, environment, action)
      printStep(line, options.json === true)
      if (line.done) {
        process.stderr.write(line.won ? 'You won.\n' : 'The episode is over.\n')
        return
      }
    }
    process.stderr.write('> ')
  }
}
