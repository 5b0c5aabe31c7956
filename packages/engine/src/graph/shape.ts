// Shape arithmetic shared by the operators. A broken shape is a mistake in a graph builder, never in user input, so it is
// reported as a `contract` error with the shapes in it.
import { GigpoError } from '@gigpo/core'
import type { Shape } from './tensor.ts'

export function sizeOf(shape: Shape): number {
  return shape.reduce((product, extent) => product * extent, 1)
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((extent, axis) => extent === b[axis])
}

export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length).fill(1)
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1]! * shape[axis + 1]!
  return strides
}

/** @throws GigpoError `contract`. */
export function requireShape(condition: boolean, operator: string, ...shapes: readonly Shape[]): void {
  if (condition) return
  const list = shapes.map((shape) => `[${shape.join(', ')}]`).join(', ')
  throw new GigpoError('contract', `${operator} does not accept shapes ${list}`)
}

/** The common shape under NumPy's rule: aligned at the right, extents equal or 1. */
export function broadcastShape(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length)
  return Array.from({ length: rank }, (_, axis) => {
    const left = a[axis - rank + a.length] ?? 1
    const right = b[axis - rank + b.length] ?? 1
    requireShape(left === right || left === 1 || right === 1, 'broadcasting', a, b)
    return left === 1 ? right : left
  })
}

/** For every flat index of `to` the flat index of the element of `from` that is broadcast there. */
export function broadcastIndex(from: Shape, to: Shape): Int32Array {
  const own = stridesOf(from)
  const strides = to.map((_, axis) => {
    const source = axis - to.length + from.length
    return source < 0 || from[source] === 1 ? 0 : own[source]!
  })
  return stridedIndex(to, strides)
}

/** Flat offsets of a row-major walk over `shape` with the given strides. */
export function stridedIndex(shape: Shape, strides: readonly number[], base = 0): Int32Array {
  const index = new Int32Array(sizeOf(shape))
  const position = new Array<number>(shape.length).fill(0)
  let offset = base
  for (let i = 0; i < index.length; i++) {
    index[i] = offset
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      offset += strides[axis]!
      position[axis]!++
      if (position[axis]! < shape[axis]!) break
      offset -= strides[axis]! * shape[axis]!
      position[axis] = 0
    }
  }
  return index
}
