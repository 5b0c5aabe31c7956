// How well the demonstrator shops: success (score 1) and mean score over the first goals of a catalogue in canonical order (the
// test split of the official one), with 95 % intervals, for growing carelessness; and the ceiling, the share of these goals
// that buying their own product with the very options would meet (the reward misreads some options). Run from the root:
//   npx tsx --conditions=gigpo-source bench/webshop/demonstrator.ts [--goals 500] [--json]
// Plays the 1,000 official products of ../shared/data/webshop where they exist, and 1,000 generated ones.
import { existsSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { type HistoryEntry, rootKey, stream } from '@gigpo/core'
import {
  buildSearchIndex,
  canonicalGoals,
  createProductSearch,
  createShop,
  createWebshopDemonstrator,
  createWebshopEnvironment,
  documentText,
  type Goal,
  generateCatalogue,
  loadOfficialProducts,
  type Product,
  productsInMemory,
  purchaseReward,
  type Shop,
  type WebshopDemonstratorOptions,
} from '@gigpo/envs/webshop'
import { mean, standardDeviation, wilsonInterval } from '@gigpo/trainer'

const VARIANTS: readonly WebshopDemonstratorOptions[] = [
  {},
  { carelessness: 0.05 },
  { carelessness: 0.1, shortQueries: 0.3 },
  { carelessness: 0.2, shortQueries: 0.5 },
]

const { values: flags } = parseArgs({
  options: { goals: { type: 'string', default: '500' }, json: { type: 'boolean' } },
})

function catalogues(): Record<string, readonly Product[]> {
  const data = new URL('../../../shared/data/webshop/', import.meta.url)
  const generated = generateCatalogue({ seed: 0, products: 1000 }).products
  if (!existsSync(data)) return { generated }
  const read = (name: string): unknown => {
    const bytes = readFileSync(new URL(name, data))
    return JSON.parse((name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'))
  }
  const items = read('items_shuffle_1000.reconstructed.json.gz')
  return { official: loadOfficialProducts(items, read('items_ins_v2_1000.json')), generated }
}

function openShop(name: string, products: readonly Product[]): { shop: Shop; goals: readonly Goal[] } {
  const source = productsInMemory(products)
  const { goals, prices } = canonicalGoals(source, { kind: 'synthetic', compat: 'fixed' })
  const index = buildSearchIndex({ asins: products.map(({ asin }) => asin), documents: products.map(documentText) })
  const catalogue = { name, products: source, search: createProductSearch(index), price: (at: number) => prices[at]! }
  return { shop: createShop({ catalogue }), goals }
}

async function shopFor(shop: Shop, goal: Goal, position: number, options: WebshopDemonstratorOptions) {
  const environment = createWebshopEnvironment(shop, goal)
  const demonstrator = createWebshopDemonstrator(options)
  const random = stream(rootKey(0), 'demonstrator bench', position)
  const history: HistoryEntry[] = []
  let observation = await environment.reset()
  for (let step = 0; ; step++) {
    const { action } = demonstrator.act({ step, observation, history: history.slice() }, random)
    history.push({ observation: observation.text, action, valid: true })
    const transition = await environment.step(action)
    observation = transition.observation
    if (transition.terminated || transition.truncated)
      return { score: Number(transition.info.task_score), steps: step + 1, bought: transition.terminated }
  }
}

/** Whether a goal's own product with the wanted options scores 1. */
function canBeMet(shop: Shop, goal: Goal): boolean {
  const product = shop.catalogue.products.product(goal.product)
  const chosen = goal.options.flatMap((option) => (typeof option === 'string' ? [] : [option]))
  return purchaseReward(goal, product, product, shop.catalogue.price(goal.product), chosen).score === 1
}

const rows = []
for (const [name, products] of Object.entries(catalogues())) {
  const { shop, goals: all } = openShop(name, products)
  const goals = all.slice(0, Number(flags.goals))
  const ceiling = goals.filter((goal) => canBeMet(shop, goal)).length / goals.length
  for (const options of VARIANTS) {
    const episodes = []
    for (const [position, goal] of goals.entries()) episodes.push(await shopFor(shop, goal, position, options))
    const scores = episodes.map(({ score }) => score)
    const successes = scores.filter((score) => score === 1).length
    const half = (1.96 * standardDeviation(scores)) / Math.sqrt(scores.length)
    rows.push({
      catalogue: name,
      goals: goals.length,
      ...options,
      ceiling,
      success: successes / goals.length,
      successInterval: wilsonInterval(successes, goals.length),
      score: mean(scores),
      scoreInterval: [mean(scores) - half, mean(scores) + half],
      steps: mean(episodes.map(({ steps }) => steps)),
      bought: episodes.filter(({ bought }) => bought).length / episodes.length,
    })
  }
}

if (flags.json) console.log(JSON.stringify(rows, null, 2))
else {
  const percent = (value: number): string => (100 * value).toFixed(1)
  const range = (interval: readonly number[]): string => `[${interval.map(percent).join(', ')}]`
  console.log('catalogue  goals  careless  short  ceiling  success                score                  steps  bought')
  for (const row of rows)
    console.log(
      [
        row.catalogue.padEnd(9),
        String(row.goals).padStart(6),
        String(row.carelessness ?? 0).padStart(8),
        String(row.shortQueries ?? 0).padStart(6),
        percent(row.ceiling).padStart(8),
        `${percent(row.success)} ${range(row.successInterval)}`.padEnd(21),
        `${percent(row.score)} ${range(row.scoreInterval)}`.padEnd(21),
        row.steps.toFixed(1).padStart(5),
        percent(row.bought).padStart(7),
      ].join('  '),
    )
}
