// Speed and size of the WebShop environment: steps a second with the page as text, the list of actions, the anchor and the
// score if bought now at every step, once with every query searched anew and once with the query cache as it is in training;
// and the memory of 10,000 episodes under way. Run from the repository root:
//   npx tsx --conditions=gigpo-source bench/webshop/engine.ts [--json]
// Plays the 1,000 official products of ../shared/data/webshop where they exist, else 1,000 generated ones. A shopper searches
// with part of the instruction where there is a search bar and clicks at random elsewhere, so episodes hold searches, turned
// pages, opened products, choices and purchases. Figures are medians of rounds; rates are given a second of wall time and a
// second of processor time, garbage collection included: on a busy machine only the latter means much.
import { existsSync, readFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { gunzipSync } from 'node:zlib'
import { type Environment, type Observation, RandomStream, rootKey, type Transition } from '@gigpo/core'
import {
  buildSearchIndex,
  canonicalGoals,
  createProductSearch,
  createShop,
  createWebshopEnvironment,
  documentText,
  type Goal,
  generateCatalogue,
  loadOfficialProducts,
  type Product,
  productsInMemory,
  type Shop,
} from '@gigpo/envs/webshop'

const ROUNDS = 7
const EPISODES_UNDER_WAY = 10_000
/** As verl-agent: the members of a group play one goal. */
const GROUP = 8

/** Drawn before, so that drawing is not measured. */
const random = new RandomStream(rootKey(0))
const draws = Uint32Array.from({ length: 1 << 16 }, () => random.uint32())

function readProducts(): { source: string; products: readonly Product[] } {
  const data = new URL('../../../shared/data/webshop/', import.meta.url).pathname
  if (!existsSync(data))
    return { source: 'generated', products: generateCatalogue({ seed: 0, products: 1000 }).products }
  const read = (name: string): unknown => {
    const bytes = readFileSync(data + name)
    return JSON.parse((name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'))
  }
  const products = loadOfficialProducts(
    read('items_shuffle_1000.reconstructed.json.gz'),
    read('items_ins_v2_1000.json'),
  )
  return { source: 'official', products }
}

function openShop(products: readonly Product[], cacheQueries: number): { shop: Shop; goals: readonly Goal[] } {
  const source = productsInMemory(products)
  const { goals, prices } = canonicalGoals(source, { kind: 'synthetic', compat: 'fixed' })
  const index = buildSearchIndex({ asins: products.map(({ asin }) => asin), documents: products.map(documentText) })
  const search = createProductSearch(index, { cacheQueries })
  const shop = createShop({ catalogue: { name: 'bench', products: source, search, price: (at) => prices[at]! } })
  return { shop, goals }
}

/** What the shopper does next: a query of six words of the instruction, from a drawn place on, or a drawn click. */
function choose({ actions = [] }: Observation, goal: Goal, draw: number): string {
  const action = actions[draw % actions.length]!
  if (!action.startsWith('search[')) return action
  const words = goal.instruction.split(' ')
  const from = draw % Math.max(1, words.length - 6)
  return `search[${words.slice(from, from + 6).join(' ')}]`
}

interface Play {
  steps: number
  episodes: number
  searches: number
  /** Characters printed, so that nothing is skipped. */
  output: number
}

function playGroup(shop: Shop, goal: Goal, offset: number, play: Play): void {
  let draw = offset
  for (let member = 0; member < GROUP; member++) {
    const environment = createWebshopEnvironment(shop, goal)
    let observation = environment.reset() as Observation
    for (let ended = false; !ended; play.steps++) {
      const action = choose(observation, goal, draws[draw++ & 0xffff]!)
      if (action.startsWith('search[')) play.searches++
      const transition = environment.step(action) as Transition
      observation = transition.observation
      play.output += observation.text.length + environment.anchor().length
      ended = transition.terminated || transition.truncated
    }
    play.episodes++
  }
}

interface Cost {
  readonly wallMs: number
  readonly cpuMs: number
}

/** Plays for about `seconds` of wall time. */
function measure(shop: Shop, goals: readonly Goal[], seconds: number, round: number): Play & Cost {
  const play: Play = { steps: 0, episodes: 0, searches: 0, output: 0 }
  const cpu = process.cpuUsage()
  const wall = performance.now()
  for (let i = round * 7919; performance.now() - wall < seconds * 1000; i++)
    playGroup(shop, goals[draws[i & 0xffff]! % goals.length]!, i * 127, play)
  const wallMs = performance.now() - wall
  const used = process.cpuUsage(cpu)
  if (play.output === 0) throw new Error('nothing was printed')
  return { ...play, wallMs, cpuMs: (used.user + used.system) / 1000 }
}

/** Heap and buffers in use after a full collection, in bytes. */
function memoryInUse(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** Bytes of many episodes a few steps in, without and with the last observation of each, which a rollout holds. */
function measureMemory(shop: Shop, goals: readonly Goal[]): { environments: number; observations: number } {
  const before = memoryInUse()
  const environments: Environment[] = []
  const observations: Observation[] = []
  for (let i = 0; i < EPISODES_UNDER_WAY; i++) {
    const goal = goals[draws[i]! % goals.length]!
    const environment = createWebshopEnvironment(shop, goal)
    let observation = environment.reset() as Observation
    for (let t = 0; t < 2 + (i % 6); t++) {
      const action = choose(observation, goal, draws[(i * 7 + t) & 0xffff]!)
      // Nobody buys, so that all stay under way.
      observation = (environment.step(action === 'click[buy now]' ? 'click[features]' : action) as Transition)
        .observation
    }
    environments.push(environment)
    observations.push(observation)
  }
  const held = memoryInUse() - before
  const characters = observations.splice(0).length
  const alone = memoryInUse() - before
  if (characters !== environments.length) throw new Error('an episode is missing')
  return { environments: alone, observations: held }
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!
const round = (value: number, digits = 0): number => Number(value.toFixed(digits))

const { source, products } = readProducts()
const { shop, goals } = openShop(products, 0)
const shops = { fresh: shop, cached: openShop(products, 1000).shop }
const plays: Record<keyof typeof shops, (Play & Cost)[]> = { fresh: [], cached: [] }
const memory = measureMemory(shop, goals)
for (const kind of ['fresh', 'cached'] as const) measure(shops[kind], goals, 2, 0)
for (let i = 1; i <= ROUNDS; i++)
  for (const kind of ['fresh', 'cached'] as const) plays[kind].push(measure(shops[kind], goals, 1, i))

const rates = (kind: keyof typeof shops) => ({
  stepsPerSecond: round(median(plays[kind].map(({ steps, wallMs }) => (1000 * steps) / wallMs))),
  stepsPerCpuSecond: round(median(plays[kind].map(({ steps, cpuMs }) => (1000 * steps) / cpuMs))),
  episodesPerSecond: round(median(plays[kind].map(({ episodes, wallMs }) => (1000 * episodes) / wallMs))),
})
const sum = (key: 'steps' | 'searches' | 'episodes'): number =>
  plays.fresh.reduce((total, play) => total + play[key], 0)
const report = {
  products: { source, count: products.length, goals: goals.length },
  rounds: ROUNDS,
  stepsPerSearch: round(sum('steps') / sum('searches'), 1),
  stepsPerEpisode: round(sum('steps') / sum('episodes'), 1),
  fresh: rates('fresh'),
  cached: rates('cached'),
  memory: {
    episodes: EPISODES_UNDER_WAY,
    environmentsMB: round(memory.environments / 1e6, 1),
    withObservationsMB: round(memory.observations / 1e6, 1),
  },
  machine: {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    node: process.version,
    loadAverage: round(loadavg()[0]!, 2),
  },
}

if (process.argv.includes('--json')) {
  console.log(JSON.stringify(report))
} else {
  const { machine, stepsPerSearch, stepsPerEpisode } = report
  console.log(
    `${products.length} products (${source}), ${goals.length} goals, medians of ${ROUNDS} rounds, one core; ` +
      `a search every ${stepsPerSearch} steps, ${stepsPerEpisode} steps an episode`,
  )
  for (const kind of ['fresh', 'cached'] as const) {
    const { stepsPerSecond, stepsPerCpuSecond, episodesPerSecond } = report[kind]
    const [wall, cpu, episodes] = [stepsPerSecond, stepsPerCpuSecond, episodesPerSecond].map((n) =>
      n.toLocaleString('en'),
    )
    console.log(`searches ${kind.padEnd(6)} ${wall} steps/s (${cpu} by processor time), ${episodes} episodes/s`)
  }
  console.log(
    `${EPISODES_UNDER_WAY.toLocaleString('en')} episodes under way: ${report.memory.environmentsMB} MB, ` +
      `with their last observations ${report.memory.withObservationsMB} MB`,
  )
  console.log(`${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, load average ${machine.loadAverage}`)
}
