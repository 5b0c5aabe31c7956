// A shop of twenty-six products for tests of the site: two that a goal wants, one whose texts try to run as script, and enough
// mugs for three pages of results.
import {
  buildSearchIndex,
  type Catalogue,
  canonicalGoals,
  createProductSearch,
  createShop,
  documentText,
  type Goal,
  type Product,
  productsInMemory,
  type Shop,
} from '@gigpo/envs/webshop'

const mug = (asin: string, title: string, more: Partial<Product> = {}): Product => ({
  asin,
  title,
  description: `A mug for every morning. ${title}.`,
  bullets: ['dishwasher safe', 'holds 300 ml'],
  category: 'garden',
  query: 'mugs',
  productCategory: 'Home & Kitchen › Kitchen & Dining › Mugs',
  attributes: ['dishwasher safe'],
  options: [],
  prices: [12.5],
  priceTag: '$12.5',
  image: '',
  nouns: ['mug'],
  ...more,
})

export const hostileTitle: string =
  '<script>window.hacked = 1</script>"><img src=x onerror="window.hacked = 2"> \' onclick=window.hacked=3 mug'

const products: readonly Product[] = [
  mug('BREDSHOE01', 'Red Running Shoe', {
    description: 'Runs by itself. Red Running Shoe.',
    bullets: ['light weight', '', 'machine washable sole'],
    category: 'fashion',
    query: 'running shoes',
    productCategory: 'Clothing › Women › Shoes',
    attributes: ['light weight', 'rubber sole'],
    options: [
      { name: 'color', values: ['red', 'dark blue'] },
      { name: 'size', values: ['8', '9', '10'] },
    ],
    prices: [25],
    priceTag: '$25.0',
    instruction: { text: 'Find me light weight running shoes', attributes: ['light weight'] },
    nouns: ['shoe'],
  }),
  mug('BHOSTILE01', hostileTitle, {
    description: '<iframe src="javascript:window.hacked = 4"></iframe></main></body>',
    bullets: ['<svg onload="window.hacked = 5">', '&lt;b&gt;'],
    category: '"><script>window.hacked = 6</script>',
    options: [
      { name: '<u onfocus=alert(1)>', values: ['"><script>window.hacked=7</script>', 'it\'s "big"', 'buy now'] },
    ],
  }),
  ...Array.from({ length: 24 }, (_, i) => mug(`BMUG0000${String(i).padStart(2, '0')}`, `Mug number ${i}`)),
]

const source = productsInMemory(products)

const catalogue: Catalogue = {
  name: 'small',
  products: source,
  search: createProductSearch(
    buildSearchIndex({ asins: products.map(({ asin }) => asin), documents: products.map(documentText) }),
  ),
  price: (index) => products[index]!.prices[0]!,
}

export const shop: Shop = createShop({ catalogue })
export const goals: readonly Goal[] = canonicalGoals(source, { kind: 'synthetic', compat: 'fixed' }).goals
export const positions: readonly number[] = goals.map((_, position) => position)
/** The task for red shoes of size 9. */
export const task: number = goals.findIndex(({ options }) =>
  ['red', '9'].every((wanted) => options.some((option) => typeof option !== 'string' && option.value === wanted)),
)
