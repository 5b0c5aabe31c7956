// Reads the format of golden files ("gigpo-golden/1"): cases with inputs, parameters and expected numbers from reference
// implementations. What a file says is checked here, once, and every complaint names the case and the field.
import { GigpoError } from '@gigpo/core'
import type { StepRecord } from './step-rows.ts'

export interface GoldenCase {
  readonly id: string
  readonly kind: string
  readonly inputs: Fields
  readonly params: Fields
  readonly expected: Fields
}

export interface Tolerance {
  readonly rtol: number
  readonly atol: number
}

export interface GoldenFile {
  readonly tolerance: Tolerance
  readonly cases: readonly GoldenCase[]
}

/** @throws GigpoError `data` for anything that is not a golden file. */
export function readGoldenFile(file: unknown): GoldenFile {
  const root = new Fields(file, 'golden file')
  const format = root.text('format')
  if (format !== 'gigpo-golden/1')
    throw new GigpoError('data', `format is ${JSON.stringify(format)}`, {
      where: 'golden file',
      remedy: 'give a file of format "gigpo-golden/1"',
    })
  const float64 = root.fields('tolerance').fields('float64')
  return {
    tolerance: { rtol: float64.number('rtol'), atol: float64.number('atol') },
    cases: root.list('cases').map((value, i) => readGoldenCase(value, `case ${i}`)),
  }
}

/** @throws GigpoError `data`. */
export function readGoldenCase(value: unknown, where = 'case'): GoldenCase {
  const fields = new Fields(value, where)
  const id = fields.text('id')
  const named = new Fields(value, id)
  return {
    id,
    kind: named.text('kind'),
    inputs: named.fields('inputs'),
    params: named.fields('params'),
    expected: named.fields('expected'),
  }
}

/** An object of unknown content, read field by field. */
export class Fields {
  readonly values: Readonly<Record<string, unknown>>
  readonly where: string

  constructor(value: unknown, where: string) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(where, 'an object', value)
    this.values = value as Record<string, unknown>
    this.where = where
  }

  has(name: string): boolean {
    return Object.hasOwn(this.values, name)
  }

  fields(name: string): Fields {
    return new Fields(this.values[name], `${this.where}: ${name}`)
  }

  list(name: string): readonly unknown[] {
    const value = this.values[name]
    if (!Array.isArray(value)) throw wrong(`${this.where}: ${name}`, 'a list', value)
    return value
  }

  text(name: string): string {
    return asText(this.values[name], `${this.where}: ${name}`)
  }

  number(name: string): number {
    return asNumber(this.values[name], `${this.where}: ${name}`)
  }

  boolean(name: string): boolean {
    const value = this.values[name]
    if (typeof value !== 'boolean') throw wrong(`${this.where}: ${name}`, 'true or false', value)
    return value
  }

  texts(name: string): string[] {
    return this.list(name).map((value) => asText(value, `${this.where}: ${name}`))
  }

  numbers(name: string): number[] {
    return this.list(name).map((value) => asNumber(value, `${this.where}: ${name}`))
  }

  /** A list of lists of numbers, all of one length if `shape` is given. */
  matrix(name: string, shape?: readonly (readonly number[])[]): number[][] {
    const where = `${this.where}: ${name}`
    const matrix = this.list(name).map((row) => {
      if (!Array.isArray(row)) throw wrong(where, 'a list of lists', row)
      return row.map((value: unknown) => asNumber(value, where))
    })
    if (shape && (matrix.length !== shape.length || matrix.some((row, i) => row.length !== shape[i]!.length)))
      throw wrong(where, 'the shape of the other inputs', this.values[name])
    return matrix
  }

  records(name: string): StepRecord[] {
    return this.list(name).map((value, i) => {
      const row = new Fields(value, `${this.where}: ${name} ${i}`)
      const t = row.number('t')
      if (!Number.isInteger(t) || t < 0 || t > 0x7fffffff) throw wrong(`${row.where}: t`, 'a time index', t)
      return {
        uid: row.text('uid'),
        traj: row.text('traj'),
        t,
        obs: row.text('obs'),
        reward: row.number('reward'),
        valid: row.boolean('valid'),
      }
    })
  }
}

function asNumber(value: unknown, where: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw wrong(where, 'a finite number', value)
  return value
}

function asText(value: unknown, where: string): string {
  if (typeof value !== 'string') throw wrong(where, 'a text', value)
  return value
}

function wrong(where: string, wanted: string, received: unknown): GigpoError {
  const shown = JSON.stringify(received) ?? 'nothing'
  return new GigpoError(
    'data',
    `expected ${wanted}, received ${shown.length > 80 ? `${shown.slice(0, 80)}…` : shown}`,
    {
      where,
      remedy: 'compare the file with the description of golden files',
    },
  )
}
