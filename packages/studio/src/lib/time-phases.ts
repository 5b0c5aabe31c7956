// What an iteration's seconds went into, as parts that add up. Some metrics are parts of others (see docs/metrics.md): the
// rollout holds the environments and the sampling, training holds the credit, the critic and the updates. What a whole has
// beyond its parts is shown as the rest of it, never dropped.
import type { MetricColumns } from '../api/contract.ts'

export interface Phase {
  readonly name: string
  /** Seconds in each iteration. */
  readonly seconds: readonly number[]
}

export const phaseMetrics: readonly string[] = [
  'time/step',
  'time/rollout',
  'time/env',
  'time/sample',
  'time/train',
  'time/update',
  'time/credit',
  'time/critic',
  'time/store',
]

const wholes = [
  {
    whole: 'time/rollout',
    rest: 'rollout, other',
    parts: [
      ['time/sample', 'sampling'],
      ['time/env', 'environments'],
    ],
  },
  {
    whole: 'time/train',
    rest: 'training, other',
    parts: [
      ['time/update', 'updates'],
      ['time/critic', 'critic'],
      ['time/credit', 'credit'],
    ],
  },
  { whole: 'time/store', rest: 'storing', parts: [] },
] as const

/** Phases that take no time in any iteration are left out. */
export function timePhases(columns: MetricColumns): Phase[] {
  const seconds = (name: string, index: number): number => columns.values[name]?.[index] ?? 0
  const count = columns.iteration.length
  const column = (at: (index: number) => number): number[] =>
    Array.from({ length: count }, (_, index) => Math.max(0, at(index)))
  const phases: Phase[] = []
  for (const { whole, parts, rest } of wholes) {
    for (const [name, title] of parts) phases.push({ name: title, seconds: column((index) => seconds(name, index)) })
    const inParts = (index: number): number => parts.reduce((sum, [name]) => sum + seconds(name, index), 0)
    phases.push({ name: rest, seconds: column((index) => seconds(whole, index) - inParts(index)) })
  }
  const inWholes = (index: number): number => wholes.reduce((sum, { whole }) => sum + seconds(whole, index), 0)
  phases.push({ name: 'other', seconds: column((index) => seconds('time/step', index) - inWholes(index)) })
  return phases.filter((phase) => phase.seconds.some((value) => value > 1e-6))
}
