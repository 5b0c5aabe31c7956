// Cuts a JSON file into the elements of its outermost array or object without holding the file: the official catalogue has
// 5.48 GB, more than one string can hold. It only follows strings, escapes and brackets; each element's text is then given
// to JSON.parse, which judges the rest. Scanning may start after an element, where an earlier scan stopped.
import { GigpoError, messageOf } from '@gigpo/core'

/** Where a scan stands: right after an element. */
export interface ScanPosition {
  /** Bytes from the beginning of the file, decompressed. */
  readonly offset: number
  /** Elements before it. */
  readonly elements: number
}

export interface JsonElement {
  /** `value`, or `"key": value` for an object; blanks around it included. Valid until the next batch is asked for. */
  readonly bytes: Uint8Array
  /** Position right after this element. */
  readonly after: ScanPosition
}

export interface JsonElementsOptions {
  readonly container: 'array' | 'object'
  /** The file, for errors. */
  readonly where: string
  /** The chunks begin here; absent: at the beginning of the file. */
  readonly resume?: ScanPosition
  /** Longest element in bytes. */
  readonly longest?: number
}

const LONGEST_ELEMENT = 1 << 24

const BYTE = {
  quote: 0x22,
  comma: 0x2c,
  backslash: 0x5c,
  openArray: 0x5b,
  closeArray: 0x5d,
  openObject: 0x7b,
  closeObject: 0x7d,
}
const isBlank = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)

/** Batches of elements, one batch a chunk. @throws GigpoError `data` with the byte position where the file is not such a container. */
export async function* jsonElements(
  chunks: AsyncIterable<Buffer>,
  { container, where, resume, longest = LONGEST_ELEMENT }: JsonElementsOptions,
): AsyncGenerator<JsonElement[]> {
  const open = container === 'array' ? BYTE.openArray : BYTE.openObject
  const close = container === 'array' ? BYTE.closeArray : BYTE.closeObject
  let stage: 'before' | 'first' | 'element' | 'after' | 'end' = resume === undefined ? 'before' : 'after'
  let elements = resume?.elements ?? 0
  let rest: Buffer = Buffer.alloc(0) // an element that the chunks so far have begun
  let base = resume?.offset ?? 0 // position of rest[0] in the file
  let depth = 0
  let inString = false
  let escaped = false

  const fail = (offset: number, problem: string): GigpoError =>
    new GigpoError(
      'data',
      `byte ${offset}, ${elements === 0 ? 'before any element' : `after element ${elements}`}: ${problem}`,
      {
        where,
        remedy: `Expected one JSON ${container}, as in the official file: download it again, or import an unmodified copy.`,
      },
    )

  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    let at = rest.length
    let start = 0 // of the present element
    const batch: JsonElement[] = []
    for (; at < bytes.length; at++) {
      const byte = bytes[at]!
      if (stage === 'element' || stage === 'first') {
        if (inString) {
          if (escaped) escaped = false
          else if (byte === BYTE.backslash) escaped = true
          else if (byte === BYTE.quote) inString = false
          continue
        }
        if (byte === BYTE.quote) inString = true
        else if (byte === BYTE.openArray || byte === BYTE.openObject) depth++
        else if (depth > 0) {
          if (byte === BYTE.closeArray || byte === BYTE.closeObject) depth--
        } else if (byte === BYTE.comma || byte === close) {
          if (stage === 'first' && byte === close && isBlankRange(bytes, start, at)) {
            stage = 'end'
            continue
          }
          elements++
          batch.push({ bytes: bytes.subarray(start, at), after: { offset: base + at, elements } })
          stage = byte === close ? 'end' : 'element'
          start = at + 1
        } else if (byte === BYTE.closeArray || byte === BYTE.closeObject) {
          throw fail(base + at, `a bracket closes that was not opened`)
        }
      } else if (isBlank(byte)) continue
      else if (stage === 'before' && byte === open) {
        stage = 'first'
        start = at + 1
      } else if (stage === 'before' && base + at < 3 && isByteOrderMark(byte, base + at)) continue
      else if (stage === 'after' && (byte === BYTE.comma || byte === close)) {
        stage = byte === close ? 'end' : 'element'
        start = at + 1
      } else throw fail(base + at, stage === 'end' ? 'there is more after the end' : `found ${printable(byte)}`)
    }
    yield batch
    const begun = stage === 'element' || stage === 'first'
    if (begun && bytes.length - start > longest) {
      throw fail(base + start, `an element is longer than ${longest} bytes`)
    }
    base += begun ? start : bytes.length
    rest = begun ? bytes.subarray(start) : Buffer.alloc(0)
  }
  if (stage !== 'end') throw fail(base + rest.length, 'the file ends too early')
}

const isByteOrderMark = (byte: number, offset: number): boolean => byte === [0xef, 0xbb, 0xbf][offset]

function isBlankRange(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (!isBlank(bytes[at]!)) return false
  return true
}

const printable = (byte: number): string =>
  byte > 0x20 && byte < 0x7f
    ? JSON.stringify(String.fromCharCode(byte))
    : `byte 0x${byte.toString(16).padStart(2, '0')}`

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * The value of an element, read as Python reads it: NaN and Infinity are allowed and become null. @throws Error when it is
 * not JSON or not UTF-8.
 */
export function parseElement(bytes: Uint8Array, container: 'array' | 'object' = 'array'): unknown {
  const content = utf8.decode(bytes)
  const text = container === 'array' ? content : `{${content}}`
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    if (!/NaN|Infinity/.test(text)) throw new Error(messageOf(error))
    return JSON.parse(text.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|-?\bInfinity\b|\bNaN\b/gs, toNull)) as unknown
  }
}

const toNull = (match: string): string => (match.startsWith('"') ? match : 'null')
