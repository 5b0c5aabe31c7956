import { GigpoError, rootKey, stream } from '@gigpo/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { duplicateKey } from './duplicate-key.ts'
import { isExact16, narrow16, widen16 } from './float16.ts'
import { readSafetensors, writeSafetensors } from './safetensors.ts'

function file(header: unknown, dataBytes: number): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header))
  const bytes = new Uint8Array(8 + json.length + dataBytes)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true)
  bytes.set(json, 8)
  return bytes
}
const entry = (shape: number[], begin: number, end: number, dtype = 'F32'): unknown => ({
  dtype,
  shape,
  data_offsets: [begin, end],
})

describe('safetensors', () => {
  it('round-trips any float32 bits and does not depend on the order given', () => {
    const tensor = fc.record({
      name: fc.string({ unit: 'binary', minLength: 1 }).filter((name) => name !== '__metadata__'),
      data: fc.array(fc.float()).map((list) => new Float32Array(list)),
    })
    fc.assert(
      fc.property(fc.uniqueArray(tensor, { selector: (t) => t.name }), (list) => {
        // A lone surrogate has no UTF-8 form.
        const tensors = list
          .filter(({ name }) => !/\p{Surrogate}/u.test(name))
          .map(({ name, data }) => ({ name, data, shape: [1, data.length] }))
        const bytes = writeSafetensors(tensors, { format: 'pt' })
        expect(writeSafetensors(tensors.toReversed(), { format: 'pt' })).toEqual(bytes)
        const back = readSafetensors(bytes)
        expect(back.metadata).toEqual({ format: 'pt' })
        const byName = new Map(back.tensors.map((t) => [t.name, t]))
        expect(byName.size).toBe(tensors.length)
        for (const { name, shape, data } of tensors) {
          expect(byName.get(name)?.shape).toEqual(shape)
          expect(new Uint32Array(byName.get(name)!.data.buffer)).toEqual(new Uint32Array(data.buffer))
        }
      }),
    )
  })

  it.each([
    ['too short', new Uint8Array(7), /too few/],
    ['header longer than the file', file({}, 0).fill(255, 0, 8), /exceeds/],
    ['not JSON', file('{"a"', 0), /not JSON/],
    ['a list', file([], 0), /not an object/],
    ['unknown type', file({ a: entry([1], 0, 4, 'I32') }, 4), /type "I32"/],
    ['inherited type name', file({ a: entry([1], 0, 4, 'toString') }, 4), /type/],
    ['shape against bytes', file({ a: entry([2], 0, 4) }, 4), /needs 8 bytes/],
    ['beyond the data', file({ a: entry([2], 0, 8) }, 4), /of 4/],
    ['gap', file({ a: entry([1], 4, 8) }, 8), /gap/],
    ['overlap', file({ a: entry([2], 0, 8), b: entry([1], 4, 8) }, 8), /overlap/],
    ['trailing bytes', file({ a: entry([1], 0, 4) }, 8), /4 bytes after/],
    ['duplicate name', file('{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"\\u0061":{}}', 0), /twice/],
    ['negative size', file({ a: entry([-1], 0, 4) }, 4), /shape/],
    ['metadata not text', file({ __metadata__: { a: 1 } }, 0), /not a text/],
  ])('refuses: %s', (_, bytes, message) => {
    expect(() => readSafetensors(bytes)).toThrow(message)
    expect(() => readSafetensors(bytes)).toThrow(GigpoError)
  })

  it('gives only GigpoErrors on 10,000 mutations', () => {
    const random = stream(rootKey(12), 'safetensors-fuzz')
    const good = writeSafetensors([
      { name: 'a.weight', shape: [2, 3], data: new Float32Array(6) },
      { name: 'b', shape: [4], data: new Float32Array(4) },
    ])
    let refused = 0
    for (let i = 0; i < 10_000; i++) {
      let bytes = good.slice(0, random.integer(4) === 0 ? random.integer(good.length + 1) : good.length)
      if (random.integer(8) === 0) bytes = new Uint8Array([...bytes, ...good.subarray(random.integer(good.length))])
      const text = random.integer(2) === 0
      for (let n = 1 + random.integer(3); n > 0 && bytes.length > 0; n--) {
        const at = random.integer(random.integer(3) === 0 ? Math.min(8, bytes.length) : Math.min(bytes.length, 170))
        bytes[at] = text ? '0123456789"{}[],:aF-e '.charCodeAt(random.integer(22)) : random.integer(256)
      }
      try {
        readSafetensors(bytes)
      } catch (error) {
        if (!GigpoError.isInstance(error)) throw error
        refused++
      }
    }
    expect(refused).toBeGreaterThan(5000)
  })

  it('finds duplicate keys at any depth, and only those', () => {
    expect(duplicateKey('{"a":{"b":[1,{"c":1,"c":2}]}}')).toBe('c')
    fc.assert(fc.property(fc.json(), (json) => duplicateKey(json) === undefined))
  })

  it('widens every half and bfloat16 exactly', () => {
    expect([...widen16(new Uint16Array([0x3c00, 0xc000, 0x0001, 0x7bff, 0x8000, 0x7c00]), 'F16')]).toEqual([
      1,
      -2,
      2 ** -24,
      65504,
      -0,
      Number.POSITIVE_INFINITY,
    ])
    expect([...widen16(new Uint16Array([0x3f80, 0xc040]), 'BF16')]).toEqual([1, -3])
  })

  it.each(['F16', 'BF16'] as const)('narrows every %s back to its bits, and knows what has none', (type) => {
    const all = Uint16Array.from({ length: 65536 }, (_, i) => i)
    const values = widen16(all, type)
    // The many NaNs become one.
    const numbers = all.filter((_, i) => !Number.isNaN(values[i]))
    const kept = values.filter((value) => !Number.isNaN(value))
    expect(narrow16(kept, type)).toEqual(numbers)
    expect(isExact16(kept, type)).toBe(true)
    const between = type === 'F16' ? [1 + 2 ** -12, -3 * 2 ** -25, 2 ** -26, 65519] : [1 + 2 ** -9, 65519]
    for (const value of between) expect(isExact16(new Float32Array([value]), type), String(value)).toBe(false)
  })
})
