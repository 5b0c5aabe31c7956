// One suite for every operator: its gradient against central differences of the float64 interpreter, and value and
// gradients under onnxruntime against the interpreter.
import { rootKey, stream } from '@gigpo/core'
import { describe, expect, test } from 'vitest'
import { compile } from '../session/session.ts'
import { gradients } from './gradient.ts'
import { interpret } from './interpret.ts'
import { after } from './operators/after.ts'
import { add, div, less, max, min, mul, sub } from './operators/elementwise.ts'
import { scatterLast, scatterRows, takeLast, takeRows } from './operators/gather.ts'
import { constant, input, scalar } from './operators/leaf.ts'
import { matmul, transposedProduct } from './operators/matmul.ts'
import { concat, pad, reshape, slice, transpose } from './operators/movement.ts'
import { rmsNorm } from './operators/norm.ts'
import { expand, reduceMax, reduceSum, sumAll, sumTo } from './operators/reduce.ts'
import { rotary, rotaryTables } from './operators/rotary.ts'
import { silu } from './operators/silu.ts'
import { entropy, logSumExp, softmax, softmaxMatmul } from './operators/softmax.ts'
import { abs, clip, exp, log, neg, reciprocal, sigmoid, sqrt, toFloat } from './operators/unary.ts'
import { sizeOf } from './shape.ts'
import { simplify } from './simplify.ts'
import { type Graph, type Shape, type Tensor, topological } from './tensor.ts'

interface Case {
  readonly name: string
  readonly shapes: readonly Shape[]
  /** Values are uniform in this range. */
  readonly range?: readonly [number, number]
  readonly build: (...inputs: Tensor[]) => Tensor
}

const ids = (values: readonly number[], shape: Shape = [values.length]): Tensor => constant(values, shape, 'i32')
const tables = rotaryTables([1, 0.3], 6)

const cases: Case[] = [
  {
    name: 'add, broadcast',
    shapes: [
      [2, 1, 3],
      [4, 1],
    ],
    build: add,
  },
  { name: 'sub, broadcast', shapes: [[3], [2, 3]], build: sub },
  {
    name: 'mul, broadcast',
    shapes: [
      [2, 3],
      [2, 1],
    ],
    build: mul,
  },
  { name: 'div', shapes: [[2, 3], [3]], range: [0.5, 2], build: div },
  { name: 'max', shapes: [[2, 5], [5]], build: max },
  {
    name: 'min',
    shapes: [
      [2, 5],
      [2, 5],
    ],
    build: min,
  },
  { name: 'less as a mask', shapes: [[8], [8]], build: (a, b) => mul(less(a, b), a) },
  { name: 'neg', shapes: [[4]], build: neg },
  { name: 'exp', shapes: [[4]], build: exp },
  { name: 'log', shapes: [[4]], range: [0.2, 2], build: log },
  { name: 'sqrt', shapes: [[4]], range: [0.2, 2], build: sqrt },
  { name: 'reciprocal', shapes: [[4]], range: [0.5, 2], build: reciprocal },
  { name: 'abs', shapes: [[6]], build: abs },
  { name: 'sigmoid', shapes: [[6]], build: sigmoid },
  { name: 'silu', shapes: [[2, 6]], range: [-4, 4], build: silu },
  { name: 'clip', shapes: [[12]], build: (x) => clip(x, -0.5, 0.4) },
  { name: 'toFloat', shapes: [[3]], build: (x) => mul(x, toFloat(ids([1, 2, 3]))) },
  { name: 'reduceSum', shapes: [[2, 3, 4]], build: (x) => reduceSum(x, [0, 2]) },
  { name: 'reduceMax as a shift', shapes: [[2, 3]], build: (x) => add(x, reduceMax(constant([3, 1, 2], [1, 3]), [1])) },
  { name: 'sumAll', shapes: [[2, 3]], build: sumAll },
  { name: 'sumTo', shapes: [[2, 3, 4]], build: (x) => sumTo(x, [3, 1]) },
  { name: 'expand', shapes: [[3, 1]], build: (x) => expand(x, [2, 3, 4]) },
  { name: 'reshape', shapes: [[2, 6]], build: (x) => reshape(x, [3, 4]) },
  { name: 'transpose', shapes: [[2, 3, 4]], build: (x) => transpose(x, [2, 0, 1]) },
  { name: 'slice', shapes: [[2, 5, 3]], build: (x) => slice(x, 1, 1, 4) },
  { name: 'pad', shapes: [[2, 3]], build: (x) => pad(x, 1, 2, 1) },
  {
    name: 'concat',
    shapes: [
      [2, 3],
      [2, 1],
    ],
    build: (a, b) => concat([a, b, a], 1),
  },
  ...[0, 1, 2, 3].map((flags): Case => {
    const [transposeA, transposeB] = [flags > 1, flags % 2 === 1]
    const shapes = [transposeA ? [4, 3] : [3, 4], transposeB ? [5, 4] : [4, 5], [5]]
    return {
      name: `matmul, matrices, transposed ${transposeA} ${transposeB}, with a bias`,
      shapes,
      build: (a, b, c) => matmul(a!, b!, { transposeA, transposeB, scale: 0.7, addend: c! }),
    }
  }),
  ...[0, 1, 2, 3].map((flags): Case => {
    const [transposeA, transposeB] = [flags > 1, flags % 2 === 1]
    const shapes = [transposeA ? [2, 2, 4, 3] : [2, 2, 3, 4], transposeB ? [2, 2, 5, 4] : [2, 2, 4, 5]]
    return {
      name: `matmul, stacks, transposed ${transposeA} ${transposeB}`,
      shapes,
      build: (a, b) => matmul(a!, b!, { transposeA, transposeB, scale: 0.7 }),
    }
  }),
  {
    name: 'matmul, stacks that share their right side',
    shapes: [
      [2, 3, 1, 4],
      [2, 1, 5, 4],
    ],
    build: (a, b) => matmul(a!, b!, { transposeB: true, scale: 0.7 }),
  },
  {
    name: 'matmul onto a matrix',
    shapes: [
      [3, 4],
      [4, 5],
      [3, 5],
    ],
    build: (a, b, c) => add(c!, matmul(a!, b!)),
  },
  { name: 'takeRows', shapes: [[4, 3]], build: (x) => takeRows(x, ids([1, 3, 1, 0, 3, 3], [2, 3])) },
  { name: 'takeLast', shapes: [[4, 3]], build: (x) => takeLast(x, ids([2, 0, 0, 1])) },
  {
    name: 'lookup and product of one table (tied embedding)',
    shapes: [[4, 3]],
    build: (x) => matmul(takeRows(x, ids([1, 3, 1])), x, { transposeB: true }),
  },
  { name: 'softmax', shapes: [[2, 3, 4]], range: [-3, 3], build: softmax },
  { name: 'logSumExp', shapes: [[3, 5]], range: [-30, 30], build: (x) => logSumExp(x, softmax(x)) },
  {
    name: 'entropy',
    shapes: [[3, 5]],
    range: [-3, 3],
    build: (x) => entropy(x, softmax(x), logSumExp(x, softmax(x))),
  },
  {
    name: 'softmaxMatmul',
    shapes: [
      [2, 3, 4],
      [2, 4, 2],
    ],
    range: [-2, 2],
    build: softmaxMatmul,
  },
  {
    name: 'transposedProduct',
    shapes: [
      [2, 3, 5],
      [2, 3, 4],
    ],
    build: (a, b) => transposedProduct(a, b, 0.3),
  },
  { name: 'rmsNorm', shapes: [[2, 3, 4], [4]], build: (x, w) => rmsNorm(x, w, 1e-3) },
  {
    name: 'after',
    shapes: [[2, 3], [4, 2], []],
    build: (x, a, b) => mul(after(x!, [a!, b!]), after(x!, [b!])),
  },
  { name: 'rotary', shapes: [[2, 3, 8]], build: (x) => rotary(x, ids([0, 1, 2, 0, 4, 5], [2, 3]), tables) },
]

const forwardOnly: Case[] = [
  { name: 'less', shapes: [[2, 3], [3]], build: less },
  { name: 'reduceMax', shapes: [[2, 3, 4]], build: (x) => reduceMax(x, [2]) },
  {
    name: 'scatterRows',
    shapes: [
      [4, 3],
      [3, 3],
    ],
    build: (x, y) => scatterRows(x, ids([2, 0, 2]), y),
  },
  {
    name: 'scatterLast',
    shapes: [
      [4, 3],
      [4, 1],
    ],
    build: (x, y) => scatterLast(x, ids([2, 0, 2, 1]), y),
  },
]

function prepare(given: Case): { inputs: Tensor[]; feeds: Record<string, Float32Array>; output: Tensor } {
  const [low, high] = given.range ?? [-1, 1]
  const draws = stream(rootKey(7), given.name)
  const inputs = given.shapes.map((shape, i) => input(`x${i}`, shape))
  const feeds = Object.fromEntries(
    given.shapes.map((shape, i) => [
      `x${i}`,
      Float32Array.from({ length: sizeOf(shape) }, () => low + (high - low) * draws.uniform()),
    ]),
  )
  return { inputs, feeds, output: given.build(...inputs) }
}

function withGradients(given: Case, inputs: readonly Tensor[], output: Tensor): Graph {
  const draws = stream(rootKey(8), given.name)
  const upstream = constant(
    Array.from({ length: sizeOf(output.shape) }, () => Math.fround(draws.normal())),
    output.shape,
  )
  const loss = sumAll(mul(output, upstream))
  const outputs: [string, Tensor][] = gradients(loss, inputs).map((gradient, i) => [`g${i}`, gradient])
  return {
    inputs: new Map(inputs.map((node, i) => [`x${i}`, node])),
    outputs: new Map([['loss', loss], ['output', output], ...outputs]),
  }
}

/** Largest difference over the largest magnitude. */
function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(actual.length).toBe(expected.length)
  let [difference, size] = [0, 1e-6]
  for (let i = 0; i < expected.length; i++) {
    expect(actual[i]).not.toBeNaN()
    difference = Math.max(difference, Math.abs(actual[i]! - expected[i]!))
    size = Math.max(size, Math.abs(expected[i]!))
  }
  return difference / size
}

async function expectRuntimeAgrees(graph: Graph, feeds: Record<string, Float32Array>): Promise<void> {
  const session = await compile(graph)
  const actual = await session.run(feeds)
  await session.release()
  for (const [name, expected] of interpret(graph, feeds)) {
    expect(relativeError(actual[name]!, expected), name).toBeLessThan(1e-5)
  }
}

describe.each(cases)('$name', (given) => {
  const { inputs, feeds, output } = prepare(given)
  const graph = withGradients(given, inputs, output)

  test('gradient equals central differences', () => {
    const values = interpret(graph, feeds)
    const lossOnly: Graph = { inputs: graph.inputs, outputs: new Map([['loss', graph.outputs.get('loss')!]]) }
    const step = 1e-5
    for (const i of inputs.keys()) {
      const base = Float64Array.from(feeds[`x${i}`]!)
      const differences = base.map((_, j) => {
        const at = (offset: number): number => {
          const moved = base.with(j, base[j]! + offset)
          return interpret(lossOnly, { ...feeds, [`x${i}`]: moved } as never).get('loss')![0]!
        }
        return (at(step) - at(-step)) / (2 * step)
      })
      expect(relativeError(values.get(`g${i}`)!, differences)).toBeLessThan(1e-6)
    }
  })

  test('clean-ups change nothing', () => {
    const expected = interpret(graph, feeds)
    for (const [name, values] of interpret(simplify(graph), feeds)) {
      expect(relativeError(values, expected.get(name)!)).toBeLessThan(1e-12)
    }
  })

  test('onnxruntime agrees', () => expectRuntimeAgrees(graph, feeds))
})

test.each(forwardOnly)('$name under onnxruntime', async (given) => {
  const { inputs, feeds, output } = prepare(given)
  const graph = { inputs: new Map(inputs.map((node, i) => [`x${i}`, node])), outputs: new Map([['output', output]]) }
  await expectRuntimeAgrees(graph, feeds)
})

test('a frozen row of a lookup receives no gradient', () => {
  const table = input('t', [3, 1])
  const [gradient] = gradients(sumAll(takeRows(table, ids([0, 2, 0, 1]), 2)), [table])
  const outputs = new Map([['g', gradient!]])
  expect([...interpret({ inputs: new Map(), outputs }, { t: [1, 2, 3] }).get('g')!]).toEqual([2, 1, 0])
})

test('extremes of log-sum-exp and entropy stay finite', () => {
  const x = constant([900, -900, 0, 0, 0, 0], [2, 3])
  const p = softmax(x)
  const outputs = new Map([['h', entropy(x, p, logSumExp(x, p))]])
  expect([...interpret({ inputs: new Map(), outputs }, {}).get('h')!]).toEqual([0, expect.closeTo(Math.log(3), 12)])
})

describe.each([2, 3, 48, 49])('a weight on %i rows', (rows) => {
  const shapes: Shape[] = [[rows, 128], [128, 128], [128], [rows, 128]]
  test.each([
    ['alone', (x: Tensor, w: Tensor) => matmul(x, w, { transposeB: true, scale: 0.7 })],
    ['with a bias', (x: Tensor, w: Tensor, b: Tensor) => matmul(x, w, { transposeB: true, scale: 0.7, addend: b })],
    ['onto a matrix', (x: Tensor, w: Tensor, _: Tensor, c: Tensor) => add(c, matmul(x, w, { transposeB: true }))],
  ])('%s is exact', async (_, build) => {
    const { inputs, feeds, output } = prepare({ name: 'few rows', shapes, build: build as Case['build'] })
    const graph = { inputs: new Map(inputs.map((node, i) => [`x${i}`, node])), outputs: new Map([['output', output]]) }
    await expectRuntimeAgrees(simplify(graph), feeds)
  })
})

test('rows are scattered to the same bits on one thread and on two', async () => {
  const random = stream(rootKey(5), 'rows')
  const [table, x] = [input('t', [40, 64]), input('x', [3000, 64])]
  const places = ids(Array.from({ length: 3000 }, () => random.integer(40)))
  const graph = {
    inputs: new Map(Object.entries({ t: table, x })),
    outputs: new Map([['y', scatterRows(table, places, x)]]),
  }
  const draw = (count: number): Float32Array => Float32Array.from({ length: count }, () => random.normal())
  const feeds = { t: draw(40 * 64), x: draw(3000 * 64) }
  const results = []
  for (const threads of [1, 2]) {
    const session = await compile(graph, { threads })
    results.push((await session.run(feeds)).y)
    await session.release()
  }
  expect(results[0]).toEqual(results[1])
})

test('a row comes out to the same bits among any number of rows, where that is asked for', async () => {
  const [width, columns] = [512, 160]
  const random = stream(rootKey(3), 'weights')
  const draw = (count: number): Float32Array => Float32Array.from({ length: count }, () => random.uniform() - 0.5)
  const [x, w] = [draw(64 * width), draw(columns * width)]
  const firstRow = async (rows: number, batchInvariant: boolean): Promise<Float32Array> => {
    const [a, b] = [input('x', [rows, width]), input('w', [columns, width])]
    const outputs = new Map([['y', matmul(a, b, { transposeB: true })]])
    const session = await compile({ inputs: new Map(Object.entries({ x: a, w: b })), outputs }, { batchInvariant })
    const { y } = await session.run({ x: x.subarray(0, rows * width), w })
    await session.release()
    return y!.slice(0, columns)
  }
  const expected = await firstRow(64, true)
  for (const rows of [2, 16, 33, 48]) expect(await firstRow(rows, true)).toEqual(expected)
  expect(relativeError(await firstRow(16, false), expected)).toBeLessThan(1e-5)
})

test('a sum with a matrix product is one kernel', () => {
  const [a, b, c] = [input('a', [2, 3]), input('b', [3, 2]), input('c', [2, 2])]
  const graph = simplify({ inputs: new Map(), outputs: new Map([['y', add(c, matmul(a, b))]]) })
  expect(graph.outputs.get('y')!.operator.key).toMatch(/^matmul/)
})

test('the gradients of neighbouring slices are put together without zeros', () => {
  const x = input('x', [6])
  const parts = [slice(x, 0, 0, 2), slice(x, 0, 2, 3), slice(x, 0, 3, 6)].map(exp)
  const [gradient] = gradients(sumAll(concat(parts, 0)), [x])
  const graph = simplify({ inputs: new Map(), outputs: new Map([['g', gradient!]]) })
  const kinds = new Set(topological(graph.outputs.values()).map((node) => node.operator.key.split(' ')[0]))
  expect(kinds).not.toContain('pad')
  const values = interpret(graph, { x: [0, 1, 2, 3, 4, 5] }).get('g')!
  expect([...values]).toEqual([0, 1, 2, 3, 4, 5].map(Math.exp))
})

test('equal subgraphs are computed once and unused ones are dropped', () => {
  const x = input('x', [2])
  const graph = simplify({ inputs: new Map([['x', x]]), outputs: new Map([['y', mul(exp(x), exp(x))]]) })
  const [left, right] = graph.outputs.get('y')!.inputs
  expect(left).toBe(right)
})

test('a wrong shape and a missing gradient are contract errors', () => {
  expect(() => matmul(input('a', [2, 3]), input('b', [2, 3]))).toThrow(/\[2, 3\]/)
  const x = input('x', [2, 2])
  expect(() => gradients(sumAll(reduceMax(x, [1])), [x])).toThrow(/not differentiable/)
  expect(gradients(scalar(3), [x])[0]!.shape).toEqual([2, 2])
})
