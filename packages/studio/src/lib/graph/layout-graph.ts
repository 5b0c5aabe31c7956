// Where the states of a graph stand on the page: one layer a turn, from the top down; inside a layer in an order with few
// crossings. dagre finds that order for graphs of readable size; beyond, a few sweeps that put each state below the middle
// of those it is reached from do, in time linear in the arrows.
import dagre from '@dagrejs/dagre'
import type { GraphEdge } from './anchor-graph.ts'
import type { ShownNode } from './fold-graph.ts'

export interface Point {
  readonly x: number
  readonly y: number
}

export interface GraphLayout {
  readonly width: number
  readonly height: number
  /** Middle of each node. */
  readonly places: ReadonlyMap<string, Point>
  /** Height of each layer, and the turn of its states; the last one may hold only ends. */
  readonly layers: readonly { readonly turn: number; readonly y: number }[]
}

export interface LayoutOptions {
  readonly nodeWidth: number
  readonly nodeHeight: number
  readonly gapX: number
  readonly gapY: number
  /** Most states for dagre, whose time grows faster than the graph; default 120. */
  readonly dagreLimit?: number
}

/** Arrows over more layers do not take part in the order: they would cost as many helper nodes as they have layers. */
const LONGEST = 3
const SWEEPS = 6

export function layoutGraph(
  nodes: readonly ShownNode[],
  edges: readonly GraphEdge[],
  options: LayoutOptions,
): GraphLayout {
  const turns = [...new Set(nodes.map(({ turn }) => turn))].sort((a, b) => a - b)
  const layerOfTurn = new Map(turns.map((turn, layer) => [turn, layer]))
  const layerOf = new Map(nodes.map(({ id, turn }) => [id, layerOfTurn.get(turn)!]))
  const pairs = downward(edges, layerOf)
  const { dagreLimit = 120 } = options
  const across =
    nodes.length <= dagreLimit ? byDagre(nodes, pairs, layerOf, options) : bySweeps(nodes, pairs, layerOf, options)
  const left = Math.min(0, ...across.values()) - options.nodeWidth / 2 - options.gapX
  const pitch = options.nodeHeight + options.gapY
  const places = new Map(
    nodes.map(({ id }) => [id, { x: across.get(id)! - left, y: layerOf.get(id)! * pitch + pitch / 2 }]),
  )
  const right = [...places.values()].reduce((most, { x }) => Math.max(most, x), 0)
  return {
    width: right + options.nodeWidth / 2 + options.gapX,
    height: turns.length * pitch,
    places,
    layers: turns.map((turn, layer) => ({ turn, y: layer * pitch + pitch / 2 })),
  }
}

type Pair = readonly [upper: string, lower: string]

/** Each pair of states that a short arrow joins, the upper one first. */
function downward(edges: readonly GraphEdge[], layerOf: ReadonlyMap<string, number>): Pair[] {
  return edges.flatMap(({ source, target }): Pair[] => {
    const down = layerOf.get(target)! - layerOf.get(source)!
    if (down === 0 || Math.abs(down) > LONGEST) return []
    return [down > 0 ? [source, target] : [target, source]]
  })
}

function byDagre(
  nodes: readonly ShownNode[],
  pairs: readonly Pair[],
  layerOf: ReadonlyMap<string, number>,
  { nodeWidth, nodeHeight, gapX, gapY }: LayoutOptions,
): Map<string, number> {
  const graph = new dagre.graphlib.Graph()
  graph.setGraph({ rankdir: 'TB', ranker: 'none', nodesep: gapX, ranksep: gapY })
  graph.setDefaultEdgeLabel(() => ({}))
  // dagre keeps every other rank for the labels of edges.
  for (const { id } of nodes) graph.setNode(id, { width: nodeWidth, height: nodeHeight, rank: 2 * layerOf.get(id)! })
  for (const [upper, lower] of pairs) graph.setEdge(upper, lower)
  dagre.layout(graph)
  return new Map(nodes.map(({ id }) => [id, graph.node(id).x as number]))
}

function bySweeps(
  nodes: readonly ShownNode[],
  pairs: readonly Pair[],
  layerOf: ReadonlyMap<string, number>,
  { nodeWidth, gapX }: LayoutOptions,
): Map<string, number> {
  const layers: string[][] = []
  for (const { id } of nodes) {
    const layer = layerOf.get(id)!
    layers[layer] ??= []
    layers[layer].push(id)
  }
  const above = new Map<string, string[]>()
  const below = new Map<string, string[]>()
  for (const [upper, lower] of pairs) {
    above.set(lower, [...(above.get(lower) ?? []), upper])
    below.set(upper, [...(below.get(upper) ?? []), lower])
  }
  const place = new Map<string, number>()
  const spread = (layer: readonly string[]): void => {
    for (const [i, id] of layer.entries()) place.set(id, (i - (layer.length - 1) / 2) * (nodeWidth + gapX))
  }
  for (const layer of layers) spread(layer)
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const down = sweep % 2 === 0
    const neighbours = down ? above : below
    for (const layer of down ? layers : layers.toReversed()) {
      const middle = new Map(layer.map((id) => [id, meanPlace(neighbours.get(id), place) ?? place.get(id)!]))
      layer.sort((a, b) => middle.get(a)! - middle.get(b)!)
      spread(layer)
    }
  }
  return place
}

function meanPlace(ids: readonly string[] | undefined, place: ReadonlyMap<string, number>): number | undefined {
  return ids === undefined ? undefined : ids.reduce((sum, id) => sum + place.get(id)!, 0) / ids.length
}
