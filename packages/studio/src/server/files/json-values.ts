// Looking into JSON that nobody has checked: each function gives a value of the wanted kind, or undefined.

export type JsonRecord = Readonly<Record<string, unknown>>

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** A finite number. */
export function finite(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

/** A whole number from 0. */
export function whole(value: unknown): number | undefined {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined
}

/** A list of numbers alone. */
export function numbers(value: unknown): readonly number[] | undefined {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'number') ? value : undefined
}

export function textAt(value: unknown, key: string): string | undefined {
  return isRecord(value) ? text(value[key]) : undefined
}

export function numberAt(value: unknown, key: string): number | undefined {
  return isRecord(value) ? finite(value[key]) : undefined
}

/** Whether a value is nested no deeper than anything we write; what is would overflow whoever walks through it. */
export function isShallow(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return true
  return depth < 32 && Object.values(value).every((entry) => isShallow(entry, depth + 1))
}
