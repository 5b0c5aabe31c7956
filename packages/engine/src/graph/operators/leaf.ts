// Where graphs begin: named inputs (weights that learn among them, so that one compiled graph serves every update), constants,
// and tensors that stay in a file: frozen weights, which the runtime maps into memory instead of copying.

import { requireShape, sizeOf } from '../shape.ts'
import type { DType, FileRange, Operator, Shape, Tensor } from '../tensor.ts'
import { tensor } from '../tensor.ts'

const inputNames = new WeakMap<Operator, string>()
const constantData = new WeakMap<Operator, Float64Array>()
const filePlaces = new WeakMap<Operator, FileRange>()
let constants = 0

/** A value fed at run time. */
export function input(name: string, shape: Shape, dtype: DType = 'f32'): Tensor {
  const operator: Operator = {
    key: `input ${name}`,
    evaluate: () => {
      throw new RangeError(`input ${name} was not fed`)
    },
    emit: (_, node, emitter) => emitter.input(name, node.shape, node.dtype),
  }
  inputNames.set(operator, name)
  return tensor(operator, [], shape, dtype)
}

/** What a leaf is fed by: the name of an input or of a file's tensor, undefined for any other node. */
export function inputName(node: Tensor): string | undefined {
  return inputNames.get(node.operator)
}

/** A value known when the graph is built, row-major. */
export function constant(values: ArrayLike<number>, shape: Shape, dtype: DType = 'f32'): Tensor {
  requireShape(values.length === sizeOf(shape), 'constant', shape, [values.length])
  const data = Float64Array.from(values)
  const operator: Operator = {
    key: data.length <= 8 ? `constant ${dtype} ${data.join(' ')} @${shape.join('x')}` : `constant #${constants++}`,
    evaluate: () => data,
    emit: (_, node, emitter) => emitter.constant(data, node.shape, node.dtype),
  }
  constantData.set(operator, data)
  return tensor(operator, [], shape, dtype)
}

export function scalar(value: number): Tensor {
  return constant([value], [])
}

/** The values of a constant node, undefined for any other node. */
export function constantValues(node: Tensor): Float64Array | undefined {
  return constantData.get(node.operator)
}

/** A value that the runtime reads from a file, row-major and little-endian; `name` is what the interpreter is fed it by. */
export function external(name: string, shape: Shape, place: FileRange, dtype: DType = 'f32'): Tensor {
  const operator: Operator = {
    key: `external ${dtype} ${place.file} ${place.offset} @${shape.join('x')}`,
    evaluate: () => {
      throw new RangeError(`the file's tensor ${name} was not fed`)
    },
    emit: (_, node, emitter) => emitter.external(place, node.shape, node.dtype),
  }
  inputNames.set(operator, name)
  filePlaces.set(operator, place)
  return tensor(operator, [], shape, dtype)
}

/** Where the values of an external node lie, undefined for any other node. */
export function filePlace(node: Tensor): FileRange | undefined {
  return filePlaces.get(node.operator)
}
