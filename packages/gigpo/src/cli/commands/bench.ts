// `gigpo bench`: runs a benchmark of the clone in a process of its own, from source. Benchmarks are not shipped in the
// published package: they compare with peers that live outside it.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { GigpoError, nearest } from '@gigpo/core'
import type { Command } from 'commander'

const benchDirectory = fileURLToPath(new URL('../../../../../bench', import.meta.url))

export function register(program: Command): void {
  program
    .command('bench')
    .description('time a part of gigpo beside a named peer, in this clone')
    .argument('[name]', 'alfworld, credit, credit-quality, engine, studio or webshop; without it, the list')
    .argument('[part]', 'one part of a benchmark that has several, for example: webshop search')
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  gigpo bench alfworld\n  gigpo bench webshop search\n')
    .action((name: string | undefined, part: string | undefined, options: { json?: boolean }) => {
      if (!existsSync(benchDirectory)) {
        throw new GigpoError('missing-data', 'the benchmarks are not part of the installed package', {
          remedy: 'clone the repository, run npm ci there, then npx gigpo bench',
        })
      }
      const names = readdirSync(benchDirectory).filter((entry) => existsSync(join(benchDirectory, entry, 'run.ts')))
      if (name === undefined) {
        process.stdout.write(options.json ? `${JSON.stringify({ benchmarks: names })}\n` : `${names.join('\n')}\n`)
        return
      }
      if (!names.includes(name)) {
        const near = nearest(name, names)
        throw new GigpoError('usage', `unknown benchmark "${name}"`, {
          remedy: near === undefined ? `choose one of ${names.join(', ')}` : `did you mean ${near}?`,
        })
      }
      const parts = readdirSync(join(benchDirectory, name)).filter((file) => file.endsWith('.ts'))
      if (part !== undefined && !parts.includes(`${part}.ts`)) {
        throw new GigpoError('usage', `the benchmark ${name} has no part "${part}"`, {
          remedy: `choose one of ${parts.map((file) => file.slice(0, -3)).join(', ')}`,
        })
      }
      const tsx = createRequire(import.meta.url).resolve('tsx')
      const args = ['--conditions=gigpo-source', '--import', tsx, join(benchDirectory, name, `${part ?? 'run'}.ts`)]
      const run = spawnSync(process.execPath, options.json ? [...args, '--json'] : args, { stdio: 'inherit' })
      if (run.status !== 0) throw new GigpoError('engine', `the benchmark "${name}" ended with status ${run.status}`)
    })
}
