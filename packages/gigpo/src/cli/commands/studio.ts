// `gigpo studio`: the web pages over run directories, live or finished; and one run as a folder that opens without a server.
import { spawn } from 'node:child_process'
import { basename, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { GigpoError } from '@gigpo/core'
import { exportSite, serveStudio } from '@gigpo/studio'
import { createProgress, silentProgress } from '@gigpo/trainer'
import { type Command, Option } from 'commander'
import { firstInterrupt } from '../interrupt.ts'
import { wholeNumber } from '../whole-number.ts'

interface StudioFlags {
  readonly port?: string
  readonly host: string
  readonly open?: boolean
  readonly examples?: boolean
  readonly pages?: string
  readonly json?: boolean
}

interface ExportFlags {
  readonly out?: string
  readonly iterations?: string
  readonly pages?: string
  readonly json?: boolean
}

/** Beside src/ and dist/ alike. */
const exampleRuns = fileURLToPath(new URL('../../../examples', import.meta.url))

export function register(program: Command): void {
  const studio = program
    .command('studio')
    .description('look at runs in the browser: curves, episodes, groups, credit')
    .argument('[runs]', 'a folder of runs, or one run directory', 'runs')
    .option('--port <n>', 'port of the web site (default: 4747, or a free one)')
    .option('--host <address>', 'address to listen on; others than this machine’s own let others in', '127.0.0.1')
    .option('--open', 'open the browser')
    .option('--examples', 'look at two small recorded runs that come with gigpo')
    .addOption(new Option('--pages <directory>', 'other built pages than the package’s own').hideHelp())
    .option('--json', 'print one JSON object with the address')
    .addHelpText(
      'after',
      `
It only reads, also while training runs, and keeps an index in RUN/.studio, which may be deleted at any time.
The printed address holds a token: whoever has it can read the runs.

Examples:
  gigpo studio
  gigpo studio runs/quickstart --open
  gigpo studio --examples --open
  gigpo studio export runs/quickstart --out quickstart-site
`,
    )
    .action(async (runs: string, flags: StudioFlags) => serveUntilStopped(flags.examples ? exampleRuns : runs, flags))
  studio
    .command('export')
    .description('write one run as a web site that opens without a server')
    .argument('<run>', 'a run directory')
    .option('--out <directory>', 'the site’s folder (default: NAME-studio)')
    .option(
      '--iterations <list>',
      'whose episodes go with it, for example 1,10,20-25, or all (default: the newest five)',
    )
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
Examples:
  gigpo studio export runs/quickstart
  gigpo studio export runs/quickstart --out site --iterations 1,28-30
`,
    )
    // Options that both know are taken by the outer command.
    .action(async (run: string, _: ExportFlags, self: Command) => writeSite(run, self.optsWithGlobals<ExportFlags>()))
}

async function serveUntilStopped(runs: string, { port, host, open, pages, json }: StudioFlags): Promise<void> {
  const server = await serveStudio({
    directory: runs,
    host,
    ...(port === undefined ? {} : { port: wholeNumber('--port', port) }),
    ...(pages === undefined ? {} : { clientDirectory: pages }),
  })
  const { url, directory } = server
  if (server.runs === 0) {
    await server.close()
    throw new GigpoError('missing-data', 'there is no run in this folder', {
      where: directory,
      remedy: 'Name a folder that holds run directories; gigpo train writes runs/NAME.',
    })
  }
  // Whoever reads the address may stop it at once.
  const stopped = firstInterrupt()
  process.stdout.write(json ? `${JSON.stringify({ url, directory, runs: server.runs })}\n` : `${url}\n`)
  process.stderr.write(
    `${server.runs === 1 ? '1 run' : `${server.runs} runs`} in ${directory}. Press Ctrl-C to stop.\n`,
  )
  if (open) openBrowser(url)
  await stopped
  await server.close()
}

/** Best effort: where there is no browser, the address is printed all the same. */
function openBrowser(url: string): void {
  const command = process.platform === 'darwin' ? 'open' : process.platform === 'win32' ? 'explorer' : 'xdg-open'
  const child = spawn(command, [url], { stdio: 'ignore', detached: true })
  child.on('error', () => process.stderr.write('no browser could be opened; open the address yourself\n'))
  child.unref()
}

async function writeSite(run: string, { out, iterations, pages, json }: ExportFlags): Promise<void> {
  let progress = silentProgress
  const site = await exportSite({
    run,
    out: out ?? `${basename(resolve(run))}-studio`,
    ...(iterations === undefined ? {} : { iterations: iterations === 'all' ? iterations : readIterations(iterations) }),
    ...(pages === undefined ? {} : { clientDirectory: pages }),
    onProgress: (done, total) => {
      if (json) return
      if (progress === silentProgress) progress = createProgress({ label: 'iterations', total })
      progress.update(done)
    },
  })
  progress.finish()
  const { episodes, files } = site
  const size = `${(site.bytes / 2 ** 20).toFixed(1)} MiB`
  if (json) process.stdout.write(`${JSON.stringify(site)}\n`)
  else {
    const whose = site.iterations.length === 1 ? '1 iteration' : `${site.iterations.length} iterations`
    process.stdout.write(`${site.out}: ${episodes} episodes of ${whose}, ${files} data files, ${size}\n`)
    process.stdout.write(`\nOpen it:\n  ${site.out}/index.html\n`)
  }
}

/** `1,10,20-25`. */
function readIterations(list: string): number[] {
  return list.split(',').flatMap((part) => {
    const [, first, last = first] = /^\s*(\d{1,6})(?:-(\d{1,6}))?\s*$/.exec(part) ?? []
    if (first === undefined || Number(last) < Number(first))
      throw new GigpoError('usage', `--iterations expects a list like 1,10,20-25 or all, received "${list}"`)
    return Array.from({ length: Number(last) - Number(first) + 1 }, (_, i) => Number(first) + i)
  })
}
