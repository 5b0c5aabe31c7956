// Arrow keys among the states of a graph: up and down to the nearest state of the next layer, left and right along the layer.
import type { Point } from './layout-graph.ts'

/** Where a key leads; the state itself where there is none that way. */
export function moveInLayers(places: ReadonlyMap<string, Point>, from: string, key: string): string {
  const here = places.get(from)
  if (here === undefined) return from
  let best = from
  let least = Number.POSITIVE_INFINITY
  for (const [id, { x, y }] of places) {
    const [right, down] = [x - here.x, y - here.y]
    const ahead =
      (key === 'ArrowDown' && down > 0) ||
      (key === 'ArrowUp' && down < 0) ||
      (key === 'ArrowRight' && right > 0 && down === 0) ||
      (key === 'ArrowLeft' && right < 0 && down === 0)
    const distance = Math.abs(down) * 1e6 + Math.abs(right)
    if (ahead && distance < least) {
      best = id
      least = distance
    }
  }
  return best
}
