// From a study to its runs: every variant under every seed, each with its whole configuration. Seeds come first in the order,
// so a study that is cut short has whole seeds, whose variants can be compared in pairs.
import { join } from 'node:path'
import { GigpoError } from '@gigpo/core'
import { checkAlgorithm } from '../batch/check-algorithm.ts'
import { configDigest, type RunConfig, resolveConfig } from '../config/index.ts'
import type { Study } from './study-file.ts'

export interface PlannedRun {
  readonly variant: string
  readonly seed: number
  /** `<variant>-seed<N>`, also the name of its directory. */
  readonly name: string
  readonly directory: string
  readonly config: RunConfig
}

export interface StudyPlan {
  readonly study: Study
  /** `<runs>/<study>`: the runs are inside, and the report. */
  readonly directory: string
  readonly runs: readonly PlannedRun[]
}

export interface Recipe {
  readonly text: string
  /** Named in errors, usually the file. */
  readonly where: string
}

/** @throws GigpoError `config` for overrides that do not fit the recipe, and for two variants that are the same. */
export function planStudy(study: Study, recipe: Recipe, runsDirectory: string): StudyPlan {
  const directory = join(runsDirectory, study.name)
  const runs = study.seeds.flatMap((seed) =>
    study.variants.map((variant) => {
      const name = `${variant.name}-seed${seed}`
      const config = resolveConfig(recipe.text, {
        overrides: [
          ...study.overrides,
          ...variant.overrides,
          `seed=${seed}`,
          `name=${JSON.stringify(name)}`,
          `budget=${JSON.stringify(study.budget)}`,
        ],
        where: `${recipe.where}, variant ${variant.name}`,
      })
      return { variant: variant.name, seed, name, directory: join(directory, name), config }
    }),
  )
  const byDigest = new Map<string, string>()
  for (const { variant, config } of runs.slice(0, study.variants.length)) {
    checkAlgorithm(config)
    const digest = configDigest(config)
    const twin = byDigest.get(digest)
    if (twin !== undefined) {
      throw new GigpoError('config', `variants ${twin} and ${variant} are the same configuration`, {
        remedy: 'leave one of them out, or let them differ',
      })
    }
    byDigest.set(digest, variant)
  }
  return { study, directory, runs }
}
