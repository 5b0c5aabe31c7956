// Plain JSON values: what a configuration may hold once parsed, and its canonical text. YAML can express more (cycles
// through aliases, non-finite numbers, prototype keys); those are refused here, once, at the edge.
import { GigpoError } from '@gigpo/core'

const MAX_DEPTH = 32

/** @throws GigpoError `config` unless `value` is finite, acyclic JSON without `__proto__` keys. */
export function assertJson(value: unknown, where: string, path = '', depth = 0): void {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return
  const at = path === '' ? 'the document' : path
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return
    throw new GigpoError('config', `${at}: expected a finite number, received ${value}`, { where })
  }
  if (depth >= MAX_DEPTH) {
    throw new GigpoError('config', `${at}: nested deeper than ${MAX_DEPTH} levels`, {
      where,
      remedy: 'Remove aliases that contain themselves.',
    })
  }
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) assertJson(item, where, joinPath(path, index), depth + 1)
    return
  }
  if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    for (const [key, item] of Object.entries(value)) {
      if (key === '__proto__')
        throw new GigpoError('config', `${joinPath(path, key)}: this key is not allowed`, { where })
      assertJson(item, where, joinPath(path, key), depth + 1)
    }
    return
  }
  throw new GigpoError('config', `${at}: expected plain YAML, received ${typeof value}`, {
    where,
    remedy: 'Use strings, numbers, true, false, null, lists and mappings only.',
  })
}

/** JSON with sorted keys: equal values give equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) => {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return item
    return Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
  })
}

export function joinPath(path: string, key: string | number): string {
  return path === '' ? String(key) : `${path}.${key}`
}

/** A value as it appears in a message: short, on one line. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing'
  const text = JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 77)}...` : text
}
