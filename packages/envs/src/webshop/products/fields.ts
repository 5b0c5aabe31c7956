// Reads fields of parsed JSON that nobody has checked yet. Official files are a user's own, so each wrong shape must name
// the product, the field and the value received.
import { GigpoError } from '@gigpo/core'

export type JsonObject = Readonly<Record<string, unknown>>

/** A field of a record, or undefined; never something inherited. */
export function field(record: JsonObject, name: string): unknown {
  return Object.hasOwn(record, name) ? record[name] : undefined
}

/** @throws GigpoError `data` */
export function asObject(value: unknown, what: string, where: string): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject
  throw wrongShape(what, 'an object', value, where)
}

/** @throws GigpoError `data` */
export function asArray(value: unknown, what: string, where: string): readonly unknown[] {
  if (Array.isArray(value)) return value
  throw wrongShape(what, 'an array', value, where)
}

/** @throws GigpoError `data` */
export function asText(value: unknown, what: string, where: string): string {
  if (typeof value === 'string') return value
  throw wrongShape(what, 'text', value, where)
}

/** @throws GigpoError `data` */
export function asTexts(value: unknown, what: string, where: string): string[] {
  return asArray(value, what, where).map((item, i) => asText(item, `${what}[${i}]`, where))
}

export function wrongShape(what: string, expected: string, received: unknown, where: string): GigpoError {
  return new GigpoError('data', `${what} must be ${expected}, received ${shown(received)}`, {
    where,
    remedy: 'Use the official WebShop files unchanged, or correct this entry.',
  })
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (Array.isArray(value)) return `an array of ${value.length}`
  if (typeof value === 'object' && value !== null) return 'an object'
  if (typeof value !== 'string') return String(value)
  return value.length <= 80
    ? JSON.stringify(value)
    : `${JSON.stringify(value.slice(0, 80))}… (${value.length} characters)`
}
