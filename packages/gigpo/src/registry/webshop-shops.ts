// Opens shops: a generated one, or an imported official catalogue, with its goals in canonical order and their splits. A shop is
// opened once a process and shared by everything that is played in it.
import { GigpoError } from '@gigpo/core'
import {
  buildSearchIndex,
  type Catalogue,
  type Compat,
  canonicalGoals,
  createProductSearch,
  createShop,
  documentText,
  type Goal,
  generateCatalogue,
  heldOutTypes,
  openSearchIndex,
  type ProductSearch,
  type ProductSource,
  productsInMemory,
  type Shop,
  splitGoals,
} from '@gigpo/envs/webshop'
import { listWebshopStores, openWebshopStore } from '@gigpo/trainer'
import { type CheckedOptions, checkedOptions, defined } from './checked-options.ts'

/** `environment.options`: first what is played, then how it is shown and rewarded, then the generated shop. */
export const webshopForms = {
  compat: ['fixed', 'verl-agent', 'princeton'],
  goals: ['synthetic', 'human'],
  goalSeed: 'count',
  splitBy: ['goal', 'product'],
  observation: ['text', 'text_rich', 'text_marked', 'html', 'url'],
  rewardKind: ['success', 'score'],
  shaping: 'number',
  previousObservations: 'count',
  previousActions: 'count',
  products: 'count',
  shopSeed: 'count',
  goalShare: 'fraction',
  siblings: 'fraction',
  synonyms: 'fraction',
  attributesOnlyInFeatures: 'fraction',
  optionValues: 'number',
  noPrice: 'fraction',
} as const

type WebshopOptions = CheckedOptions<typeof webshopForms>

/** A shop with its goals in canonical order, and positions of goals by split. */
export interface OpenShop {
  readonly shop: Shop
  readonly goals: readonly Goal[]
  readonly splits: Readonly<Record<string, ArrayLike<number>>>
}

const opened = new Map<string, OpenShop>()

/** @throws GigpoError `config`, `missing-data` or `data`. */
export function openShop(source: string, given: Readonly<Record<string, unknown>>, home: string): OpenShop {
  const options = checkedOptions('environment.options', given, webshopForms)
  // Everything that decides what is sold and what is asked for; how it is shown is not part of a shop.
  const { observation, rewardKind, shaping, previousObservations, previousActions, ...selling } = options
  const key = JSON.stringify([source, home, Object.entries(selling).sort()])
  const known = opened.get(key) ?? open(source, options, home)
  opened.set(key, known)
  return known
}

function open(source: string, options: WebshopOptions, home: string): OpenShop {
  if (source === 'generated') return openGenerated(options)
  const [first, name] = source.split(':')
  if (first === 'imported') return openImported(name ?? onlyImport(home), options, home)
  throw new GigpoError('missing-data', `there is no WebShop source "${source}"`, {
    remedy: 'use generated, imported, or imported:NAME (after gigpo data import webshop PATH --name NAME)',
  })
}

/** The one catalogue that was imported; where there are several, the one without a name of its own. */
function onlyImport(home: string): string | undefined {
  const stores = listWebshopStores(home)
  return stores.length === 1 ? stores[0] : undefined
}

function openGenerated(options: WebshopOptions): OpenShop {
  const { products: size, shopSeed, goalShare, siblings, synonyms, attributesOnlyInFeatures } = options
  const { optionValues, noPrice, goals: kind = 'synthetic', splitBy = 'product' } = options
  if (kind === 'human')
    throw new GigpoError('config', 'a generated shop has no human goals', {
      where: 'environment.options.goals',
      remedy: 'leave it out, or import the official files',
    })
  const made = generateCatalogue({
    ...defined({ seed: shopSeed, products: size }),
    difficulty: defined({
      goals: goalShare,
      siblings,
      synonyms,
      attributesOnlyInFeatures,
      optionValues,
      noPrice,
    }),
  })
  const products = productsInMemory(made.products)
  const index = buildSearchIndex({
    asins: made.products.map((product) => product.asin),
    documents: made.products.map(documentText),
  })
  const { shop, goals } = assemble('generated', products, createProductSearch(index), options)
  const unseen = (position: number): boolean => heldOutTypes.has(made.types[goals[position]!.product]!)
  const all = Array.from(goals, (_, position) => position)
  const known = all.filter((position) => !unseen(position))
  // Near-duplicates stay together: a goal counts as one of its family's first product.
  const familyOf = ({ product }: Goal): string => made.products[made.families[product]!]!.asin
  const split = splitGoals(
    known.map((position) => ({ ...goals[position]!, asin: familyOf(goals[position]!) })),
    { by: splitBy as 'goal' },
  )
  const places = (of: Int32Array): number[] => Array.from(of, (i) => known[i]!)
  return {
    shop,
    goals,
    splits: {
      all,
      train: places(split.train),
      eval: places(split.eval),
      test: places(split.test),
      test_unseen: all.filter(unseen),
    },
  }
}

/** Products above which goals are human ones unless a recipe says otherwise. */
const LARGE = 50_000

function openImported(name: string | undefined, options: WebshopOptions, home: string): OpenShop {
  const wrong = ['products', 'shopSeed', 'goalShare', 'siblings', 'synonyms', 'attributesOnlyInFeatures'].find(
    (option) => Object.hasOwn(options, option),
  )
  if (wrong !== undefined)
    throw new GigpoError('config', `"${wrong}" is an option of generated shops`, {
      where: `environment.options.${wrong}`,
      remedy: 'leave it out, or set source: generated',
    })
  const { splitBy = 'goal' } = options
  const store = openWebshopStore(home, name)
  // Of the larger official catalogues the human goals are played, and synthetic ones would run into millions.
  const large = store.products.size > LARGE && store.human.size > 0
  const { goals: kind = large ? 'human' : 'synthetic' } = options
  if (kind === 'human' && store.human.size === 0)
    throw new GigpoError('missing-data', 'this catalogue was imported without human instructions', {
      remedy: 'import it again from a folder that has items_human_ins*.json',
    })
  const search = createProductSearch(openSearchIndex(store.index))
  const { shop, goals } = assemble(name ?? 'imported', store.products, search, { ...options, goals: kind }, store.human)
  return {
    shop,
    goals,
    splits: { all: Int32Array.from(goals, (_, i) => i), ...splitGoals(goals, { by: splitBy as 'goal' }) },
  }
}

function assemble(
  name: string,
  products: ProductSource,
  search: ProductSearch,
  options: WebshopOptions,
  human?: Parameters<typeof canonicalGoals>[1]['human'],
): { shop: Shop; goals: Goal[] } {
  const { compat = 'fixed', goals: kind = 'synthetic', goalSeed } = options
  const { goals, prices } = canonicalGoals(products, {
    kind: kind as 'human',
    compat: compat as Compat,
    ...(kind === 'human' && human !== undefined ? { human } : {}),
    ...defined({ seed: goalSeed }),
  })
  const catalogue: Catalogue = { name, products, search, price: (index) => prices[index]! }
  return { shop: createShop({ catalogue, compat: compat as Compat }), goals }
}
