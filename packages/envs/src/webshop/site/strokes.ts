// What drawings are made of: filled and drawn shapes on a field of 120 × 120, as SVG. Presentation attributes only, because the
// site's content policy allows no inline style.
import type { Tones } from './colours.ts'

const fill = (colour: string): string => `fill="${colour}"`
export const path = (colour: string, d: string): string => `<path ${fill(colour)} d="${d}"/>`
export const line = (colour: string, width: number, d: string): string =>
  `<path fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round" d="${d}"/>`
export const box = (colour: string, x: number, y: number, width: number, height: number, radius = 2): string =>
  `<rect ${fill(colour)} x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}"/>`
export const disc = (colour: string, x: number, y: number, radius: number): string =>
  `<circle ${fill(colour)} cx="${x}" cy="${y}" r="${radius}"/>`
export const oval = (colour: string, x: number, y: number, rx: number, ry: number): string =>
  `<ellipse ${fill(colour)} cx="${x}" cy="${y}" rx="${rx}" ry="${ry}"/>`

export type Draw = (tones: Tones) => string
