// A study: one recipe, changed in named ways, under several seeds, with one budget of environment steps for all. This file
// is the format of the YAML file and its checks; what to run follows from it (plan-study.ts).
import { GigpoError, nearest } from '@gigpo/core'
import { z } from 'zod'
import { parseRecipe } from '../config/resolve.ts'
import type { BudgetConfig } from '../config/run-config.ts'

interface Variant {
  readonly name: string
  /** `key=value` texts, as after `--set`. */
  readonly overrides: readonly string[]
}

export interface Study {
  readonly name: string
  /** Asked by the study, printed above its report; null: none. */
  readonly question: string | null
  /** A bundled recipe's name, or a path. */
  readonly recipe: string
  readonly budget: BudgetConfig
  readonly seeds: readonly number[]
  /** The variant that all others are compared with. */
  readonly baseline: string
  readonly variants: readonly Variant[]
  /** Overrides of every variant, before its own. */
  readonly overrides: readonly string[]
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9_.+-]*$/
const name = z.string().regex(NAME).max(80)
const count = z.int().min(1)
const overrides = z.record(z.string().min(1), z.unknown())

const schema = z.strictObject({
  name,
  question: z.string().min(1).nullable().default(null),
  recipe: z.string().min(1),
  set: overrides.default({}),
  budget: z.strictObject({ environmentSteps: count, evaluations: count.default(4) }),
  seeds: z.union([count.max(1000), z.array(z.int()).min(1)]),
  baseline: name.exactOptional(),
  variants: z.record(name, overrides.nullable()),
})

/** Fields that a study decides for all of its runs. */
const RESERVED = ['seed', 'name', 'budget', 'iterations']

/** @throws GigpoError `config` naming the field. */
export function parseStudy(text: string, where: string): Study {
  const value = parseRecipe(text, where)
  const result = schema.safeParse(value)
  if (!result.success) throw studyError(result.error.issues, where)
  const { set, variants, seeds, baseline, ...facts } = result.data
  const fail = (message: string, remedy?: string): never => {
    throw new GigpoError('config', message, { where, ...(remedy === undefined ? {} : { remedy }) })
  }
  const names = Object.keys(variants)
  const first =
    names[0] ?? fail('variants: expected at least one variant', 'name one, for example variants: { gigpo: {} }')
  const chosen = baseline ?? first
  if (!names.includes(chosen)) {
    const near = nearest(chosen, names)
    fail(`baseline: no variant is named "${chosen}"`, near === undefined ? undefined : `did you mean ${near}?`)
  }
  const list = typeof seeds === 'number' ? Array.from({ length: seeds }, (_, index) => index + 1) : seeds
  if (new Set(list).size !== list.length) fail(`seeds: expected different seeds, received ${list.join(', ')}`)
  const toTexts = (values: Record<string, unknown>, place: string): string[] => {
    for (const key of Object.keys(values)) {
      if (RESERVED.includes(key.split('.')[0]!)) {
        fail(`${place}.${key}: the study decides this for all runs`, 'use seeds and budget of the study')
      }
    }
    return Object.entries(values).map(([key, each]) => `${key}=${JSON.stringify(each)}`)
  }
  return {
    ...facts,
    seeds: list,
    baseline: chosen,
    overrides: toTexts(set, 'set'),
    variants: names.map((each) => ({ name: each, overrides: toTexts(variants[each] ?? {}, `variants.${each}`) })),
  }
}

function studyError(issues: readonly z.core.$ZodIssue[], where: string): GigpoError {
  const lines = issues.map((issue) => {
    if (issue.code !== 'unrecognized_keys') return `${issue.path.join('.')}: ${issue.message}`
    const near = nearest(issue.keys[0]!, Object.keys(schema.shape))
    const hint = near === undefined ? '' : `; did you mean ${near}?`
    return `${[...issue.path, issue.keys[0]].join('.')}: unknown key${hint}`
  })
  return new GigpoError('config', lines.join('\n'), {
    where,
    remedy:
      'a study has name, recipe, budget, seeds, variants, and may have question, set and baseline; see docs/studies.md',
  })
}
