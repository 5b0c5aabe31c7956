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
  const inside: Inside = { depth: 0, inString: false }

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
      if (stage === 'element' || stage === 'first') {
        at = endOfElement(bytes, at, inside)
        if (at === bytes.length) break
        const byte = bytes[at]!
        if (stage === 'first' && byte === close && isBlankRange(bytes, start, at)) {
          stage = 'end'
          continue
        }
        if (byte !== BYTE.comma && byte !== close) throw fail(base + at, 'a bracket closes that was not opened')
        elements++
        batch.push({ bytes: bytes.subarray(start, at), after: { offset: base + at, elements } })
        stage = byte === close ? 'end' : 'element'
        start = at + 1
        continue
      }
      const byte = bytes[at]!
      if (isBlank(byte)) continue
      if (stage === 'before' && byte === open) {
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

/** Where in an element the scan is. */
interface Inside {
  depth: number
  inString: boolean
}

/**
 * Position of the comma or bracket that ends an element, or the end of the bytes: then `inside` says where it stopped. The
 * bytes hold the element from its beginning. Strings, nearly all of a catalogue, are passed at the speed of `indexOf`.
 */
function endOfElement(bytes: Buffer, from: number, inside: Inside): number {
  let { depth, inString } = inside
  let at = from
  for (; at < bytes.length; at++) {
    if (inString) {
      at = closingQuote(bytes, at)
      if (at < 0) break
      inString = false
      continue
    }
    const byte = bytes[at]!
    if (byte === BYTE.quote) inString = true
    else if (byte === BYTE.openArray || byte === BYTE.openObject) depth++
    else if (byte === BYTE.closeArray || byte === BYTE.closeObject) {
      if (depth === 0) break
      depth--
    } else if (byte === BYTE.comma && depth === 0) break
  }
  inside.depth = depth
  inside.inString = inString
  return at < 0 ? bytes.length : at
}

/** The first quote after an even number of backslashes, or -1. */
function closingQuote(bytes: Buffer, from: number): number {
  for (let quote = bytes.indexOf(BYTE.quote, from); quote >= 0; quote = bytes.indexOf(BYTE.quote, quote + 1)) {
    let before = quote
    while (bytes[before - 1] === BYTE.backslash) before--
    if ((quote - before) % 2 === 0) return quote
  }
  return -1
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
