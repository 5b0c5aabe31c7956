import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { episodeView, iteration } from '../episodes.test-support.ts'
import { scoreBatch } from '../equations/scored.ts'
import { batchOfEpisodes } from '../rows-of-episodes.ts'
import { type AnchorGraph, anchorGraph } from './anchor-graph.ts'
import { arrowHead, drawEdge, strokeOf } from './draw-edge.ts'
import { type FoldedNode, foldGraph, opened } from './fold-graph.ts'
import { layoutGraph } from './layout-graph.ts'
import { moveInLayers } from './move-in-layers.ts'

const size = { nodeWidth: 120, nodeHeight: 36, gapX: 16, gapY: 40 }
const at = (anchor: string, action = 'go on', reward = 0) => ({ anchor, action, reward })

function graphOf(episodes: Parameters<typeof batchOfEpisodes>[0], group = '1-0'): AnchorGraph {
  const scored = scoreBatch(batchOfEpisodes(episodes), { name: 'gigpo', norm: 'mean', gamma: 0.5 })
  return anchorGraph(scored, group, scored.advantages.step)
}

// Two ways to a goal through one hall, and one that walks in a circle and is lost in the hall.
const three = [
  episodeView({ member: 0, steps: [at('start'), at('hall', 'left', 8)] }),
  episodeView({ member: 1, steps: [at('start'), at('hall', 'right'), at('yard', 'jump', 8)] }),
  episodeView({ member: 2, steps: [at('start'), at('hall', 'look')], success: false, finalAnchor: 'hall' }),
]

describe('the graph of a task', () => {
  const graph = graphOf(three)
  const node = (anchor: string) => graph.nodes.find((one) => one.anchor === anchor)!

  it('has a state where several episodes met, with its visits, returns and first turn', () => {
    expect(graph.nodes.map(({ kind, anchor, turn, ends }) => [kind, anchor, turn, ends])).toEqual([
      ['state', 'start', 0, 0],
      ['state', 'hall', 1, 1],
      ['state', 'yard', 2, 0],
      ['success', '', 3, 2],
    ])
    expect(node('hall').rows).toHaveLength(3)
    expect(node('hall').meanReturn).toBe((8 + 4 + 0) / 3)
  })

  it('has an arrow for each way that was taken, with the mean credit of its steps', () => {
    const id = (anchor: string) => node(anchor).id
    const won = graph.nodes.at(-1)!.id
    expect(graph.edges.map(({ source, target, rows }) => [source, target, rows.length])).toEqual([
      [id('start'), id('hall'), 3],
      [id('hall'), won, 1],
      [id('hall'), id('yard'), 1],
      [id('yard'), won, 1],
      [id('hall'), id('hall'), 1],
    ])
    expect(graph.edges.map(({ meanCredit }) => meanCredit)).toEqual([0, 4, 0, 0, -4])
  })

  it('knows nothing of other tasks', () => {
    const other = three.map((episode) => ({ ...episode, group: '1-1' }))
    expect(graphOf([...three, ...other]).nodes).toHaveLength(4)
    expect(graphOf(three, 'none')).toEqual({ nodes: [], edges: [] })
  })

  it('accounts for every step and every end', () => {
    fc.assert(
      fc.property(iteration, (episodes) => {
        const { nodes, edges } = graphOf(episodes)
        const own = episodes.filter(({ group }) => group === '1-0')
        const steps = own.reduce((sum, episode) => sum + episode.steps.length, 0)
        expect(nodes.reduce((sum, { rows }) => sum + rows.length, 0)).toBe(steps)
        expect(edges.reduce((sum, { rows }) => sum + rows.length, 0)).toBe(steps)
        expect(nodes.reduce((sum, { ends }) => sum + ends, 0)).toBe(own.length)
      }),
      { numRuns: 50 },
    )
  })
})

describe('folding', () => {
  const tail = (member: number) => Array.from({ length: 5 }, (_, t) => at(`alone ${member} ${t}`))
  const graph = graphOf(
    [0, 1, 2].map((member) => episodeView({ member, steps: [at('start'), at('hall'), ...tail(member)] })),
  )

  it('puts the way that one episode went alone into one node', () => {
    const shown = foldGraph(graph, { budget: 50 })
    expect(shown.folded).toBe(18)
    const folded = shown.nodes.filter((node): node is FoldedNode => node.kind === 'folded')
    expect(folded.map(({ members, turn }) => [members.length, turn])).toEqual([
      // With the state in which it was left.
      [6, 2],
      [6, 2],
      [6, 2],
    ])
  })

  it('opens what a reader asks for, and keeps every step on the page or inside a node', () => {
    const [first] = foldGraph(graph, { budget: 50 }).nodes.filter((node) => node.kind === 'folded')
    const shown = foldGraph(graph, { budget: 50, open: new Set(opened(first as FoldedNode)) })
    expect(shown.folded).toBe(12)
    expect(shown.nodes.reduce((sum, { rows }) => sum + rows.length, 0)).toBe(21)
  })

  it('keeps within its budget by folding the rarely visited', () => {
    fc.assert(
      fc.property(iteration, fc.integer({ min: 0, max: 4 }), (episodes, budget) => {
        const whole = graphOf(episodes)
        const shown = foldGraph(whole, { budget })
        const parts = shown.nodes.filter(({ kind }) => kind === 'folded')
        expect(whole.nodes.length).toBe(shown.nodes.length - parts.length + shown.folded)
        const always = whole.nodes.filter(({ kind, turn }) => kind !== 'state' || turn === 0).length
        const turns = new Set(whole.nodes.map(({ turn }) => turn)).size
        // Shown by themselves, in parts, and one part a turn for the rest.
        expect(shown.nodes.length).toBeLessThanOrEqual(always + 2 * budget + turns)
        const ids = new Set(shown.nodes.map(({ id }) => id))
        for (const { source, target } of shown.edges) expect(ids.has(source) && ids.has(target)).toBe(true)
      }),
      { numRuns: 50 },
    )
  })
})

describe('the layout', () => {
  const { nodes, edges } = graphOf(three)

  it.each([
    ['dagre', 120],
    ['sweeps', 0],
  ])('puts turns under each other and nothing on top of another: %s', (_, dagreLimit) => {
    const { places, layers, width, height } = layoutGraph(nodes, edges, { ...size, dagreLimit })
    expect(layers.map(({ turn }) => turn)).toEqual([0, 1, 2, 3])
    for (const node of nodes) expect(places.get(node.id)!.y).toBe(layers[node.turn]!.y)
    const all = nodes.map(({ id }) => places.get(id)!)
    for (const { x, y } of all) expect(x > 0 && x < width && y > 0 && y < height).toBe(true)
  })

  it('keeps the states of a layer apart', () => {
    fc.assert(
      fc.property(iteration, fc.constantFrom(0, 120), (episodes, dagreLimit) => {
        const graph = graphOf(episodes)
        const { places } = layoutGraph(graph.nodes, graph.edges, { ...size, dagreLimit })
        const all = [...places.values()]
        for (const [i, a] of all.entries())
          for (const b of all.slice(0, i))
            if (a.y === b.y) expect(Math.abs(a.x - b.x)).toBeGreaterThanOrEqual(size.nodeWidth)
      }),
      { numRuns: 30 },
    )
  })

  it('is quick for thousands of states', () => {
    // 100 episodes of 50 turns over 5,000 states: each turn a hundred places, of which some are popular.
    const episodes = Array.from({ length: 100 }, (_, member) =>
      episodeView({
        member,
        steps: Array.from({ length: 50 }, (_, t) =>
          at(`${t}: ${(member * 7919 + t * 104729) % (t % 5 === 0 ? 10 : 120)}`),
        ),
      }),
    )
    const began = performance.now()
    const graph = graphOf(episodes)
    const built = performance.now()
    const shown = foldGraph(graph, { budget: 80 })
    const folded = performance.now()
    layoutGraph(shown.nodes, shown.edges, size)
    const laid = performance.now()
    layoutGraph(graph.nodes, graph.edges, size)
    const all = performance.now()
    const ms = (from: number, to: number): string => `${(to - from).toFixed(0)} ms`
    console.log(
      `${graph.nodes.length} states: built ${ms(began, built)}, folded to ${shown.nodes.length} in ${ms(built, folded)}, ` +
        `laid out ${ms(folded, laid)}; all of them unfolded ${ms(laid, all)}`,
    )
    expect(shown.nodes.length).toBeLessThan(2 * 80 + 60)
  })
})

it('draws down, back round the side, and onto itself', () => {
  const node = { width: 100, height: 40 }
  const [top, bottom] = [
    { x: 100, y: 50 },
    { x: 300, y: 200 },
  ]
  expect(drawEdge(top, bottom, node).path).toBe('M100 70C100 125,300 125,300 180')
  const back = drawEdge(bottom, top, node)
  expect(back.path).toMatch(/^M250 200C/)
  expect(back.middle.x).toBeLessThan(50)
  expect(drawEdge(top, top, node).middle.x).toBeGreaterThan(150)
  expect(arrowHead(drawEdge(top, bottom, node), 5)).toBe('300,180 295,172 305,172')
  expect(arrowHead(back, 5)).toBe('50,50 42,45 42,55')
  expect(drawEdge(top, { x: 300, y: 50 }, node).path).toMatch(/^M125 30C125 -?\d.*,275 30$/)
  expect([strokeOf(1, 1), strokeOf(1, 5), strokeOf(5, 5)]).toEqual([1.5, 1, 9])
})

it('goes by arrow keys to the nearest state of the next layer, and along a layer', () => {
  const places = new Map([
    ['top', { x: 100, y: 0 }],
    ['left', { x: 0, y: 50 }],
    ['right', { x: 120, y: 50 }],
    ['bottom', { x: 0, y: 100 }],
  ])
  const moves = [
    ['top', 'ArrowDown'],
    ['right', 'ArrowLeft'],
    ['left', 'ArrowRight'],
    ['right', 'ArrowDown'],
    ['bottom', 'ArrowUp'],
    ['top', 'ArrowLeft'],
    ['top', 'Home'],
  ] as const
  expect(moves.map(([from, key]) => moveInLayers(places, from, key))).toEqual([
    ...['right', 'left', 'right', 'bottom', 'left', 'top', 'top'],
  ])
})
