// The inputs of the model as a form, a command line and an address know them: name, label, unit, bounds. One table, so that
// all three accept and refuse the same.
import { GigpoError, nearest } from '@gigpo/core'
import type { ValueInputs } from './value-model.ts'

export type InputName = keyof ValueInputs

export interface InputField {
  readonly name: InputName
  readonly label: string
  /** What one is of; `share` is typed as a fraction and shown in percent. */
  readonly unit: 'tasks' | 'minutes' | 'money' | 'share'
  readonly help: string
  readonly max: number
}

const money = { unit: 'money', max: 1e12 } as const
const minutes = { unit: 'minutes', max: 1e6 } as const

export const inputFields: readonly InputField[] = [
  {
    name: 'tasksPerMonth',
    label: 'Tasks a month',
    unit: 'tasks',
    help: 'Tasks of this kind that arrive, whoever does them.',
    max: 1e12,
  },
  { name: 'minutesPerTask', label: 'Minutes a task', help: 'What a person needs for one.', ...minutes },
  {
    name: 'personCostPerHour',
    label: 'Cost of an hour',
    help: 'What a person’s hour costs the employer, benefits included.',
    ...money,
  },
  {
    name: 'shareToAgent',
    label: 'Share for the agent',
    unit: 'share',
    help: 'Of the tasks, those the agent does first.',
    max: 1,
  },
  {
    name: 'reviewMinutesPerTask',
    label: 'Review minutes a task',
    help: 'A person’s time on each result of the agent, right or wrong.',
    ...minutes,
  },
  { name: 'failureCost', label: 'Cost of a failure', help: 'Besides review and doing the task again.', ...money },
  { name: 'inferenceCostPerTask', label: 'Inference a task', help: 'Running the model for one task.', ...money },
  {
    name: 'runningCostPerMonth',
    label: 'Running cost a month',
    help: 'Hosting, monitoring, re-training.',
    ...money,
  },
  { name: 'trainingCost', label: 'One-off cost', help: 'Training, environment and integration.', ...money },
]

export const inputNames: readonly InputName[] = inputFields.map((field) => field.name)

export function fieldOf(name: InputName): InputField {
  return inputFields.find((field) => field.name === name)!
}

/** @throws GigpoError `usage` with the nearest name, or with the bounds. */
export function parseInput(name: string, text: string): [InputName, number] {
  const field = inputFields.find((candidate) => candidate.name === name)
  if (field === undefined) throw unknownInput(name)
  const value = text.trim() === '' ? Number.NaN : Number(text)
  if (!(value >= 0 && value <= field.max)) {
    const range = field.unit === 'share' ? 'a fraction from 0 to 1' : 'a number that is not negative'
    throw new GigpoError('usage', `expected ${range}, received "${text}"`, { where: name, remedy: field.help })
  }
  return [field.name, value]
}

function unknownInput(name: string): GigpoError {
  if (/^success/i.test(name)) {
    return new GigpoError('usage', 'a success rate is measured, not typed', {
      where: name,
      remedy: 'Name a run that has an evaluation; --panel and --temperature choose which.',
    })
  }
  const near = nearest(name, inputNames)
  return new GigpoError('usage', `there is no input of this name${near === undefined ? '' : `; ${near}?`}`, {
    where: name,
    remedy: `One of ${inputNames.join(', ')}.`,
  })
}
