import { GigpoError } from '@gigpo/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type JsonElementsOptions, jsonElements, parseElement, type ScanPosition } from './json-elements.ts'

async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function scan(
  bytes: Buffer,
  size: number,
  options: Partial<JsonElementsOptions> = {},
): Promise<{ values: unknown[]; positions: ScanPosition[] }> {
  const values: unknown[] = []
  const positions: ScanPosition[] = []
  const settings = { container: 'array', where: 'file', ...options } as const
  for await (const batch of jsonElements(inChunks(bytes, size), settings)) {
    for (const element of batch) {
      values.push(parseElement(element.bytes, settings.container))
      positions.push(element.after)
    }
  }
  return { values, positions }
}

const failure = async (text: string | Buffer, options: Partial<JsonElementsOptions> = {}): Promise<GigpoError> => {
  const error = await scan(Buffer.from(text), 3, options).then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!GigpoError.isInstance(error)) throw error ?? new Error('did not fail')
  return error
}

describe('jsonElements', () => {
  it('cuts any array and object into what JSON.parse sees, whatever the chunks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.jsonValue()),
        fc.integer({ min: 1, max: 50 }),
        fc.boolean(),
        async (list, size, wide) => {
          const bytes = Buffer.from(JSON.stringify(list, null, wide ? 2 : 0))
          expect((await scan(bytes, size)).values).toEqual(JSON.parse(bytes.toString()))
        },
      ),
      { numRuns: 300 },
    )
    const record = { 'a"]}': [{ x: '\\"],' }], b: 2, é: {} }
    const { values } = await scan(Buffer.from(JSON.stringify(record)), 2, { container: 'object' })
    expect(Object.assign({}, ...(values as object[]))).toEqual(record)
  })

  it('goes on where an earlier scan stopped', async () => {
    const list = [{ a: '],[' }, 2, 'three', [4]]
    const bytes = Buffer.from(` ${JSON.stringify(list, null, 1)}\n`)
    const { positions } = await scan(bytes, 5)
    for (const resume of positions) {
      const { values } = await scan(bytes.subarray(resume.offset), 4, { resume })
      expect(values).toEqual(list.slice(resume.elements))
    }
  })

  it('accepts what Python writes: a byte order mark, blanks, NaN and Infinity', async () => {
    const text = '\ufeff [ {"a": NaN, "b": "NaN \\" Infinity", "c": -Infinity} ] \n'
    expect((await scan(Buffer.from(text), 7)).values).toEqual([{ a: null, b: 'NaN " Infinity', c: null }])
    expect((await scan(Buffer.from('[ ]'), 1)).values).toEqual([])
  })

  it('names the byte where a file is not such a container', async () => {
    for (const [text, byte, problem] of [
      ['', 0, 'ends too early'],
      ['{"a": 1}', 0, 'found "{"'],
      ['[{"a": 1}', 9, 'ends too early'],
      ['[{"a": "1}]', 11, 'ends too early'],
      ['[1}', 2, 'closes'],
      ['[1] [', 4, 'more after the end'],
      ['\u00ff[', 0, 'found byte 0xc3'],
    ] as const) {
      expect(await failure(text), text).toMatchObject({ code: 'data', where: 'file' })
      expect((await failure(text)).message).toMatch(new RegExp(`byte ${byte},.*${problem}`))
    }
    expect((await failure(`[1, "${'a'.repeat(60)}"]`, { longest: 40 })).message).toContain(
      'after element 1: an element is longer',
    )
  })
})
