// Whole panels: every task once, at each temperature. A panel is a fixed measuring stick: initial states depend on the
// task alone, and what is sampled on (root, panel, temperature, task), never on the iteration or on which episode ends
// first. The panel's digest in the report says which tasks were played.
import { type CreateAgent, type Episode, fold, type RandomKey, RandomStream, rootKey, type TaskSet } from '@gigpo/core'
import type { EpisodeRequest, Player } from '../rollout/executor.ts'
import type { Failure } from '../rollout/live-episode.ts'
import { playEpisodes } from '../rollout/play-episodes.ts'
import { type PanelResult, summarizePanel } from '../run-directory/index.ts'

/** A panel with its tasks, as the command line makes it from a configuration. */
export interface Panel {
  readonly name: string
  /** For the report: where the tasks come from. */
  readonly source: string
  readonly taskSet: TaskSet
  /** Temperatures to play at; 0 is greedy. */
  readonly temperature: readonly number[]
}

export interface EvaluateOptions {
  readonly engine: Player
  readonly createAgent: CreateAgent
  readonly maxTokens: number
  /** All randomness of the policy. */
  readonly root: RandomKey
  /** Episodes played in lockstep (default 256). The result does not depend on it. */
  readonly batch?: number
  readonly signal?: AbortSignal | undefined
  /** Episodes done of all episodes of the panel. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

export interface PanelEvaluation {
  /** One result a temperature. */
  readonly results: readonly PanelResult[]
  /** Environments that failed; their tasks count as not solved. */
  readonly failures: readonly Failure[]
}

/** @throws GigpoError `interrupted` when the signal is aborted. */
export async function evaluatePanel(panel: Panel, options: EvaluateOptions): Promise<PanelEvaluation> {
  const { taskSet, temperature: temperatures } = panel
  const results: PanelResult[] = []
  const failures: Failure[] = []
  const total = taskSet.size * temperatures.length
  for (const [round, temperature] of temperatures.entries()) {
    const episodes: Episode[] = []
    const batch = options.batch ?? 256
    for (let start = 0; start < taskSet.size; start += batch) {
      const count = Math.min(batch, taskSet.size - start)
      const requests = Array.from({ length: count }, (_, i) =>
        panelRequest(panel, temperature, start + i, options.root),
      )
      const before = round * taskSet.size + start
      const played = await playEpisodes(requests, {
        ...options,
        taskSet,
        temperature,
        topP: 1,
        onRound: (live) => options.onProgress?.(before + count - live, total),
      })
      episodes.push(...played.episodes)
      failures.push(...played.failures)
    }
    results.push(toResult(panel, temperature, episodes))
  }
  return { results, failures }
}

function panelRequest(panel: Panel, temperature: number, index: number, root: RandomKey): EpisodeRequest {
  const { taskSet, name } = panel
  const task = taskSet.task(index)
  const seed = new RandomStream(fold(rootKey(0), 'panel', taskSet.name, taskSet.split, index)).uint32()
  return {
    id: `${name}.${temperature}.${index}`,
    task,
    member: 0,
    seed,
    key: fold(root, 'panel', name, String(temperature), index),
  }
}

function toResult(panel: Panel, temperature: number, episodes: readonly Episode[]): PanelResult {
  const { name, source, taskSet } = panel
  return summarizePanel({
    panel: name,
    temperature,
    source,
    split: taskSet.split,
    digest: taskSet.digest,
    tasks: episodes.map((episode) => ({
      id: episode.task.id,
      type: episode.task.type,
      success: episode.success,
      return: episode.return,
      steps: episode.steps.length,
      stop: episode.stop,
      ...scoreOf(episode),
    })),
  })
}

/** What the last transition said of the whole episode. */
function scoreOf({ steps }: Episode): { readonly score?: number } {
  const score = steps.at(-1)?.info?.task_score
  return typeof score === 'number' ? { score } : {}
}
