// Operators that move elements without computing: reshape, transpose, slice, pad and concatenation.
import { requireShape, sameShape, sizeOf, stridedIndex, stridesOf } from '../shape.ts'
import type { Operator, Shape, Tensor } from '../tensor.ts'
import { tensor } from '../tensor.ts'

export function reshape(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x
  requireShape(sizeOf(x.shape) === sizeOf(shape), 'reshape', x.shape, shape)
  const operator: Operator = {
    key: `reshape ${shape.join(' ')}`,
    evaluate: ([values]) => values!,
    gradient: (upstream, node) => [reshape(upstream, node.inputs[0]!.shape)],
    emit: ([name], node, emitter) => emitter.node('Reshape', [name!, emitter.integers(node.shape)]),
  }
  return tensor(operator, [x], shape, x.dtype)
}

/** Output axis i is input axis `permutation[i]`. */
export function transpose(x: Tensor, permutation: readonly number[]): Tensor {
  requireShape(permutation.length === x.shape.length, 'transpose', x.shape, permutation)
  const operator: Operator = {
    key: `transpose ${permutation.join(' ')}`,
    evaluate([values], node) {
      const strides = stridesOf(node.inputs[0]!.shape)
      return Float64Array.from(
        stridedIndex(
          node.shape,
          permutation.map((axis) => strides[axis]!),
        ),
        (i) => values![i]!,
      )
    },
    gradient: (upstream) => [
      transpose(
        upstream,
        permutation.map((_, axis) => permutation.indexOf(axis)),
      ),
    ],
    emit: (inputs, _, emitter) => emitter.node('Transpose', inputs, { perm: permutation }),
  }
  return tensor(
    operator,
    [x],
    permutation.map((axis) => x.shape[axis]!),
    x.dtype,
  )
}

/** One transpose instead of `transpose(transpose(x))`; undefined for any other node. */
export function mergedTranspose(node: Tensor): Tensor | undefined {
  const [outer, inner] = [permutationOf(node), node.inputs[0] && permutationOf(node.inputs[0])]
  if (outer === undefined || inner === undefined) return undefined
  return transpose(
    node.inputs[0]!.inputs[0]!,
    outer.map((axis) => inner[axis]!),
  )
}

function permutationOf(node: Tensor): number[] | undefined {
  const [kind, ...axes] = node.operator.key.split(' ')
  return kind === 'transpose' ? axes.map(Number) : undefined
}

/** Elements start..end-1 along one axis. */
export function slice(x: Tensor, axis: number, start: number, end: number): Tensor {
  const extent = x.shape[axis]!
  requireShape(start >= 0 && start < end && end <= extent, `slice ${axis} ${start}..${end}`, x.shape)
  if (start === 0 && end === extent) return x
  const operator: Operator = {
    key: `slice ${axis} ${start} ${end}`,
    evaluate([values], node) {
      const strides = stridesOf(node.inputs[0]!.shape)
      return Float64Array.from(stridedIndex(node.shape, strides, start * strides[axis]!), (i) => values![i]!)
    },
    gradient: (upstream) => [pad(upstream, axis, start, extent - end)],
    emit: ([name], _, emitter) =>
      emitter.node('Slice', [name!, emitter.integers([start]), emitter.integers([end]), emitter.integers([axis])]),
  }
  return tensor(
    operator,
    [x],
    x.shape.map((size, i) => (i === axis ? end - start : size)),
    x.dtype,
  )
}

/** Zeros before and after along one axis. Neighbours that are added become one: slices' gradients are put together. */
export function pad(x: Tensor, axis: number, before: number, after: number): Tensor {
  if (before === 0 && after === 0) return x
  const extent = x.shape[axis]!
  const operator: Operator = {
    key: `pad ${axis} ${before} ${after}`,
    evaluate([values], node) {
      const out = new Float64Array(sizeOf(node.shape))
      const strides = stridesOf(node.shape)
      const index = stridedIndex(node.inputs[0]!.shape, strides, before * strides[axis]!)
      for (let i = 0; i < index.length; i++) out[index[i]!] = values![i]!
      return out
    },
    gradient: (upstream) => [slice(upstream, axis, before, before + extent)],
    absorb(addend, node) {
      const [kind, otherAxis, start, end] = addend.operator.key.split(' ')
      if (kind !== 'pad' || Number(otherAxis) !== axis) return undefined
      const [own, other] = [node.inputs[0]!, addend.inputs[0]!]
      const stop = Number(start) + other.shape[axis]!
      if (stop === before) return pad(concat([other, own], axis), axis, Number(start), after)
      return before + extent === Number(start) ? pad(concat([own, other], axis), axis, before, Number(end)) : undefined
    },
    emit: ([name], node, emitter) => {
      const pads = node.shape.map((_, i) => (i === axis ? before : 0))
      const ends = node.shape.map((_, i) => (i === axis ? after : 0))
      return emitter.node('Pad', [name!, emitter.integers([...pads, ...ends])])
    },
  }
  return tensor(
    operator,
    [x],
    x.shape.map((size, i) => (i === axis ? before + size + after : size)),
    x.dtype,
  )
}

/** Tensors one after another along an axis. */
export function concat(parts: readonly Tensor[], axis: number): Tensor {
  const first = parts[0]!
  if (parts.length === 1) return first
  const extents = parts.map((part) => part.shape[axis]!)
  const starts = extents.map((_, i) => extents.slice(0, i).reduce((sum, extent) => sum + extent, 0))
  const total = extents.reduce((sum, extent) => sum + extent, 0)
  for (const part of parts) {
    const fits = part.shape.every((extent, i) => i === axis || extent === first.shape[i])
    requireShape(fits && part.shape.length === first.shape.length, 'concat', first.shape, part.shape)
  }
  const operator: Operator = {
    key: `concat ${axis}`,
    evaluate(values, node) {
      const out = new Float64Array(sizeOf(node.shape))
      const strides = stridesOf(node.shape)
      values.forEach((part, p) => {
        const index = stridedIndex(node.inputs[p]!.shape, strides, starts[p]! * strides[axis]!)
        for (let i = 0; i < index.length; i++) out[index[i]!] = part[i]!
      })
      return out
    },
    gradient: (upstream) => starts.map((start, i) => slice(upstream, axis, start, start + extents[i]!)),
    emit: (inputs, _, emitter) => emitter.node('Concat', inputs, { axis }),
  }
  return tensor(
    operator,
    parts,
    first.shape.map((size, i) => (i === axis ? total : size)),
    first.dtype,
  )
}
