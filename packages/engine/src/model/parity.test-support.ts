// How parity tests run the graphs on ragged rows and compare with what PyTorch computed. Batches are padded at both ends on
// purpose: padding must change nothing.
import type { LossSpec } from '@gigpo/core'
import { expect } from 'vitest'
import { globalNorm } from '../optimizer/adamw.ts'
import { compile } from '../session/session.ts'
import { padRows, type ReferenceModel, type Row, type Summary } from './reference-fixture.test-support.ts'
import { buildPrefillGraph } from './sampling-graphs.ts'
import { buildTrainingGraph } from './training-graph.ts'

const RELATIVE = 1e-4

type Outputs = Record<string, Float32Array>

interface TrainingOptions {
  readonly loss?: LossSpec
  readonly gradients?: boolean
  readonly extraPrompt?: number
  readonly extraCompletion?: number
}

export async function runTraining(
  model: ReferenceModel,
  rows: readonly Row[],
  options: TrainingOptions = {},
): Promise<{ outputs: Outputs; completionLength: number }> {
  const { loss = { kind: 'cross-entropy' }, gradients = false, extraPrompt = 3, extraCompletion = 2 } = options
  const promptLength = Math.max(...rows.map((row) => row.prompt.length)) + extraPrompt
  const completionLength = Math.max(...rows.map((row) => row.completion.length)) + extraCompletion
  const bucket = { batch: rows.length, promptLength, completionLength, loss, gradients }
  const session = await compile(buildTrainingGraph(model.config, bucket, model.graphWeights))
  const outputs = await session.run({ ...model.weights, ...padRows(rows, promptLength, completionLength, 5) })
  await session.release()
  return { outputs, completionLength }
}

export async function lastLogits(model: ReferenceModel, prompts: readonly (readonly number[])[]): Promise<number[][]> {
  const promptLength = Math.max(...prompts.map((prompt) => prompt.length)) + 2
  const session = await compile(
    buildPrefillGraph(model.config, { batch: prompts.length, promptLength }, model.graphWeights),
  )
  const rows = prompts.map((prompt) => ({ prompt, completion: [0] }))
  const { logits } = await session.run({ ...model.weights, ...padRows(rows, promptLength, 1, 7) })
  await session.release()
  const width = model.config.vocabularySize
  return prompts.map((_, i) => [...logits!.subarray(i * width, (i + 1) * width)])
}

/** Differences are measured against the largest magnitude of the expected values. */
export function expectClose(
  actual: ArrayLike<number>,
  expected: readonly number[],
  tolerance: number = RELATIVE,
): void {
  const size = Math.max(...expected.map(Math.abs), 1e-6)
  const difference = expected.reduce((worst, value, i) => Math.max(worst, Math.abs(actual[i]! - value)), 0)
  expect(actual.length).toBeGreaterThanOrEqual(expected.length)
  expect(difference / size).toBeLessThan(tolerance)
}

export function expectSummary(actual: Float32Array, summary: Summary, tolerance: number = RELATIVE): void {
  const size = summary.norm / Math.sqrt(actual.length)
  expect(Math.abs(globalNorm([actual]) - summary.norm) / summary.norm).toBeLessThan(tolerance)
  // A sum of n terms of either sign carries the rounding of all of them.
  const sum = actual.reduce((total, value) => total + value, 0)
  expect(Math.abs(sum - summary.sum)).toBeLessThan(tolerance * Math.max(summary.norm * Math.sqrt(actual.length), 1))
  const listed = summary.values ?? [...summary.first!, ...summary.at_values!]
  const at = summary.values?.map((_, i) => i) ?? [...summary.first!.keys(), ...summary.at!]
  const worst = Math.max(...at.map((index, i) => Math.abs(actual[index]! - listed[i]!)))
  expect(worst / Math.max(size, ...listed.map(Math.abs))).toBeLessThan(tolerance)
}

/** The reference's masked batch as rows: the prompt ends where the first masked token begins. */
export function maskedRows(
  batch: { input_ids: readonly (readonly number[])[]; attention_mask: readonly (readonly number[])[] },
  mask: readonly (readonly number[])[],
  columns: (i: number, from: number, to: number) => Partial<Row> = () => ({}),
): Row[] {
  const total = mask.flat().reduce((sum, value) => sum + value, 0)
  return batch.input_ids.map((ids, i) => {
    const [from, to] = [mask[i]!.indexOf(1), batch.attention_mask[i]!.lastIndexOf(1) + 1]
    const weights = mask[i]!.slice(from, to).map((value) => value / total)
    return { prompt: ids.slice(0, from), completion: ids.slice(from, to), weights, ...columns(i, from, to) }
  })
}
