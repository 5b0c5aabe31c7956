import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { visibleTextNodes } from '../pages/html-reader.test-support.ts'
import { products, redShoe } from '../small-shop.test-support.ts'
import { homeDrawings } from './drawings-home.ts'
import { thingDrawings } from './drawings-things.ts'
import { drawPicture } from './picture.ts'
import { shapeOf } from './shapes.ts'

describe('pictures', () => {
  it('depend on the product and the colour chosen alone', () => {
    expect(drawPicture(redShoe)).toBe(drawPicture({ ...redShoe }))
    expect(drawPicture(redShoe, ['dark blue', '9'])).not.toBe(drawPicture(redShoe, ['red', '9']))
    expect(drawPicture(redShoe, ['9'])).toBe(drawPicture(redShoe))
    const mugs = products.slice(3).map((product) => drawPicture(product))
    expect(new Set(mugs).size).toBe(mugs.length)
  })

  it('show the kind of product', () => {
    const tones = { main: '#111111', dark: '#222222', light: '#333333', line: '#444444', ground: '#555555' }
    const shapes = { ...homeDrawings, ...thingDrawings }
    const named = (...texts: string[]): string | undefined =>
      Object.keys(shapes).find((name) => shapes[name]!(tones) === shapeOf(texts, 'garden')(tones))
    expect(named("women's pumps")).toBe('heel')
    expect(named('console tables', 'Sofa & Console Tables')).toBe('table')
    expect(named('vcrs')).toBe('receiver')
    expect(named('nothing known', 'Coffee')).toBe('cup')
    expect(named('')).toBe('plant')
    expect(shapeOf([], 'toys')(tones)).toBe(thingDrawings.box!(tones))
  })

  it('are well-formed SVG without text, inline style or script, whatever the product says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), fc.string(), (asin, title, value) => {
        const picture = drawPicture({ ...redShoe, asin, title, query: title, category: value }, [value])
        expect(visibleTextNodes(picture)).toEqual([])
        expect(picture).not.toMatch(/style=|<script|on[a-z]+=|NaN|undefined/)
      }),
      { numRuns: 40 },
    )
  })
})
