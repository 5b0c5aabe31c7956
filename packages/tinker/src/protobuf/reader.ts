// A reader for the protobuf wire format: the fields of a message in the order they were written. What a field means is for
// the caller; unknown fields are its to skip.
import { GigpoError } from '@gigpo/core'

export interface ProtobufField {
  readonly number: number
  /** @throws GigpoError `data` for a field of another wire type; all of these. */
  int(): number
  double(): number
  bytes(): Uint8Array
  string(): string
  fields(): ProtobufField[]
  /** Packed or one value. */
  ints(): number[]
}

/** @throws GigpoError `data` for bytes that are no message. */
export function readFields(bytes: Uint8Array): ProtobufField[] {
  const cursor = new Cursor(bytes)
  const fields: ProtobufField[] = []
  while (!cursor.isAtEnd) {
    const tag = cursor.varint()
    fields.push(readField(cursor, Math.floor(tag / 8), tag % 8))
  }
  return fields
}

/** The key and value of a map's entry; the value is undefined where it has its default. */
export function readEntry(entry: ProtobufField): { readonly key: string; readonly value: ProtobufField | undefined } {
  const fields = entry.fields()
  return {
    key: fields.findLast(({ number }) => number === 1)?.string() ?? '',
    value: fields.findLast(({ number }) => number === 2),
  }
}

function readField(cursor: Cursor, number: number, type: number): ProtobufField {
  if (number < 1) throw damaged(`field number ${number}`)
  const wrong = (): never => {
    throw damaged(`field ${number} has wire type ${type}`)
  }
  const field = { number, int: wrong, double: wrong, bytes: wrong, string: wrong, fields: wrong, ints: wrong }
  if (type === 0) {
    const value = cursor.varint()
    return { ...field, int: () => value, ints: () => [value] }
  }
  if (type === 1 || type === 5) {
    const raw = cursor.take(type === 1 ? 8 : 4)
    const view = new DataView(raw.buffer, raw.byteOffset, raw.length)
    return type === 1 ? { ...field, double: () => view.getFloat64(0, true) } : field
  }
  if (type !== 2) return wrong()
  const value = cursor.take(cursor.varint())
  return {
    ...field,
    bytes: () => value,
    string: () => new TextDecoder().decode(value),
    fields: () => readFields(value),
    ints: () => {
      const inner = new Cursor(value)
      const values: number[] = []
      while (!inner.isAtEnd) values.push(inner.varint())
      return values
    },
  }
}

class Cursor {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length
  }

  varint(): number {
    let value = 0
    for (let factor = 1; ; factor *= 128) {
      const byte = this.#bytes[this.#at++]
      if (byte === undefined) throw damaged('it ends inside a number')
      value += (byte & 127) * factor
      if (byte < 128) break
    }
    if (!Number.isSafeInteger(value)) throw damaged('a number is out of range')
    return value
  }

  take(length: number): Uint8Array {
    if (length > this.#bytes.length - this.#at) throw damaged('it ends inside a field')
    this.#at += length
    return this.#bytes.subarray(this.#at - length, this.#at)
  }
}

export function damaged(what: string): GigpoError {
  return new GigpoError('data', `the protobuf message is damaged: ${what}`)
}
