// The complete runs of a study as the report needs them, read from their directories and nothing else.
import { type RunRecord, readRunRecord } from '../compare/run-record.ts'
import { type Metrics, readEvents, readMetrics, readRunConfig, type StoredRunEvent } from '../run-directory/index.ts'
import type { PlannedRun, StudyPlan } from './plan-study.ts'
import { type RunStatus, runStatus } from './run-status.ts'

export interface CompleteRun {
  readonly planned: PlannedRun
  readonly record: RunRecord
  readonly metrics: readonly Metrics[]
  readonly events: readonly StoredRunEvent[]
  /** What the run recorded of itself beside its configuration. */
  readonly facts: Readonly<Record<string, unknown>>
}

export interface StudyRuns {
  readonly statuses: readonly (RunStatus & { readonly planned: PlannedRun })[]
  /** By variant, in order of the study, seeds in theirs. */
  readonly complete: ReadonlyMap<string, readonly CompleteRun[]>
}

/** @throws GigpoError `data` for a run of another configuration or a damaged one. */
export function readStudyRuns({ study, runs }: StudyPlan): StudyRuns {
  const statuses = runs.map((planned) => ({ planned, ...runStatus(planned) }))
  const complete = study.variants.map(({ name }) => {
    const own = statuses.filter(({ planned, state }) => planned.variant === name && state === 'complete')
    return [name, own.map(({ planned }) => readCompleteRun(planned))] as const
  })
  return { statuses, complete: new Map(complete) }
}

function readCompleteRun(planned: PlannedRun): CompleteRun {
  const { directory } = planned
  return {
    planned,
    record: readRunRecord(directory),
    metrics: readMetrics(directory),
    events: readEvents(directory),
    facts: readRunConfig(directory).facts,
  }
}
