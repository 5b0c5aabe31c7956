// The tensor graph: an immutable node per tensor, with a static shape. An operator knows three things about itself, all
// in one object: how to compute it in float64 (the reference every other executor is checked against), its
// vector-Jacobian product, and how to write it as ONNX. Operators may capture attributes but never tensors: everything
// a node depends on is in `inputs`, so a clean-up can rebuild a node over other inputs.

/** `u8` is for quantised weights only. */
export type DType = 'f32' | 'i32' | 'u8'
export type Shape = readonly number[]

/** What an operator writes itself to; equal calls give the same ONNX value. */
export interface Emitter {
  /** Whether a row must come out to the same bits however many others there are. */
  readonly batchInvariant: boolean
  /** Threads that share the work of one operator. */
  readonly threads: number
  /** Adds a node with one output and returns the output's name. Numbers are ints, `{ float }` floats. */
  node(type: string, inputs: readonly string[], attributes?: EmitAttributes, domain?: string): string
  /** A one-dimensional int64 constant: axes, shapes, starts. */
  integers(values: readonly number[]): string
  constant(values: ArrayLike<number>, shape: Shape, dtype: DType): string
  input(name: string, shape: Shape, dtype: DType): string
  /** A constant whose bytes stay where they are. */
  external(place: FileRange, shape: Shape, dtype: DType): string
}

/** Bytes of a file. */
export interface FileRange {
  /** Absolute, without symbolic links. */
  readonly file: string
  readonly offset: number
  readonly length: number
}

export type EmitAttributes = Readonly<Record<string, number | string | { readonly float: number } | readonly number[]>>

export interface Operator {
  /** Kind and attributes: nodes with equal keys and equal inputs are the same tensor. */
  readonly key: string
  /** Row-major values of the node from those of its inputs, in float64. */
  evaluate(inputs: readonly Float64Array[], node: Tensor): Float64Array
  /** Gradient for each input given the node's own; undefined where there is none. Absent: not differentiable. */
  gradient?(upstream: Tensor, node: Tensor): readonly (Tensor | undefined)[]
  /** The node that computes `node + addend` in one kernel, where there is one. */
  absorb?(addend: Tensor, node: Tensor): Tensor | undefined
  /** Writes the node and returns the name of its ONNX value. */
  emit(inputs: readonly string[], node: Tensor, emitter: Emitter): string
}

export interface Tensor {
  readonly operator: Operator
  readonly inputs: readonly Tensor[]
  readonly shape: Shape
  readonly dtype: DType
}

/** What is compiled: named inputs that a caller feeds and named outputs that it gets back. */
export interface Graph {
  readonly inputs: ReadonlyMap<string, Tensor>
  readonly outputs: ReadonlyMap<string, Tensor>
}

export function tensor(operator: Operator, inputs: readonly Tensor[], shape: Shape, dtype: DType = 'f32'): Tensor {
  return { operator, inputs, shape, dtype }
}

/** Every node that the roots need, inputs before users; one order for one graph. */
export function topological(roots: Iterable<Tensor>): Tensor[] {
  const order: Tensor[] = []
  const state = new Map<Tensor, 'open' | 'done'>()
  const stack: Tensor[] = [...roots].reverse()
  while (stack.length > 0) {
    const node = stack[stack.length - 1]!
    const seen = state.get(node)
    if (seen === undefined) {
      state.set(node, 'open')
      for (let i = node.inputs.length - 1; i >= 0; i--) {
        if (!state.has(node.inputs[i]!)) stack.push(node.inputs[i]!)
      }
      continue
    }
    stack.pop()
    if (seen === 'open') {
      state.set(node, 'done')
      order.push(node)
    }
  }
  return order
}
