// Samples batches of one group a task under its fixed policy, lets every method score the same batches, and compares with
// the exact advantages. All draws come from the seed by name: members, kinds and instances do not disturb each other.
import { algorithmDefaults, createCredit } from '@gigpo/algorithms'
import {
  type CreditQuality,
  creditQuality,
  generateTask,
  type SampledSteps,
  sampleBatch,
  solve,
  type TabularBatch,
  type TabularTask,
  type TaskKind,
  taskKinds,
  withValues,
} from '@gigpo/algorithms/testing'
import { fold, type RandomKey, rootKey } from '@gigpo/core'
import { type Method, methods } from './methods.ts'

export interface MeasureOptions {
  readonly seed: number
  /** Problems of each kind. */
  readonly instances: number
  /** Batches of each instance and group size. */
  readonly batches: number
  readonly members: readonly number[]
  /** Discounts of the truth. 1: what is won counts, however late. */
  readonly gammas: readonly number[]
}

export interface Measurement extends CreditQuality {
  readonly method: string
  readonly kind: TaskKind
  readonly instance: number
  readonly members: number
  /** Of the truth; the method keeps its own. */
  readonly gamma: number
}

export function measure(options: MeasureOptions): readonly Measurement[] {
  const out: Measurement[] = []
  for (let instance = 0; instance < options.instances; instance++) {
    const key = fold(rootKey(options.seed), 'credit-quality', instance)
    const tasks = taskKinds.map((kind) => generateTask(kind, key))
    for (const members of options.members) {
      const batches = Array.from({ length: options.batches }, (_, b) =>
        sampleBatch(tasks, members, fold(key, 'batch', members, b)),
      )
      const sampled = tasks.map((task, g) => {
        const steps = stepsOf(batches, members, g)
        return options.gammas.map((gamma) => ({ gamma, quality: creditQuality(task, solve(task, gamma), steps) }))
      })
      for (const method of methods) {
        const totals = scored(method, tasks, batches, fold(key, 'noise', members))
        for (const [g, kind] of taskKinds.entries()) {
          const estimate = ofGroup(batches, g, (b, row) => totals[b]![row]!)
          for (const { gamma, quality } of sampled[g]!)
            out.push({ method: method.label, kind, instance, members, gamma, ...quality(estimate) })
        }
      }
    }
  }
  return out
}

/** Advantages of every row of every batch. */
function scored(method: Method, tasks: readonly TabularTask[], batches: readonly TabularBatch[], key: RandomKey) {
  const credit = createCredit(method.options)
  const { criticNoise } = method
  if (criticNoise === null) return batches.map(({ rows }) => credit(rows).total)
  const { gamma = 1 } = { ...algorithmDefaults(method.options.name), ...method.options } as { readonly gamma?: number }
  const truths = tasks.map((task) => solve(task, gamma))
  return batches.map((batch, b) => credit(withValues(batch, truths, criticNoise, fold(key, b))).total)
}

function stepsOf(batches: readonly TabularBatch[], members: number, g: number): SampledSteps {
  const column = (of: (b: number, row: number) => number): Int32Array => Int32Array.from(ofGroup(batches, g, of))
  return {
    groups: batches.length,
    members,
    group: column((b) => b),
    t: column((b, row) => batches[b]!.rows.t[row]!),
    state: column((b, row) => batches[b]!.state[row]!),
    action: column((b, row) => batches[b]!.action[row]!),
  }
}

/** A number of each row of group g, batch after batch. */
function ofGroup(batches: readonly TabularBatch[], g: number, of: (b: number, row: number) => number): Float64Array {
  const out: number[] = []
  for (const [b, { rows }] of batches.entries())
    for (let row = 0; row < rows.size; row++) if (rows.group[row] === g) out.push(of(b, row))
  return Float64Array.from(out)
}
