// Every episode a tabular task can have, with its probability: expectations without sampling.
import type { TabularEpisode, TabularStep } from './tabular-rollout.ts'
import type { TabularTask } from './tabular-task.ts'

export interface WeightedEpisode {
  readonly episode: TabularEpisode
  readonly probability: number
}

export function everyEpisode({ states, horizon }: TabularTask): readonly WeightedEpisode[] {
  const out: WeightedEpisode[] = []
  const walk = (steps: readonly TabularStep[], state: number, probability: number): void => {
    if (steps.length === horizon || states[state]!.end !== null) {
      out.push({ episode: { steps, final: state }, probability })
      return
    }
    for (const [action, { probability: chosen, outcomes }] of states[state]!.actions.entries())
      for (const { next, reward, probability: led } of outcomes)
        walk([...steps, { state, action, reward }], next, probability * chosen * led)
  }
  walk([], 0, 1)
  return out
}
