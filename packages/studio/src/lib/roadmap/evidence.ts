// What the checks read of a folder of runs: the project's run with all its evaluations, and of the others what their latest
// evaluations said. The command line fills it from files, the page from the studio's server.
import { z } from 'zod/mini'
import type { PanelSummary } from '../../api/contract.ts'

export interface RunEvidence {
  /** The run's id: its path below the folder. */
  readonly run: string
  readonly seed: number
  /** Equal for runs that differ in nothing but seed and name. */
  readonly digest: string
  readonly panels: readonly PanelSummary[]
}

export interface ProjectEvidence extends RunEvidence {
  /** The resolved configuration with its `recorded` block. */
  readonly config: Readonly<Record<string, unknown>>
}

export interface Evidence {
  /** Null: no run is named, or it is not there. */
  readonly project: ProjectEvidence | null
  readonly others: readonly RunEvidence[]
}

interface TaskSetFacts {
  readonly name: string
  readonly split: string
  readonly size: number
  readonly digest: string
}

/** The parts of a run's config.yaml that gates ask for. */
export interface ConfigFacts {
  readonly guard?: Readonly<Record<string, unknown>> | undefined
  readonly model: { readonly path: string | null }
  readonly evaluation: { readonly selectBest: string | null }
  readonly recorded: {
    readonly facts: {
      readonly tasks?: TaskSetFacts | undefined
      readonly demonstrations?: TaskSetFacts | undefined
      readonly panels?: Readonly<Record<string, TaskSetFacts>> | undefined
    }
  }
}

const taskSet = z.object({ name: z.string(), split: z.string(), size: z.number(), digest: z.string() })

const configSchema: z.ZodMiniType<ConfigFacts> = z.object({
  guard: z.optional(z.record(z.string(), z.unknown())),
  model: z.object({ path: z.nullable(z.string()) }),
  evaluation: z.object({ selectBest: z.nullable(z.string()) }),
  recorded: z.object({
    facts: z.object({
      tasks: z.optional(taskSet),
      demonstrations: z.optional(taskSet),
      panels: z.optional(z.record(z.string(), taskSet)),
    }),
  }),
})

/** Undefined where config.yaml is not one of a run; nothing is then known about it. */
export function configFacts(project: ProjectEvidence): ConfigFacts | undefined {
  const parsed = configSchema.safeParse(project.config)
  return parsed.success ? parsed.data : undefined
}

/** The latest evaluation of every panel and temperature. */
export function latestPanels(panels: readonly PanelSummary[]): PanelSummary[] {
  const latest = new Map<string, PanelSummary>()
  for (const summary of panels) {
    const key = JSON.stringify([summary.panel, summary.temperature])
    if (summary.iteration >= (latest.get(key)?.iteration ?? 0)) latest.set(key, summary)
  }
  return [...latest.values()]
}
