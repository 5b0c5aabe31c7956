// The one price of each product, drawn once when the shop opens. Official `generate_product_prices`.
import type { PythonRandom } from '../python/python-random.ts'
import type { ProductSource } from './product.ts'

/** Dollars by product position. Only products with a range take a draw, in product order. */
export function drawPrices(products: ProductSource, random: PythonRandom): Float64Array {
  return Float64Array.from({ length: products.size }, (_, i) => {
    const [low, high] = products.prices?.(i) ?? products.product(i).prices
    return high === undefined ? (low ?? 100) : random.uniform(low!, high)
  })
}
