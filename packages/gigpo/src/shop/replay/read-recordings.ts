// Episodes to look at again: the lines of a run's episodes/<iteration>.jsonl, or script lines {"task", "actions"} as
// `gigpo play --script` takes. Both give a task and actions; what else was recorded is kept beside each action.
import { GigpoError } from '@gigpo/core'
import { parseEpisodes } from '@gigpo/trainer'

export interface RecordedStep {
  readonly action: string
  /** What the agent saw before acting; empty where it was not recorded. */
  readonly observation: string
  readonly thought?: string | undefined
  readonly reward?: number
  readonly advantage?: { readonly episode: number; readonly step: number; readonly total: number } | undefined
}

export interface Recording {
  readonly task: string
  /** `group 3, member 2`, or the line of the file. */
  readonly name: string
  readonly steps: readonly RecordedStep[]
}

/** @throws GigpoError `data` for a file that holds neither. */
export function readRecordings(text: string, where: string): Recording[] {
  const first = text.split('\n').find((line) => line.trim() !== '')
  if (first === undefined) throw new GigpoError('data', 'there is no episode in the file', { where })
  return isScript(first) ? readScript(text, where) : readEpisodes(text, where)
}

function isScript(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && 'actions' in value
  } catch {
    return false
  }
}

function readEpisodes(text: string, where: string): Recording[] {
  return parseEpisodes(text, where).map(({ task, group, member, steps }) => ({
    task: task.id,
    name: `group ${group}, member ${member}`,
    steps: steps.map(({ action, observation, thought, reward, advantage }) => ({
      action,
      observation,
      thought,
      reward,
      advantage: advantage ?? undefined,
    })),
  }))
}

function readScript(text: string, where: string): Recording[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return []
    const { task, actions } = scriptLine(line, `${where}:${index + 1}`)
    const steps = actions.map((action) => ({ action, observation: '' }))
    return [{ task, name: `line ${index + 1}`, steps }]
  })
}

function scriptLine(line: string, where: string): { task: string; actions: readonly string[] } {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (cause) {
    throw new GigpoError('data', 'not a line of JSON', { where, cause })
  }
  const { task, actions } = (value ?? {}) as { task?: unknown; actions?: unknown }
  const id = typeof task === 'number' ? String(task) : task
  if (typeof id !== 'string' || !Array.isArray(actions) || !actions.every((a): a is string => typeof a === 'string'))
    throw new GigpoError('data', `expected {"task": …, "actions": […]}, received ${line.slice(0, 80)}`, { where })
  return { task: id, actions }
}
