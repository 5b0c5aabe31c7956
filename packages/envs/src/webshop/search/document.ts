// The text under which a product is found: title, description, first bullet and options, lower case, as WebShop's indexer
// writes it (search_engine/convert_product_file_format.py).
import type { Product } from '../products/product.ts'

/** The search document of a product. Only the first bullet is searchable: that is how the original is built. */
export function documentText(product: Product): string {
  const options = product.options.map(({ name, values }) => `${name}: ${values.join(', ')}`).join(', and ')
  return `${product.title} ${product.description} ${product.bullets[0] ?? ''} ${options}`.toLowerCase()
}
