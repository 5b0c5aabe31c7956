// A product and a goal for it, each field of which a test can replace.
import type { Goal } from '../goals/goal.ts'
import type { Product } from '../products/product.ts'

export function product(fields: Partial<Product> = {}): Product {
  return {
    asin: 'B000000001',
    title: 'Herbal Shampoo Bottle',
    description: '',
    bullets: [],
    category: 'beauty',
    query: 'query 1',
    productCategory: 'a › b › c',
    attributes: ['tea tree', 'essential oil', 'natural ingredients'],
    options: [],
    prices: [35],
    priceTag: '$35.0',
    image: '',
    ...fields,
  }
}

export function goal(fields: Partial<Goal> = {}): Goal {
  return {
    id: 'B000000001/000000000000',
    kind: 'synthetic',
    asin: 'B000000001',
    product: 0,
    instruction: 'Find me a shampoo',
    attributes: ['tea tree', 'essential oils', 'natural ingredients'],
    options: [],
    priceUpper: 40,
    weight: 1,
    ...fields,
  }
}
