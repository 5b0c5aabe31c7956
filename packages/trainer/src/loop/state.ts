// What a checkpoint holds besides the engine's files. Everything random is keyed, so these numbers are all there is to
// resume: where the data stands, where the schedule stands, and what was best.
import { GigpoError } from '@gigpo/core'
import { z } from 'zod'
import { type GuardState, guardStateSchema } from './guard.ts'

export interface LoopState {
  /** Iterations done. */
  readonly iteration: number
  /** Position of the next task in the task order. */
  readonly position: number
  /** Optimiser steps done since the start of RL. */
  readonly updates: number
  /** Environment steps played in training, dropped groups included. */
  readonly environmentSteps: number
  readonly episodes: number
  /** The iteration last evaluated; −1 before the first. */
  readonly evaluated: number
  /** Environment steps at that evaluation; absent: 0. Kept only by a run with a budget. */
  readonly evaluatedAt?: number
  /** Best success on the tuning panel so far and its iteration. */
  readonly best: { readonly iteration: number; readonly success: number } | null
  /** Kept only by a run with a guard. */
  readonly guard?: GuardState
}

const count = z.int().min(0)
const schema: z.ZodType<LoopState> = z.object({
  iteration: count,
  position: count,
  updates: count,
  environmentSteps: count,
  episodes: count,
  evaluated: z.int().min(-1),
  evaluatedAt: count.exactOptional(),
  best: z.object({ iteration: count, success: z.number().min(0).max(1) }).nullable(),
  guard: guardStateSchema.exactOptional(),
})

export const initialState: LoopState = {
  iteration: 0,
  position: 0,
  updates: 0,
  environmentSteps: 0,
  episodes: 0,
  evaluated: -1,
  best: null,
}

/** @throws GigpoError `checkpoint`. */
export function parseState(value: unknown, where: string): LoopState {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw new GigpoError('checkpoint', `the trainer's state is damaged: ${result.error.issues[0]?.message}`, { where })
}
