import { GigpoError } from '@gigpo/core'
import { describe, expect, it } from 'vitest'
import { absentReason, officialDataAbsent, officialProducts } from '../official-data.test-support.ts'
import { loadOfficialProducts, parseOfficialExtras, parseOfficialProduct } from './official.ts'
import { officialRecord } from './official-record.test-support.ts'

const parse = (changes: object) => parseOfficialProduct({ ...officialRecord(), ...changes }, 'items[3]', {})

describe('parseOfficialProduct', () => {
  it('reads the fields the shop needs', () => {
    expect(parse({})).toEqual({
      asin: 'B00ABC1234',
      title: 'A <b>Blue</b> Shirt',
      description: '<script>alert(1)</script>',
      bullets: ['Soft', ''],
      category: 'fashion',
      query: "men's shirts",
      productCategory: 'Clothing › Men › Shirts',
      attributes: ['DUMMY_ATTR'],
      options: [
        { name: 'color', values: ['blue | white', 'red'] },
        { name: 'fit', values: [] },
      ],
      prices: [17.4, 64],
      priceTag: '$17.4 to $64.0',
      image: 'https://images.test/1.jpg',
    })
  })

  it('skips what the original skips, before looking at anything else', () => {
    expect(parseOfficialProduct({ asin: 'nan' }, 'x', {})).toBeUndefined()
    expect(parseOfficialProduct({ asin: 'B00ABC12345' }, 'x', {})).toBeUndefined()
  })

  it.each([
    ['', [100], '$100.0'],
    [null, [100], '$100.0'],
    [undefined, [100], '$100.0'],
    ['$877.8', [877.8], '$877.8'],
    ['from $1,299.00', [1299], '$1299.0'],
    ['$.5 - $10 - $20', [0.5, 10], '$0.5 to $10.0'],
    ['$20.00$10.00', [20, 10], '$20.0 to $10.0'],
  ])('prices %j', (pricing, prices, priceTag) => {
    expect(parse({ pricing })).toMatchObject({ prices, priceTag })
  })

  it('takes one bullet as a list of one, no options, no images, and options of equal lower-case name', () => {
    expect(parse({ small_description: 'Only one' })).toMatchObject({ bullets: ['Only one'] })
    for (const none of ['', null, undefined, {}, []])
      expect(parse({ customization_options: none })).toMatchObject({ options: [] })
    for (const none of [null, undefined, []]) expect(parse({ images: none })).toMatchObject({ image: '' })
    const value = (text: string) => [{ value: text }]
    expect(
      parse({ customization_options: { Size: value('S'), __proto: null, Fit: value('a/b'), SIZE: value(' M ') } }),
    ).toMatchObject({
      options: [
        { name: 'size', values: ['m'] },
        { name: 'fit', values: ['a | b'] },
      ],
    })
  })

  it.each([
    ['name', 7, 'name must be text, received 7'],
    ['full_description', null, 'full_description must be text, received null'],
    ['small_description', ['ok', 3], 'small_description[1] must be text, received 3'],
    ['small_description', {}, 'small_description must be an array, received an object'],
    ['query', undefined, 'query must be text, received nothing'],
    ['pricing', '12.99', 'pricing must be one or two prices such as "$17.40" or "$10 - $20", received "12.99"'],
    ['pricing', '$1.2.3', 'received "$1.2.3"'],
    ['pricing', `$${'9'.repeat(400)}`, '(401 characters)'],
    ['pricing', 12.5, 'pricing must be text, received 12.5'],
    ['images', [5], 'images[0] must be text, received 5'],
    ['customization_options', 'Size', 'customization_options must be an object, received "Size"'],
    ['customization_options', { Size: 'S' }, 'customization_options["Size"] must be an array, received "S"'],
    [
      'customization_options',
      { Size: [{ value: 4 }] },
      'customization_options["Size"][0].value must be text, received 4',
    ],
    ['customization_options', { Size: [null] }, 'customization_options["Size"][0] must be an object, received null'],
  ])('names entry, asin, field and value: %s %j', (field, value, message) => {
    const error = thrown(() => parse({ [field]: value }))
    expect(error).toMatchObject({ code: 'data', where: 'items[3] (B00ABC1234)' })
    expect(error.message).toContain(message)
    expect(error.remedy).toBeDefined()
  })

  it.each([[null], [[]], ['B00ABC1234'], [{}], [{ asin: 5 }], [{ asin: '' }], [{ asin: 'a/b' }]])(
    'refuses %j',
    (raw) => {
      expect(thrown(() => parseOfficialProduct(raw, 'items[3]', {}))).toMatchObject({ code: 'data', where: 'items[3]' })
    },
  )
})

describe('parseOfficialExtras', () => {
  it('gives attributes and, where there is one, the instruction', () => {
    expect(parseOfficialExtras(undefined, 'x')).toEqual({})
    expect(parseOfficialExtras({ attributes: [] }, 'x')).toEqual({ attributes: [] })
    expect(parseOfficialExtras({ attributes: ['a'], instruction: null }, 'x')).toEqual({ attributes: ['a'] })
    expect(parseOfficialExtras({ instruction: 'Find', instruction_attributes: ['a'] }, 'x')).toEqual({
      instruction: { text: 'Find', attributes: ['a'] },
    })
  })

  it.each([
    [null],
    [{ attributes: 'a' }],
    [{ instruction: 'Find' }],
    [{ instruction: 'Find', instruction_attributes: [] }],
    [{ instruction: 1, instruction_attributes: ['a'] }],
  ])('refuses %j', (raw) => {
    expect(thrown(() => parseOfficialExtras(raw, 'ins.B1'))).toMatchObject({ code: 'data', where: 'ins.B1' })
  })
})

describe('loadOfficialProducts', () => {
  it('keeps the first of a repeated asin, and joins the instructions', () => {
    const items = [officialRecord(), { ...officialRecord(), name: 'Again' }, { asin: 'nan' }]
    const loaded = loadOfficialProducts(items, { B00ABC1234: { attributes: ['soft'] } })
    expect(loaded).toHaveLength(1)
    expect(loaded[0]).toMatchObject({ title: 'A <b>Blue</b> Shirt', attributes: ['soft'] })
    expect(loadOfficialProducts([], {})).toEqual([])
    expect(loadOfficialProducts([{ ...officialRecord(), asin: 'toString' }], {})).toHaveLength(1)
  })

  it('refuses files that are not what they should be', () => {
    expect(thrown(() => loadOfficialProducts({}, {}))).toMatchObject({ where: 'items_shuffle' })
    expect(thrown(() => loadOfficialProducts([], []))).toMatchObject({ where: 'items_ins' })
    expect(thrown(() => loadOfficialProducts([3], {}))).toMatchObject({ where: 'items_shuffle[0]' })
    expect(thrown(() => loadOfficialProducts([officialRecord()], { B00ABC1234: 3 }))).toMatchObject({
      where: 'items_ins.B00ABC1234',
    })
  })

  it.skipIf(officialDataAbsent)(`reads the official thousand${absentReason}`, () => {
    const products = officialProducts()
    expect(products).toHaveLength(1000)
    expect(products.filter(({ prices }) => prices.length === 2)).toHaveLength(93)
    expect(products.filter(({ priceTag }) => priceTag === '$100.0').length).toBeGreaterThanOrEqual(89)
    expect(products.filter(({ instruction }) => instruction !== undefined)).toHaveLength(415)
  })
})

function thrown(act: () => unknown): GigpoError {
  try {
    act()
  } catch (error) {
    if (GigpoError.isInstance(error)) return error
    throw error
  }
  throw new Error('nothing was thrown')
}
