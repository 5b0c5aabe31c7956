// Quantised weights: what rounding costs, the kernel against the interpreter, and the same layer through a file.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rootKey, stream } from '@gigpo/core'
import { afterAll, describe, expect, it } from 'vitest'
import { quantize } from '../checkpoint/quantize.ts'
import { storedTensors } from '../checkpoint/stored-tensors.ts'
import { compile } from '../session/session.ts'
import { interpret } from './interpret.ts'
import { external, input } from './operators/leaf.ts'
import { blocksOf, QUANTIZED_BLOCK, quantizedMatmul, quantizedWeight } from './operators/quantized.ts'

const folder = mkdtempSync(join(tmpdir(), 'gigpo-quantized-'))
afterAll(() => rmSync(folder, { recursive: true }))

const bytesOf = (array: Uint8Array | Float32Array): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength)

describe.each([8, 4] as const)('%i bits', (bits) => {
  // 80 columns: the last block is half empty.
  const [rows, columns, batch] = [48, 80, 5]
  const random = stream(rootKey(2), 'quantized', bits)
  const weight = Float32Array.from({ length: rows * columns }, () => 0.1 * random.normal())
  weight.fill(0, 0, QUANTIZED_BLOCK)
  const { codes, scales } = quantize(weight, columns, bits)
  const x = Float32Array.from({ length: batch * columns }, () => random.normal())
  const blocks = blocksOf(columns)
  const codeShape = [rows, blocks, (QUANTIZED_BLOCK * bits) / 8]

  it('rounds to within half a step, keeps zeros and the largest value of a block', () => {
    const node = quantizedWeight(input('codes', codeShape, 'u8'), input('scales', [rows * blocks]), columns, bits)
    const values = node.operator.evaluate([Float64Array.from(codes), Float64Array.from(scales)], node)
    for (let row = 0; row < rows; row++) {
      for (let block = 0; block < blocks; block++) {
        const step = Math.abs(scales[row * blocks + block]!)
        const from = row * columns + block * QUANTIZED_BLOCK
        const length = Math.min(QUANTIZED_BLOCK, (row + 1) * columns - from)
        const places = Array.from({ length }, (_, i) => from + i)
        // The other end of the range is one step short.
        for (const i of places) expect(Math.abs(values[i]! - weight[i]!)).toBeLessThanOrEqual(1.01 * step)
        const largest = places.reduce((a, b) => (Math.abs(weight[b]!) > Math.abs(weight[a]!) ? b : a))
        expect(values[largest]).toBeCloseTo(weight[largest]!, 6)
      }
    }
    expect([...values.subarray(0, QUANTIZED_BLOCK)]).toEqual(new Array(QUANTIZED_BLOCK).fill(0))
  })

  it.each([true, false])('multiplies under onnxruntime as the interpreter does, packed %s', async (pack) => {
    const file = join(folder, `${bits}.safetensors`)
    const places = await storedTensors(file, [
      { name: 'codes', shape: codeShape, type: 'U8', bytes: async () => codes },
      { name: 'scales', shape: [rows * blocks], type: 'F32', bytes: async () => bytesOf(scales) },
    ])
    const held = quantizedWeight(
      external('codes', codeShape, places.get('codes')!, 'u8'),
      external('scales', [rows * blocks], places.get('scales')!),
      columns,
      bits,
    )
    const states = input('x', [batch, columns])
    const graph = {
      inputs: new Map([['x', states]]),
      outputs: new Map([['y', quantizedMatmul(states, held)]]),
    }
    const session = await compile(graph, { pack })
    const { y } = await session.run({ x })
    await session.release()
    const expected = interpret(graph, { x, codes, scales } as never).get('y')!
    const size = Math.sqrt(expected.reduce((sum, value) => sum + value * value, 0) / expected.length)
    // The kernel rounds x to 8 bits as well.
    expected.forEach((value, i) => {
      expect(Math.abs(y![i]! - value) / size).toBeLessThan(0.03)
    })
  })
})
