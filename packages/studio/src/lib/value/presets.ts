// Starting numbers for common kinds of work, each with the range it may lie in and where it comes from. What could not be
// traced to a publication is an assumption and says so: a preset is a place to begin, never evidence about your work.
import { GigpoError, nearest } from '@gigpo/core'
import { type InputName, inputNames } from './input-fields.ts'
import { invoiceMinutes, serviceDeskMinutes, supportMinutes } from './preset-minutes.ts'
import { bookkeeping, customerService, helpDesk, officeWork } from './preset-wages.ts'
import { assumed, type SourcedNumber } from './sources.ts'
import type { ValueInputs } from './value-model.ts'

export interface Preset {
  readonly name: string
  readonly title: string
  /** What one task is. */
  readonly task: string
  readonly numbers: Readonly<Record<InputName, SourcedNumber>>
}

/** Volumes and costs that are no publication's: every organisation knows its own. */
const common = {
  inferenceCostPerTask: assumed(0.05, 0.01, 0.25, 'a few thousand tokens of a small model; see your own bill'),
  runningCostPerMonth: assumed(500, 250, 1500, 'one small machine, and a few hours a month of looking after it'),
}
const volume = (tasks: number) => assumed(tasks, tasks * 0.8, tasks * 1.2, 'replace it by your own count')
const share = assumed(0.5, 0.3, 0.7, 'the routine half; the rest never reaches the agent')

export const presets: readonly Preset[] = [
  {
    name: 'support-tickets',
    title: 'Customer support tickets',
    task: 'answer and close one routine ticket',
    numbers: {
      tasksPerMonth: volume(5000),
      minutesPerTask: supportMinutes,
      personCostPerHour: customerService,
      shareToAgent: share,
      reviewMinutesPerTask: assumed(1, 0.5, 2, 'reading one answer before it is sent'),
      failureCost: assumed(5, 2, 15, 'an apology, a second contact, now and then a lost customer'),
      ...common,
      trainingCost: assumed(15_000, 8000, 30_000, 'an environment of your ticket system, training, integration'),
    },
  },
  {
    name: 'product-search',
    title: 'E-commerce: product search and catalogue curation',
    task: 'find the product that meets a request, or correct one catalogue entry',
    numbers: {
      tasksPerMonth: volume(8000),
      minutesPerTask: assumed(5, 3, 8, 'search, compare a few products, set the options'),
      personCostPerHour: officeWork,
      shareToAgent: assumed(0.6, 0.4, 0.8, 'most entries are routine'),
      reviewMinutesPerTask: assumed(0.5, 0.25, 1, 'a look at one entry beside its request'),
      failureCost: assumed(4, 1, 10, 'a wrong entry that a customer meets, or a return'),
      ...common,
      trainingCost: assumed(15_000, 8000, 30_000, 'an environment of your shop, training, integration'),
    },
  },
  {
    name: 'invoices',
    title: 'Invoice processing and data entry',
    task: 'enter, match and code one supplier invoice',
    numbers: {
      tasksPerMonth: volume(3000),
      minutesPerTask: invoiceMinutes,
      personCostPerHour: bookkeeping,
      shareToAgent: share,
      reviewMinutesPerTask: assumed(2, 1, 4, 'comparing the entry with the document'),
      failureCost: assumed(25, 10, 60, 'a late or wrong payment, and the letters about it'),
      ...common,
      trainingCost: assumed(20_000, 10_000, 40_000, 'an environment of your ledger, training, integration'),
    },
  },
  {
    name: 'service-desk',
    title: 'IT service desk',
    task: 'resolve one first-level ticket',
    numbers: {
      tasksPerMonth: volume(2500),
      minutesPerTask: serviceDeskMinutes,
      personCostPerHour: helpDesk,
      shareToAgent: assumed(0.4, 0.2, 0.6, 'what is first-level and routine'),
      reviewMinutesPerTask: assumed(1, 0.5, 3, 'reading what the agent did'),
      failureCost: assumed(12, 5, 40, 'an employee who waits longer'),
      ...common,
      trainingCost: assumed(20_000, 10_000, 40_000, 'an environment of your systems, training, integration'),
    },
  },
  {
    name: 'document-search',
    title: 'Questions answered from documents',
    task: 'find the facts in several documents and write the answer',
    numbers: {
      tasksPerMonth: volume(1500),
      minutesPerTask: assumed(15, 8, 25, 'two or three searches, reading, an answer with its sources'),
      personCostPerHour: officeWork,
      shareToAgent: share,
      reviewMinutesPerTask: assumed(3, 1, 5, 'opening the sources that are named'),
      failureCost: assumed(20, 5, 60, 'work that was built on a wrong answer'),
      ...common,
      trainingCost: assumed(15_000, 8000, 30_000, 'an index and an environment, training, integration'),
    },
  },
]

/** @throws GigpoError `usage` with the nearest name. */
export function findPreset(name: string): Preset {
  const found = presets.find((preset) => preset.name === name)
  if (found !== undefined) return found
  const names = presets.map((preset) => preset.name)
  const near = nearest(name, names)
  throw new GigpoError('usage', `there is no preset "${name}"${near === undefined ? '' : `; ${near}?`}`, {
    remedy: `One of ${names.join(', ')}.`,
  })
}

export function presetInputs(preset: Preset): ValueInputs {
  return Object.fromEntries(inputNames.map((name) => [name, preset.numbers[name].value])) as unknown as ValueInputs
}
