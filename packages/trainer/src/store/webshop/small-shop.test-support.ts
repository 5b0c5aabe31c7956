// A small official catalogue, and stand-ins for the environment's parsers and index, which are handed in: they read the same
// forms without all its checks, and their index is the list of documents, so that a joined one can be compared.
import { GigpoError } from '@gigpo/core'
import type { StoredProduct, WebshopParts } from '../index.ts'

type Record_ = Readonly<Record<string, unknown>>

export interface OfficialProduct {
  readonly asin: string
  readonly name: string
  readonly full_description: string
}

export function officialProduct(number: number, changes: Partial<OfficialProduct> = {}): OfficialProduct {
  return {
    asin: `B${String((number * 7919) % 1000).padStart(9, '0')}`,
    name: `Product ${number} "of [many] – ü\ud83d\ude00"`,
    full_description: `It has } brackets { and \\ slashes. ${'Words '.repeat(number % 40)}`,
    ...changes,
  }
}

function text(record: Record_, name: string, where: string): string {
  const value = record[name]
  if (typeof value === 'string') return value
  throw new GigpoError('data', `${name} must be text`, { where })
}

export const parts: WebshopParts = {
  parseProduct: (raw, where, { attributes = ['DUMMY_ATTR'], instruction }): StoredProduct | undefined => {
    if (typeof raw !== 'object' || raw === null) throw new GigpoError('data', 'product must be an object', { where })
    const record = raw as Record_
    const asin = text(record, 'asin', where)
    if (asin === 'nan' || asin.length > 10) return undefined
    return {
      asin: asin.toUpperCase(),
      title: text(record, 'name', where),
      description: text(record, 'full_description', where),
      bullets: [],
      category: 'garden',
      query: '',
      productCategory: '',
      attributes,
      options: [],
      prices: asin.endsWith('7') ? [10, 20.5] : [100],
      priceTag: '$100.0',
      image: '',
      ...(instruction === undefined ? {} : { instruction }),
    }
  },
  parseExtras: (raw, where) => {
    const { attributes } = raw as { attributes?: unknown }
    if (!Array.isArray(attributes)) throw new GigpoError('data', 'attributes must be an array', { where })
    return { attributes: attributes.map(String) }
  },
  parseHuman: (raw) =>
    new Map(
      Object.entries(raw as Record_).map(([asin, entries]) => {
        if (!Array.isArray(entries)) throw new GigpoError('data', 'entries must be an array', { where: asin })
        return [asin, entries.map((entry) => ({ text: String(entry), attributes: [], options: [] }))]
      }),
    ),
  canonicalProduct: (product) => JSON.stringify([product.asin, product.title, product.description]),
  documentText: (product) => `${product.title} ${product.description}`,
  buildSegment: (documents) => Buffer.from(JSON.stringify(documents)),
  mergeSegments: (asins, count, segment) => {
    const documents: unknown[] = []
    for (let number = 0; number < count; number++) {
      documents.push(...(JSON.parse(Buffer.from(segment(number)).toString()) as unknown[]))
    }
    return Buffer.from(JSON.stringify({ asins, documents }))
  },
}
