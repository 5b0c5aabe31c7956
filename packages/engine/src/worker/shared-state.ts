// The memory all threads of an engine see: weights, Adam moments and one gradient sum for each worker, each one flat
// float32 array over all parameters in the order of the layout. onnxruntime refuses shared memory as tensors, so a worker
// computes from a private copy of the weights that it refreshes after each change.

/** Where one parameter lies in the flat arrays. */
export interface ParameterSlot {
  readonly name: string
  readonly shape: readonly number[]
  readonly offset: number
  readonly length: number
}

export interface SharedState {
  readonly parameters: SharedArrayBuffer
  readonly firstMoment: SharedArrayBuffer
  readonly secondMoment: SharedArrayBuffer
  /** One a worker. */
  readonly gradients: readonly SharedArrayBuffer[]
}

export function layOut(list: readonly { readonly name: string; readonly shape: readonly number[] }[]): ParameterSlot[] {
  let offset = 0
  return list.map(({ name, shape }) => {
    const length = shape.reduce((product, size) => product * size, 1)
    const slot = { name, shape, offset, length }
    offset += length
    return slot
  })
}

export function layoutSize(layout: readonly ParameterSlot[]): number {
  const last = layout.at(-1)
  return last === undefined ? 0 : last.offset + last.length
}

/** What only samples has room for weights alone. */
export function allocateState(size: number, workers: number, learns = true): SharedState {
  const array = (): SharedArrayBuffer => new SharedArrayBuffer(size * 4)
  const learning = (): SharedArrayBuffer => (learns ? array() : new SharedArrayBuffer(0))
  return {
    parameters: array(),
    firstMoment: learning(),
    secondMoment: learning(),
    gradients: Array.from({ length: workers }, learning),
  }
}

/** Views of a flat array by parameter name. */
export function viewsOf(flat: Float32Array, layout: readonly ParameterSlot[]): Record<string, Float32Array> {
  return Object.fromEntries(layout.map(({ name, offset, length }) => [name, flat.subarray(offset, offset + length)]))
}
