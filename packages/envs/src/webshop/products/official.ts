// The official catalogue files as products: `items_shuffle*.json` is an array of products, `items_ins_v2*.json` maps an asin
// to hidden attributes and the synthetic instruction. Follows WebShop's `load_products` (web_agent_site/engine/engine.py),
// except that a wrong shape is an error that names the product. Product text is only text here: markup in it stays as it is.
import { pythonStrip } from '../python/python-text.ts'
import { asArray, asObject, asText, asTexts, field, type JsonObject, wrongShape } from './fields.ts'
import { parseOfficialPrice } from './official-price.ts'
import type { OptionGroup, Product } from './product.ts'

/** What `items_ins_v2*.json` adds to a product. */
export interface ProductExtras {
  readonly attributes?: readonly string[]
  readonly instruction?: { readonly text: string; readonly attributes: readonly string[] }
}

/**
 * One entry of the official catalogue; undefined where the original skips it (asin `nan` or longer than 10 characters).
 * Dropping repeated asins is the caller's. `where` names the entry in errors, for example `items_shuffle.json[12]`.
 * @throws GigpoError `data`
 */
export function parseOfficialProduct(raw: unknown, where: string, extras: ProductExtras): Product | undefined {
  const record = asObject(raw, 'product', where)
  const asin = asText(field(record, 'asin'), 'asin', where)
  if (asin === 'nan' || asin.length > 10) return undefined
  if (!/^[A-Za-z0-9]+$/.test(asin)) throw wrongShape('asin', 'letters and digits', asin, where)
  const here = `${where} (${asin})`
  const text = (name: string): string => asText(field(record, name), name, here)
  const bullets = field(record, 'small_description')
  return {
    asin: asin.toUpperCase(),
    title: text('name'),
    description: text('full_description'),
    bullets: typeof bullets === 'string' ? [bullets] : asTexts(bullets, 'small_description', here),
    category: text('category'),
    query: pythonStrip(text('query').toLowerCase()),
    productCategory: text('product_category'),
    attributes: extras.attributes ?? ['DUMMY_ATTR'],
    options: parseOptions(field(record, 'customization_options'), here),
    ...parseOfficialPrice(field(record, 'pricing'), here),
    image: firstImage(field(record, 'images'), here),
    ...(extras.instruction === undefined ? {} : { instruction: extras.instruction }),
  }
}

/** One entry of `items_ins_v2*.json`; undefined gives nothing. @throws GigpoError `data` */
export function parseOfficialExtras(raw: unknown, where: string): ProductExtras {
  if (raw === undefined) return {}
  const record = asObject(raw, 'entry', where)
  const attributes = field(record, 'attributes')
  const instruction = field(record, 'instruction') ?? undefined
  return {
    ...(attributes === undefined ? {} : { attributes: asTexts(attributes, 'attributes', where) }),
    ...(instruction === undefined ? {} : { instruction: parseInstruction(instruction, record, where) }),
  }
}

/**
 * The whole catalogue, entries that the original skips and repeated asins left out. `items` and `instructions` are the two
 * files after JSON.parse. @throws GigpoError `data`
 */
export function loadOfficialProducts(items: unknown, instructions: unknown): Product[] {
  const extras = asObject(instructions, 'instructions', 'items_ins')
  const products = new Map<string, Product>()
  for (const [index, raw] of asArray(items, 'products', 'items_shuffle').entries()) {
    const where = `items_shuffle[${index}]`
    const asin = field(asObject(raw, 'product', where), 'asin')
    const extra = typeof asin === 'string' ? parseOfficialExtras(field(extras, asin), `items_ins.${asin}`) : {}
    const product = parseOfficialProduct(raw, where, extra)
    if (product !== undefined && !products.has(product.asin)) products.set(product.asin, product)
  }
  return [...products.values()]
}

function parseInstruction(text: unknown, record: JsonObject, where: string): NonNullable<ProductExtras['instruction']> {
  const attributes = asTexts(field(record, 'instruction_attributes'), 'instruction_attributes', where)
  if (attributes.length === 0) throw wrongShape('instruction_attributes', 'at least one text', attributes, where)
  return { text: asText(text, 'instruction', where), attributes }
}

/** Option groups with lower-case names and values; a name that comes again keeps its place and takes the later values. */
function parseOptions(raw: unknown, where: string): OptionGroup[] {
  if (raw === undefined || raw === null || raw === '' || (Array.isArray(raw) && raw.length === 0)) return []
  const groups = new Map<string, string[]>()
  for (const [name, contents] of Object.entries(asObject(raw, 'customization_options', where))) {
    if (contents === null) continue
    const what = `customization_options[${JSON.stringify(name.slice(0, 40))}]`
    const values = asArray(contents, what, where).map((item, i) => {
      const value = field(asObject(item, `${what}[${i}]`, where), 'value')
      return pythonStrip(asText(value, `${what}[${i}].value`, where))
        .replaceAll('/', ' | ')
        .toLowerCase()
    })
    groups.set(name.toLowerCase(), values)
  }
  return Array.from(groups, ([name, values]) => ({ name, values }))
}

function firstImage(raw: unknown, where: string): string {
  if (raw === undefined || raw === null) return ''
  const images = asArray(raw, 'images', where)
  return images.length === 0 ? '' : asText(images[0], 'images[0]', where)
}
