// A graph of thousands of states as one of some dozens: states that only one episode passed, one after the other, are folded
// into one node, and beyond a budget so are the rarely visited ones that hang together. What is folded can be opened again.
import type { AnchorGraph, GraphEdge, GraphNode } from './anchor-graph.ts'

export interface FoldedNode {
  readonly id: string
  readonly kind: 'folded'
  readonly members: readonly GraphNode[]
  readonly rows: readonly number[]
  readonly turn: number
  readonly meanReturn: number | null
  readonly ends: number
}

export type ShownNode = GraphNode | FoldedNode

export interface ShownGraph {
  readonly nodes: readonly ShownNode[]
  readonly edges: readonly GraphEdge[]
  /** States that are inside folded nodes. */
  readonly folded: number
}

export interface FoldOptions {
  /** Most states to show by themselves, those asked for aside. */
  readonly budget: number
  /** States that are shown whatever else: what a reader has opened. */
  readonly open?: ReadonlySet<string>
}

/** States opened by one click on a folded node. */
const OPENED_AT_ONCE = 40

export function foldGraph({ nodes, edges }: AnchorGraph, { budget, open = new Set() }: FoldOptions): ShownGraph {
  const shown = new Set(
    nodes.filter((node) => node.kind !== 'state' || node.turn === 0 || open.has(node.id)).map(({ id }) => id),
  )
  const passed = passedOnce({ nodes, edges })
  const candidates = nodes.filter(({ id }) => !shown.has(id) && !passed.has(id)).sort(byWeight)
  for (const { id } of candidates.slice(0, Math.max(0, budget))) shown.add(id)
  const parts = atMost(budget, components(nodes, edges, shown))
  const folded = parts.filter((members) => members.length > 1).map(fold)
  const single = new Set(parts.filter((members) => members.length === 1).map(([node]) => node!.id))
  const place = new Map<string, string>()
  for (const node of folded) for (const { id } of node.members) place.set(id, node.id)
  return {
    nodes: [...nodes.filter(({ id }) => shown.has(id) || single.has(id)), ...folded].sort((a, b) => a.turn - b.turn),
    edges: redirect(edges, place),
    folded: place.size,
  }
}

/** What a click on a folded node adds to `open`: its most visited states. */
export function opened(node: FoldedNode): string[] {
  return node.members
    .toSorted(byWeight)
    .slice(0, OPENED_AT_ONCE)
    .map(({ id }) => id)
}

/** Often visited first, then early ones. */
function byWeight(a: GraphNode, b: GraphNode): number {
  return b.rows.length + b.ends - (a.rows.length + a.ends) || a.turn - b.turn
}

/** States visited once, between one way in and one way out. */
function passedOnce({ nodes, edges }: AnchorGraph): Set<string> {
  const ways = new Map<string, number>()
  for (const { target, rows } of edges) ways.set(target, (ways.get(target) ?? 0) + rows.length)
  const once = nodes.filter(({ id, kind, rows }) => kind === 'state' && rows.length <= 1 && (ways.get(id) ?? 0) <= 1)
  return new Set(once.map(({ id }) => id))
}

/** The states that are not shown, in parts that hang together. */
function components(
  nodes: readonly GraphNode[],
  edges: readonly GraphEdge[],
  shown: ReadonlySet<string>,
): GraphNode[][] {
  const root = new Map(nodes.filter(({ id }) => !shown.has(id)).map(({ id }) => [id, id]))
  const find = (id: string): string => {
    let at = id
    while (root.get(at) !== at) {
      root.set(at, root.get(root.get(at)!)!)
      at = root.get(at)!
    }
    return at
  }
  for (const { source, target } of edges) if (root.has(source) && root.has(target)) root.set(find(source), find(target))
  const parts = new Map<string, GraphNode[]>()
  for (const node of nodes) {
    if (!root.has(node.id)) continue
    const part = find(node.id)
    if (parts.has(part)) parts.get(part)!.push(node)
    else parts.set(part, [node])
  }
  return [...parts.values()]
}

/** So many parts at most, and one for each turn beyond: the largest by themselves, the rest by the turn they begin at. */
function atMost(budget: number, parts: readonly GraphNode[][]): GraphNode[][] {
  if (parts.length <= budget) return [...parts]
  const sorted = parts.toSorted((a, b) => b.length - a.length)
  const rest = new Map<number, GraphNode[]>()
  for (const part of sorted.slice(budget)) {
    const turn = Math.min(...part.map((node) => node.turn))
    rest.set(turn, [...(rest.get(turn) ?? []), ...part])
  }
  return [...sorted.slice(0, budget), ...rest.values()]
}

function fold(members: readonly GraphNode[]): FoldedNode {
  const visits = members.filter(({ rows }) => rows.length > 0)
  const steps = visits.reduce((sum, { rows }) => sum + rows.length, 0)
  const total = visits.reduce((sum, { rows, meanReturn }) => sum + rows.length * meanReturn!, 0)
  return {
    ...{ id: `f${members[0]!.id}`, kind: 'folded', members, rows: members.flatMap(({ rows }) => rows) },
    turn: Math.min(...members.map(({ turn }) => turn)),
    meanReturn: steps === 0 ? null : total / steps,
    ends: members.reduce((sum, { ends }) => sum + ends, 0),
  }
}

/** Arrows between what is shown; those inside a folded node are gone. */
function redirect(edges: readonly GraphEdge[], place: ReadonlyMap<string, string>): GraphEdge[] {
  const merged = new Map<string, { rows: number[]; sum: number; source: string; target: string }>()
  for (const edge of edges) {
    const source = place.get(edge.source) ?? edge.source
    const target = place.get(edge.target) ?? edge.target
    if (source === target && place.has(edge.source)) continue
    const key = `${source} ${target}`
    const own = merged.get(key) ?? { rows: [], sum: 0, source, target }
    merged.set(key, own)
    for (const row of edge.rows) own.rows.push(row)
    own.sum += edge.meanCredit * edge.rows.length
  }
  return [...merged.values()].map(({ rows, sum, source, target }) => {
    return { source, target, rows, meanCredit: sum / rows.length }
  })
}
