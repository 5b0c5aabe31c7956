// A recipe's text becomes a RunConfig: YAML, then overrides, then the schema with all defaults, then the checks that span
// fields. A run directory's own config.yaml is a recipe too: its `recorded` block (version, digests) is set aside.
import { GigpoError, messageOf, nearest } from '@gigpo/core'
import { parseDocument } from 'yaml'
import { configError } from './issues.ts'
import { assertJson, show } from './json.ts'
import { applyOverrides } from './overrides.ts'
import { applyPreset, fillPreset } from './preset.ts'
import type { RunConfig } from './run-config.ts'
import { runConfigSchema } from './schema.ts'

export interface ResolveOptions {
  /** `key=value` texts, applied in order; values are YAML. */
  readonly overrides?: readonly string[]
  /** Named in errors, usually the file. */
  readonly where?: string
}

/** The key under which a run directory keeps facts beside the configuration. */
export const RECORDED_KEY = 'recorded'

/** @throws GigpoError `config` for anything that is not a valid recipe. */
export function resolveConfig(text: string, options: ResolveOptions = {}): RunConfig {
  const where = options.where ?? 'recipe'
  const recipe = parseRecipe(text, where)
  delete recipe[RECORDED_KEY]
  expandModel(recipe)
  fillPreset(recipe)
  for (const override of options.overrides ?? []) {
    const { preset } = recipe
    applyOverrides(recipe, [override])
    expandModel(recipe)
    if (recipe.preset !== preset) applyPreset(recipe)
  }
  spellOut(recipe, 'engine', 'tinker')
  spellOut(recipe, 'environment', 'openenv')
  const result = runConfigSchema.safeParse(recipe)
  if (!result.success) throw configError(result.error.issues, recipe, where)
  checkAcross(result.data, where)
  return result.data
}

/** `engine: { tinker: URL }` is short for the engine `tinker` with this address in its options; so is `environment: { openenv: URL }`. */
function spellOut(recipe: Record<string, unknown>, section: 'engine' | 'environment', name: string): void {
  const written = recipe[section]
  if (typeof written !== 'object' || written === null || Array.isArray(written) || !(name in written)) return
  const { [name]: url, ...rest } = written as Record<string, unknown>
  const options = typeof rest.options === 'object' && rest.options !== null ? rest.options : {}
  recipe[section] = { ...rest, name, options: { ...options, url } }
}

/** `model: NAME` is short for a model with that path and nothing else. */
function expandModel(recipe: Record<string, unknown>): void {
  if (typeof recipe.model === 'string') recipe.model = { path: recipe.model }
}

/** The YAML mapping of a recipe; an empty text is an empty mapping. @throws GigpoError `config`. */
export function parseRecipe(text: string, where: string): Record<string, unknown> {
  const value = parseYaml(text, where) ?? {}
  assertJson(value, where)
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw new GigpoError('config', `expected a mapping of sections, received ${show(value)}`, { where })
  }
  return value as Record<string, unknown>
}

function parseYaml(text: string, where: string): unknown {
  try {
    const document = parseDocument(text, { logLevel: 'silent' })
    const problem = document.errors[0] ?? document.warnings[0]
    if (problem !== undefined) throw problem
    return document.toJS() as unknown
  } catch (cause) {
    throw new GigpoError('config', `not valid YAML: ${messageOf(cause).trim()}`, { where, cause })
  }
}

function checkAcross(config: RunConfig, where: string): void {
  const fail = (message: string): never => {
    throw new GigpoError('config', message, { where })
  }
  const { hidden, heads, kvHeads, contextLength } = config.model
  if (hidden % heads !== 0 || (hidden / heads) % 2 !== 0) {
    fail(`model.hidden: expected an even multiple of model.heads = ${heads}, received ${hidden}`)
  }
  if (heads % kvHeads !== 0) fail(`model.kvHeads: expected a divisor of model.heads = ${heads}, received ${kvHeads}`)
  if (config.model.path === null && config.model.lora != null) {
    fail('model.lora: fresh weights are no base to adapt; give model.path, or leave lora out')
  }
  if (config.model.path === null && config.rollout.maxTokens >= contextLength) {
    fail(
      `rollout.maxTokens: expected less than model.contextLength = ${contextLength}, received ${config.rollout.maxTokens}`,
    )
  }
  const names = config.evaluation.panels.map((panel) => panel.name)
  for (const [index, panel] of config.evaluation.panels.entries()) {
    if (names.indexOf(panel.name) !== index)
      fail(`evaluation.panels.${index}.name: ${show(panel.name)} is taken by an earlier panel`)
    if (new Set(panel.temperature).size !== panel.temperature.length) {
      fail(`evaluation.panels.${index}.temperature: expected different values, received ${show(panel.temperature)}`)
    }
  }
  const best = config.evaluation.selectBest
  if (best !== null && !names.includes(best)) {
    const suggestion = nearest(best, names)
    fail(
      `evaluation.selectBest: no panel is named ${show(best)}` +
        (suggestion === undefined ? `; panels: ${names.join(', ') || 'none'}` : `; did you mean ${show(suggestion)}?`),
    )
  }
}
