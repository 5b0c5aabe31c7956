// `gigpo data`: official files into the local store, and what the store holds.
import { GigpoError } from '@gigpo/core'
import type { Command } from 'commander'
import type { DataReport, DataSet } from './data-set.ts'

const dataSets: Readonly<Record<string, () => Promise<DataSet>>> = {
  alfworld: async () => (await import('./data-alfworld.ts')).alfworldData,
  webshop: async () => (await import('./data-webshop.ts')).webshopData,
}
const names = Object.keys(dataSets).join(' or ')

export function register(program: Command): void {
  const data = program.command('data').description('import data sets, list what is imported')
  data
    .command('import')
    .description('read official files into the local store ($GIGPO_HOME, default ~/.gigpo)')
    .argument('<dataset>', names)
    .argument(
      '<path>',
      'alfworld: the directory tree of game.tw-pddl files, one file, or JSON-lines bundles; webshop: the folder of items_shuffle*.json and its companions, or that file',
    )
    .option('--name <name>', 'webshop: what to call the catalogue (default: official)')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nAn import of webshop that is stopped goes on when the command is given again.\n\nExamples:\n  gigpo data import alfworld ~/.cache/alfworld/json_2.1.1\n  gigpo data import webshop ~/WebShop/data\n  gigpo data import webshop ~/WebShop/data/items_shuffle_1000.json --name small\n',
    )
    .action(async (dataset: string, path: string, options: { json?: boolean; name?: string }) => {
      const { json = false, name } = options
      if (name !== undefined && dataset !== 'webshop') {
        throw new GigpoError('usage', `--name goes with webshop, received ${dataset}`, { remedy: 'Leave it out.' })
      }
      const set = await dataSet(dataset)
      print(await set.import(path, { json, ...(name === undefined ? {} : { name }) }), json)
    })
  data
    .command('list')
    .description('what was imported of a data set: splits of games, catalogues')
    .argument('<dataset>', names)
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExamples:\n  gigpo data list alfworld\n  gigpo data list webshop\n')
    .action(async (dataset: string, options: { json?: boolean }) => {
      print((await dataSet(dataset)).list(), options.json ?? false)
    })
}

function print({ lines, value }: DataReport, json: boolean): void {
  process.stdout.write(json ? `${JSON.stringify(value)}\n` : lines.map((line) => `${line}\n`).join(''))
}

async function dataSet(name: string): Promise<DataSet> {
  const load = Object.hasOwn(dataSets, name) ? dataSets[name] : undefined
  if (load !== undefined) return load()
  throw new GigpoError('usage', `unknown data set "${name}"`, {
    remedy: `choose one of: ${Object.keys(dataSets).join(', ')}`,
  })
}
