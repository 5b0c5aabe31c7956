// A drawn picture of a product: the same product always looks the same, and nothing is downloaded. What it is decides the
// shape, the colour chosen (or its own colours) the paint, its asin what is left to chance. An SVG without text nodes.
import type { Product } from '../products/product.ts'
import { namedColour, palette, tonesOf } from './colours.ts'
import { shapeOf } from './shapes.ts'

/** `chosen`: option values picked so far; one that names a colour repaints the picture. */
export function drawPicture(product: Product, chosen: readonly string[] = []): string {
  const chance = hash(product.asin)
  const tones = tonesOf(firstColour(chosen) ?? ownColour(product, chance))
  const lastPart = product.productCategory.split('›').at(-1) ?? ''
  const shape = shapeOf([product.query, lastPart, product.title], product.category)(tones)
  // A little tilt and a spot of another size behind each: a shelf of equal shirts is still a shelf of different shirts.
  const tilt = (chance % 9) - 4
  const spot = 34 + ((chance >>> 4) % 14)
  return (
    `<svg class="picture" viewBox="0 0 120 120" aria-hidden="true" focusable="false">` +
    `<rect width="120" height="120" fill="${tones.ground}"/>` +
    `<circle cx="${40 + ((chance >>> 8) % 40)}" cy="${44 + ((chance >>> 14) % 32)}" r="${spot}" fill="#ffffff" fill-opacity="0.55"/>` +
    `<g transform="translate(60 60) scale(0.86) rotate(${tilt}) translate(-60 -60)">${shape}</g></svg>`
  )
}

function ownColour(product: Product, chance: number): string {
  const offered = product.options
    .flatMap(({ values }) => values.map(namedColour))
    .filter((colour) => colour !== undefined)
  return (
    namedColour(product.title) ??
    offered[chance % Math.max(1, offered.length)] ??
    palette[(chance >>> 3) % palette.length]!
  )
}

function firstColour(texts: readonly string[]): string | undefined {
  return texts.map(namedColour).find((colour) => colour !== undefined)
}

/** FNV-1a. */
function hash(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return (h ^ (h >>> 15)) >>> 0
}
