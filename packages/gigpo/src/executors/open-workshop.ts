// What a worker, wherever it runs, needs to play a run's episodes: the tasks and the agent that the run's recipe names. The
// digest says whether they are the same tasks.
import { type CreateAgent, GigpoError, type TaskSet } from '@gigpo/core'
import { gigpoHome, type RunConfig } from '@gigpo/trainer'
import { createAgentOf, environmentKind } from '../registry/environments.ts'

/** Plain data. */
export interface WorkshopPlan extends Pick<RunConfig, 'environment' | 'agent'> {
  /** Of the task set. */
  readonly digest: string
}

export interface Workshop {
  readonly taskSet: TaskSet
  readonly createAgent: CreateAgent
}

/** @throws GigpoError `config`, `missing-data`, or `data` where the tasks here are others. */
export function openWorkshop({ environment, agent, digest }: WorkshopPlan): Workshop {
  const taskSet = environmentKind(environment.name).createTaskSet(environment, environment, gigpoHome())
  if (taskSet.digest !== digest) {
    throw new GigpoError('data', `the tasks here have the digest ${taskSet.digest}, those of the run ${digest}`, {
      where: `${taskSet.name}, ${taskSet.split}`,
      remedy: 'import the same data here, and use the same version of gigpo',
    })
  }
  return { taskSet, createAgent: createAgentOf(environment.name, agent) }
}
