// Finds a recipe: a file, or the name of one that ships with gigpo.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { GigpoError, messageOf, nearest } from '@gigpo/core'
import { type RunConfig, resolveConfig } from '@gigpo/trainer'

/** In the published package beside dist; in a clone the repository's own folder. */
const folders = ['../../recipes', '../../../../recipes'].map((path) => fileURLToPath(new URL(path, import.meta.url)))

function bundledRecipes(): string[] {
  const folder = folders.find((path) => existsSync(path))
  return folder === undefined
    ? []
    : readdirSync(folder)
        .filter((name) => name.endsWith('.yaml'))
        .map((name) => name.slice(0, -5))
}

/** @throws GigpoError `missing-data` when there is no such recipe, `config` when it is not valid. */
export function loadRecipe(recipe: string, overrides: readonly string[]): RunConfig {
  const bundled = folders.map((folder) => join(folder, `${recipe}.yaml`)).find((path) => existsSync(path))
  const file = existsSync(recipe) ? recipe : bundled
  if (file === undefined) {
    const near = nearest(recipe, bundledRecipes())
    throw new GigpoError('missing-data', `there is no recipe "${recipe}"`, {
      remedy: near === undefined ? `give a file, or one of: ${bundledRecipes().join(', ')}` : `did you mean ${near}?`,
    })
  }
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    throw new GigpoError('missing-data', `cannot read the recipe: ${messageOf(cause)}`, { where: file, cause })
  }
  return resolveConfig(text, { overrides, where: file })
}
