// Names on arrows where there is room for them: each at its place or a little above or below, none over another or over a state.
import type { Point } from './layout-graph.ts'

export interface LabelDraft {
  readonly at: Point
  readonly text: string
}

interface Box {
  /** Middle. */
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Of a monospaced face of 10 px. */
const CHARACTER = 6.1
const LINE = 12
const SHIFTS = [0, -LINE, LINE, -2 * LINE, 2 * LINE]

/** The labels that fit, moved where that helps; earlier ones take their place first. `taken`: what they must not cover. */
export function placeLabels(drafts: readonly LabelDraft[], taken: readonly Box[]): LabelDraft[] {
  const boxes = [...taken]
  return drafts.flatMap(({ at, text }) => {
    for (const shift of SHIFTS) {
      // A baseline is below the middle of its line.
      const box = { x: at.x, y: at.y + shift, width: CHARACTER * text.length, height: LINE }
      if (boxes.some((other) => overlap(box, other))) continue
      boxes.push(box)
      return [{ at: { x: box.x, y: box.y + 3.5 }, text }]
    }
    return []
  })
}

function overlap(a: Box, b: Box): boolean {
  return Math.abs(a.x - b.x) < (a.width + b.width) / 2 && Math.abs(a.y - b.y) < (a.height + b.height) / 2
}
