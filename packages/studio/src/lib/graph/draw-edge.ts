// The line of an arrow between two states, as an SVG path: down to a later layer in one curve; along a layer in an arc above
// it; to an earlier layer round the side, so that going back is seen as going back; to itself as a loop.
import type { Point } from './layout-graph.ts'

export interface EdgeShape {
  readonly path: string
  /** Where a label stands. */
  readonly middle: Point
  /** Where it ends, and from which side it comes in. */
  readonly tip: Point
  readonly from: 'above' | 'left' | 'right'
}

export function drawEdge(from: Point, to: Point, node: { readonly width: number; readonly height: number }): EdgeShape {
  const [w, h] = [node.width / 2, node.height / 2]
  if (from === to || (from.x === to.x && from.y === to.y)) {
    const [x, y] = [from.x + w, from.y]
    const reach = Math.min(28, node.height * 0.7)
    return {
      path: `M${x} ${y - h / 2}C${x + reach} ${y - h},${x + reach} ${y + h},${x} ${y + h / 2}`,
      middle: { x: x + reach * 0.75, y },
      tip: { x, y: y + h / 2 },
      from: 'right',
    }
  }
  if (to.y > from.y) {
    const start = { x: from.x, y: from.y + h }
    const end = { x: to.x, y: to.y - h }
    const bend = Math.min(80, (end.y - start.y) / 2)
    return {
      path: `M${start.x} ${start.y}C${start.x} ${start.y + bend},${end.x} ${end.y - bend},${end.x} ${end.y}`,
      middle: { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 },
      tip: end,
      from: 'above',
    }
  }
  if (to.y === from.y) {
    // Over what stands between them.
    const side = Math.sign(to.x - from.x)
    const start = { x: from.x + (side * w) / 2, y: from.y - h }
    const end = { x: to.x - (side * w) / 2, y: to.y - h }
    const top = from.y - h - 22 - Math.min(30, Math.abs(end.x - start.x) * 0.06)
    return {
      path: `M${start.x} ${start.y}C${start.x} ${top},${end.x} ${top},${end.x} ${end.y}`,
      middle: { x: (start.x + end.x) / 2, y: (start.y + 3 * top) / 4 },
      tip: end,
      from: 'above',
    }
  }
  // Round the side on which the target lies, further out the higher it has to climb.
  const side = to.x >= from.x ? 1 : -1
  const start = { x: from.x + side * w, y: from.y }
  const end = { x: to.x + side * w, y: to.y }
  const outer = side * Math.max(side * start.x, side * end.x) + side * (24 + (from.y - to.y) * 0.12)
  return {
    path: `M${start.x} ${start.y}C${outer} ${start.y},${outer} ${end.y},${end.x} ${end.y}`,
    middle: { x: (start.x + end.x + 6 * outer) / 8, y: (start.y + end.y) / 2 },
    tip: end,
    from: side === 1 ? 'right' : 'left',
  }
}

/** Stroke width of an arrow with so many steps, between 1 and `most`. */
export function strokeOf(steps: number, largest: number, most = 9): number {
  return largest <= 1 ? 1.5 : 1 + (most - 1) * Math.sqrt((steps - 1) / (largest - 1))
}

/** The corners of an arrow's head, for an SVG polygon. */
export function arrowHead({ tip, from }: EdgeShape, size: number): string {
  const [x, y] = [tip.x, tip.y]
  if (from === 'above') return `${x},${y} ${x - size},${y - 1.6 * size} ${x + size},${y - 1.6 * size}`
  const back = x + (from === 'right' ? 1.6 : -1.6) * size
  return `${x},${y} ${back},${y - size} ${back},${y + size}`
}
