// A shop of fourteen products for tests of pages and play: enough for two pages of results, with the odd texts of scraped
// catalogues (empty bullets, equal values in two groups, HTML, names of prototype members). Search is by shared words.

import type { Goal } from './goals/goal.ts'
import type { Catalogue, Product, ProductSearch } from './products/product.ts'
import { productsInMemory } from './products/products-in-memory.ts'
import { createShop, type Shop, type ShopOptions } from './shop.ts'

const plain = (asin: string, title: string): Product => ({
  asin,
  title,
  description: `All about ${title}.`,
  bullets: ['first', 'second'],
  category: 'garden',
  query: 'mugs',
  productCategory: 'Home & Kitchen › Mugs',
  attributes: ['dishwasher safe'],
  options: [],
  prices: [10],
  priceTag: '$10.0',
  image: '',
})

export const redShoe: Product = {
  ...plain('B000SHOE01', 'Red Running Shoe'),
  description: '  Runs by itself.\n',
  bullets: [' light weight ', '', ' \n ', 'washable'],
  category: 'fashion',
  query: 'running shoes',
  productCategory: 'Clothing › Shoes',
  attributes: ['light weight', 'machine wash'],
  options: [
    { name: 'color', values: ['red', 'dark blue'] },
    { name: 'size', values: ['8', '9', '8'] },
  ],
  prices: [20, 30.5],
  priceTag: '$20.0 to $30.5',
}

/** Texts that could break a page, an object used as a map, or an action. */
export const oddMug: Product = {
  ...plain('B000ODDMUG', '<script>alert("&")</script> mug'),
  description: '',
  bullets: [],
  options: [
    { name: 'constructor', values: ['__proto__', 'buy now', 'same', 'search'] },
    { name: '<b>', values: ['same', 'size [eu]', "it's é > é", 'tostring'] },
  ],
}

export const untitled: Product = { ...plain('B000EMPTY1', ''), bullets: [''], description: ' ' }

export const products: readonly Product[] = [
  redShoe,
  oddMug,
  untitled,
  ...Array.from({ length: 11 }, (_, i) => plain(`B00000MUG${String.fromCharCode(65 + i)}`, `Mug number ${i + 1}`)),
]

export const shoeGoal: Goal = {
  id: 'B000SHOE01/0123456789ab',
  kind: 'synthetic',
  asin: 'B000SHOE01',
  product: 0,
  instruction: 'Find me light weight shoes with color: red, and size: 9, and price lower than 40.00 dollars',
  attributes: ['light weight'],
  options: [
    { name: 'color', value: 'red' },
    { name: 'size', value: '9' },
  ],
  priceUpper: 40,
  weight: 1,
}

export const mugGoal: Goal = {
  ...shoeGoal,
  id: 'B000ODDMUG/0123456789ab',
  asin: 'B000ODDMUG',
  product: 1,
  instruction: 'Find me <b>dishwasher safe</b> mugs',
  attributes: ['dishwasher safe'],
  options: [],
  priceUpper: 1000000,
}

/** Products that share a word with the query, those with the most shared words first. */
const wordSearch: ProductSearch = {
  search(query) {
    const words = new Set(query.split(' ').filter((word) => word !== ''))
    const scores = products.map(
      ({ title }) =>
        title
          .toLowerCase()
          .split(' ')
          .filter((word) => words.has(word)).length,
    )
    const found = scores.flatMap((score, index) => (score > 0 ? [index] : []))
    return Int32Array.from(found.sort((a, b) => scores[b]! - scores[a]! || a - b))
  },
}

export const catalogue: Catalogue = {
  name: 'small',
  products: productsInMemory(products),
  search: wordSearch,
  price: (index) => products[index]!.prices[0]!,
}

export const smallShop = (options: Partial<ShopOptions> = {}): Shop => createShop({ catalogue, ...options })
