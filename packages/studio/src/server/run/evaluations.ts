// eval/<iteration>.json: the panels of an evaluation with every task's outcome. The files are never changed, so a summary
// of each is kept and only new files are read; outcomes are read again when a page asks for them.
import { join } from 'node:path'
import { z } from 'zod'
import type { Damage, PanelOutcomes, PanelSummary } from '../../api/contract.ts'
import { type Fence, type FileState, readWithin, sameState } from '../files/fence.ts'
import { numbered } from '../files/numbered.ts'

const outcome = z.object({
  id: z.string(),
  type: z.string().catch(''),
  success: z.boolean(),
  return: z.number(),
  steps: z.int().min(0),
  stop: z.enum(['terminated', 'truncated', 'context-length', 'error']),
  score: z.number().exactOptional(),
})
const report = z.object({
  iteration: z.int().min(0),
  environmentSteps: z.number(),
  panels: z.array(
    z.object({
      panel: z.string(),
      temperature: z.number(),
      source: z.string().catch(''),
      split: z.string().catch(''),
      digest: z.string().catch(''),
      success: z.number(),
      interval: z.tuple([z.number(), z.number()]),
      tasks: z.array(outcome),
    }),
  ),
})

export interface Evaluations {
  /** Whether anything has changed. */
  refresh(): boolean
  /** The latest of every panel and temperature, in order of appearance. */
  readonly latest: readonly PanelSummary[]
  readonly damages: readonly Damage[]
  /** Everything, in order of iteration. */
  outcomes(): PanelOutcomes[]
}

interface Kept {
  readonly state: FileState | undefined
  readonly panels: readonly PanelSummary[]
  readonly damage?: Damage
}

export function createEvaluations(fence: Fence, directory: string): Evaluations {
  const kept = new Map<number, Kept>()
  const pathOf = (iteration: number): string => join(directory, 'eval', `${iteration}.json`)
  const read = (iteration: number): PanelOutcomes[] => toOutcomes(readWithin(fence, pathOf(iteration)) ?? '')
  const keep = (iteration: number, state: FileState | undefined): Kept => {
    try {
      return {
        state,
        panels: read(iteration).map(({ source: _s, split: _p, environmentSteps: _e, outcomes: _o, ...p }) => p),
      }
    } catch (error) {
      return { state, panels: [], damage: { file: `eval/${iteration}.json`, reason: reasonOf(error) } }
    }
  }
  return {
    refresh: () => {
      const there = numbered(fence.list(join(directory, 'eval')), '.json')
      let changed = false
      for (const iteration of kept.keys()) {
        if (!there.includes(iteration)) changed = kept.delete(iteration)
      }
      for (const iteration of there) {
        const state = fence.state(pathOf(iteration))
        const before = kept.get(iteration)
        if (before !== undefined && sameState(before.state, state)) continue
        kept.set(iteration, keep(iteration, state))
        changed = true
      }
      return changed
    },
    get latest() {
      const latest = new Map<string, PanelSummary>()
      for (const [, { panels }] of inOrder(kept)) {
        for (const panel of panels) latest.set(JSON.stringify([panel.panel, panel.temperature]), panel)
      }
      return [...latest.values()]
    },
    get damages() {
      return inOrder(kept).flatMap(([, { damage }]) => damage ?? [])
    },
    outcomes: () =>
      inOrder(kept).flatMap(([iteration, { damage }]) => (damage === undefined ? tryRead(read, iteration) : [])),
  }
}

/** A file may have gone, or been replaced, since it was listed. */
function tryRead(read: (iteration: number) => PanelOutcomes[], iteration: number): PanelOutcomes[] {
  try {
    return read(iteration)
  } catch {
    return []
  }
}

function toOutcomes(text: string): PanelOutcomes[] {
  const { iteration, environmentSteps, panels } = report.parse(JSON.parse(text))
  return panels.map(({ tasks, ...facts }) => ({
    ...facts,
    iteration,
    environmentSteps,
    tasks: tasks.length,
    outcomes: tasks,
  }))
}

function inOrder(kept: ReadonlyMap<number, Kept>): (readonly [number, Kept])[] {
  return [...kept].sort(([a], [b]) => a - b)
}

function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError) return `${error.issues[0]?.path.join('.')}: ${error.issues[0]?.message}`
  return error instanceof Error && !(error instanceof SyntaxError) ? error.message : 'this is not JSON'
}
