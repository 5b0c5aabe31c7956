import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readPage } from './read-page.ts'

const instruction = 'Find me a lamp'
const clicks = (...texts: string[]): string[] => texts.map((text) => `click[${text}]`)

describe('readPage', () => {
  it('reads the index page', () => {
    expect(readPage({ text: `WebShop [SEP] Instruction: [SEP] ${instruction} [SEP] Search` })).toMatchObject({
      kind: 'index',
      instruction,
    })
  })

  it('reads results, one of them without a title', () => {
    const page = readPage({
      text: `Instruction: [SEP] ${instruction} [SEP] Back to Search [SEP] Page 2 (Total results: 13) [SEP] < Prev [SEP] B07AAAAAA1 [SEP] A Lamp [SEP] $17.4 [SEP] B07AAAAAA2 [SEP] $10.0 to $20.5 [SEP] B07AAAAAA3 [SEP] $5 Lamp [SEP] $64.0`,
      actions: clicks('back to search', '< prev', 'b07aaaaaa1', 'b07aaaaaa2', 'b07aaaaaa3'),
    })
    expect(page).toMatchObject({ kind: 'results', number: 2, hasNext: false, hasPrevious: true })
    expect(page.results).toEqual([
      { asin: 'b07aaaaaa1', title: 'A Lamp', price: { low: 17.4, high: 17.4 } },
      { asin: 'b07aaaaaa2', title: '', price: { low: 10, high: 20.5 } },
      { asin: 'b07aaaaaa3', title: '$5 Lamp', price: { low: 64, high: 64 } },
    ])
  })

  it('reads an item with chosen options', () => {
    const page = readPage({
      text: `Instruction: [SEP] ${instruction} [SEP] Back to Search [SEP] < Prev [SEP] color [SEP] red [SEP] [x] dark blue [SEP] size [SEP] small [SEP] A Lamp [SEP] Price: $17.4 [SEP] Rating: N.A. [SEP] Description [SEP] Features [SEP] Reviews [SEP] Buy Now`,
      actions: clicks(
        'back to search',
        '< prev',
        'description',
        'features',
        'reviews',
        'buy now',
        'red',
        'dark blue',
        'small',
      ),
    })
    expect(page).toMatchObject({ kind: 'item', title: 'A Lamp', price: { low: 17.4, high: 17.4 } })
    expect(page.groups).toEqual([
      {
        name: 'color',
        values: [
          { text: 'red', marked: false },
          { text: 'dark blue', marked: true },
        ],
      },
      { name: 'size', values: [{ text: 'small', marked: false }] },
    ])
  })

  it('reads detail and done pages', () => {
    const detail = readPage({
      text: `Instruction: [SEP] ${instruction} [SEP] Back to Search [SEP] < Prev [SEP] Easy to clean [SEP]  [SEP] Bright`,
      actions: clicks('back to search', '< prev'),
    })
    expect(detail).toMatchObject({ kind: 'detail', lines: ['Easy to clean', '', 'Bright'] })
    expect(readPage({ text: 'Thank you for shopping with us! [SEP] Your code: [SEP] None' }).kind).toBe('done')
  })

  it('reads any text', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(
        'Instruction:',
        'Back to Search',
        '< Prev',
        'Buy Now',
        'Price: $3',
        'Page 1 (Total results: 3)',
        'B07AAAAAA1',
        '$4.0',
      ),
    )
    fc.assert(
      fc.property(fc.array(piece), fc.array(piece), (segments, actions) => {
        const page = readPage({ text: segments.join(' [SEP] '), actions: clicks(...actions) })
        for (const { asin } of page.results) expect(asin).toBe(asin.toLowerCase())
      }),
    )
  })
})
