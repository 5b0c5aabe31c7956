// One line of metrics.jsonl: the iteration and numbers under slash-separated names. Two runs of one configuration agree in
// every byte except the keys that depend on the clock, which all start with `time/`, `perf/` or `executor/`.
import { GigpoError } from '@gigpo/core'
import { z } from 'zod'
import type { JsonLine } from './json-lines.ts'

export interface Metrics {
  /** 1-based: the line describes this iteration's rollout and update. */
  readonly iteration: number
  /** null where a number was not finite. */
  readonly [name: string]: number | null
}

const schema = z.looseObject({ iteration: z.int().min(0) }).catchall(z.number().nullable())

/** Whether a metric depends on the clock, and so differs between two runs of one configuration. */
export function isWallClockMetric(name: string): boolean {
  return ['time/', 'perf/', 'executor/'].some((group) => name.startsWith(group))
}

/** The line without its newline: iteration first, then names in code-point order. */
export function metricsLine(metrics: Metrics): string {
  const names = Object.keys(metrics).filter((name) => name !== 'iteration')
  const values = names.sort().map((name) => [name, metrics[name]])
  return JSON.stringify({ iteration: metrics.iteration, ...Object.fromEntries(values) })
}

/** @throws GigpoError `data`. */
export function parseMetrics({ value, line }: JsonLine, where: string): Metrics {
  const result = schema.safeParse(value)
  if (result.success) return result.data as Metrics
  throw new GigpoError('data', `line ${line} is not a line of metrics: ${result.error.issues[0]?.message}`, { where })
}
