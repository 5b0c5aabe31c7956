// Finds a recipe or a study: a file, or the name of one that ships with gigpo.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { GigpoError, messageOf, nearest } from '@gigpo/core'
import { parseStudy, planStudy, type Recipe, type RunConfig, resolveConfig, type StudyPlan } from '@gigpo/trainer'

type Kind = 'recipe' | 'study'

/** In the published package beside dist; in a clone the repository's own folders. */
const places: Readonly<Record<Kind, readonly string[]>> = {
  recipe: ['../../recipes', '../../../../recipes'].map((path) => fileURLToPath(new URL(path, import.meta.url))),
  study: ['../../studies', '../../../../studies'].map((path) => fileURLToPath(new URL(path, import.meta.url))),
}

function bundled(kind: Kind): string[] {
  const folder = places[kind].find((path) => existsSync(path))
  return folder === undefined
    ? []
    : readdirSync(folder)
        .filter((name) => name.endsWith('.yaml'))
        .map((name) => name.slice(0, -5))
}

/** @throws GigpoError `missing-data` when there is no such recipe, `config` when it is not valid. */
export function loadRecipe(recipe: string, overrides: readonly string[]): RunConfig {
  const { text, where } = findText('recipe', recipe)
  return resolveConfig(text, { overrides, where })
}

/** Whether `gigpo compare NAME` means a study: a YAML file, or a bundled study's name that is no run directory. */
export function isStudy(name: string): boolean {
  return /\.ya?ml$/.test(name) || (!existsSync(name) && bundled('study').includes(name))
}

/** A recipe's path in a study is relative to the study's file. @throws GigpoError as loadRecipe. */
export function loadStudy(name: string, runsDirectory: string): StudyPlan {
  const { text, where } = findText('study', name)
  const study = parseStudy(text, where)
  const beside = join(dirname(where), study.recipe)
  return planStudy(study, findText('recipe', existsSync(beside) ? beside : study.recipe), runsDirectory)
}

function findText(kind: Kind, name: string): Recipe {
  const shipped = places[kind].map((folder) => join(folder, `${name}.yaml`)).find((path) => existsSync(path))
  const where = existsSync(name) ? name : shipped
  if (where === undefined) {
    const near = nearest(name, bundled(kind))
    throw new GigpoError('missing-data', `there is no ${kind} "${name}"`, {
      remedy: near === undefined ? `give a file, or one of: ${bundled(kind).join(', ')}` : `did you mean ${near}?`,
    })
  }
  try {
    return { text: readFileSync(where, 'utf8'), where }
  } catch (cause) {
    throw new GigpoError('missing-data', `cannot read the ${kind}: ${messageOf(cause)}`, { where, cause })
  }
}
