// A writer for the protobuf wire format, as much of it as the protocol's messages need. Fields with their default value are
// left out, as proto3 does. https://protobuf.dev/programming-guides/encoding

export class ProtobufWriter {
  readonly #parts: Uint8Array[] = []
  #length = 0

  /** A non-negative whole number below 2^53; 0 is left out. */
  int(field: number, value: number): this {
    if (value === 0) return this
    this.#varint(8 * field)
    this.#varint(value)
    return this
  }

  bool(field: number, value: boolean): this {
    return this.int(field, value ? 1 : 0)
  }

  double(field: number, value: number): this {
    this.#varint(8 * field + 1)
    const bytes = new Uint8Array(8)
    new DataView(bytes.buffer).setFloat64(0, value, true)
    this.#push(bytes)
    return this
  }

  /** Written even when empty: a message, an entry of a map and a oneof need that. */
  bytes(field: number, value: Uint8Array): this {
    this.#varint(8 * field + 2)
    this.#varint(value.length)
    this.#push(value)
    return this
  }

  string(field: number, value: string): this {
    return value === '' ? this : this.bytes(field, new TextEncoder().encode(value))
  }

  message(field: number, write: (message: ProtobufWriter) => void): this {
    const inner = new ProtobufWriter()
    write(inner)
    return this.bytes(field, inner.finish())
  }

  /** Whole numbers one after another, packed. */
  ints(field: number, values: readonly number[]): this {
    if (values.length === 0) return this
    const packed = new ProtobufWriter()
    for (const value of values) packed.#varint(value)
    return this.bytes(field, packed.finish())
  }

  /** Entries of a map with text keys. */
  entries<T>(field: number, map: Readonly<Record<string, T>>, write: (entry: ProtobufWriter, value: T) => void): this {
    for (const [key, value] of Object.entries(map)) {
      this.message(field, (entry) => {
        entry.string(1, key)
        write(entry, value)
      })
    }
    return this
  }

  finish(): Uint8Array<ArrayBuffer> {
    const out = new Uint8Array(this.#length)
    let at = 0
    for (const part of this.#parts) {
      out.set(part, at)
      at += part.length
    }
    return out
  }

  #push(bytes: Uint8Array): void {
    this.#parts.push(bytes)
    this.#length += bytes.length
  }

  #varint(value: number): void {
    const bytes: number[] = []
    let rest = value
    while (rest > 127) {
      bytes.push((rest % 128) | 128)
      rest = Math.floor(rest / 128)
    }
    bytes.push(rest)
    this.#push(Uint8Array.from(bytes))
  }
}
