// Published compositions in a recipe. A preset is written out into the fields it stands for before the recipe is checked,
// so the resolved configuration shows every number and needs no preset to be read again. In a file a preset fills what the
// file leaves open; `--set preset=NAME` replaces the fields, so that one recipe can be run under any of them.
import { type AlgorithmPreset, type PresetName, presets } from '@gigpo/algorithms'

type Recipe = Record<string, unknown>

/** undefined: the composition does without the field. */
type Part = readonly [section: string, key: string, value: unknown]

/** Fills the fields of `recipe.preset` that the recipe does not have, in place. Unknown names are left to the schema. */
export function fillPreset(recipe: Recipe): void {
  const preset = presetOf(recipe.preset)
  if (preset === undefined) return
  const given = sectionOf(recipe, 'algorithm')
  // Another algorithm does not know the options of the preset's.
  if (given !== undefined && (given.name === undefined || given.name === preset.algorithm.name))
    recipe.algorithm = { ...preset.algorithm, ...given }
  for (const [section, key, value] of partsOf(preset)) {
    const place = sectionOf(recipe, section)
    if (place === undefined || value === undefined || Object.hasOwn(place, key)) continue
    recipe[section] = { ...place, [key]: value }
  }
}

/** Puts the fields of `recipe.preset` in place of the recipe's own, in place. */
export function applyPreset(recipe: Recipe): void {
  const preset = presetOf(recipe.preset)
  if (preset === undefined) return
  recipe.algorithm = { ...preset.algorithm }
  for (const [section, key, value] of partsOf(preset)) {
    const { [key]: _replaced, ...others } = sectionOf(recipe, section) ?? {}
    recipe[section] = value === undefined ? others : { ...others, [key]: value }
  }
}

function partsOf({ objective, aggregation, dynamicSampling, overlong }: AlgorithmPreset): Part[] {
  const isPpo = objective.kind === 'ppo'
  const parts: Part[] = [
    ['loss', 'objective', isPpo ? undefined : objective.kind],
    ['loss', 'dualClip', isPpo ? (objective.dualClip ?? null) : null],
    ['loss', 'kl', objective.kl === undefined ? null : { ...objective.kl, placement: 'loss' }],
    ['loss', 'aggregation', aggregation],
    ['loss', 'overlong', overlong === undefined ? undefined : { coefficient: overlong }],
    ['rollout', 'dynamicSampling', dynamicSampling ? {} : null],
  ]
  if (objective.kind === 'policy-gradient') return parts
  return [['loss', 'clipLow', objective.clipLow], ['loss', 'clipHigh', objective.clipHigh], ...parts]
}

function presetOf(name: unknown): AlgorithmPreset | undefined {
  return typeof name === 'string' && Object.hasOwn(presets, name) ? presets[name as PresetName] : undefined
}

/** The mapping of a section, empty where there is none; undefined for what the schema will refuse. */
function sectionOf(recipe: Recipe, name: string): Recipe | undefined {
  const section = recipe[name] ?? {}
  return typeof section === 'object' && !Array.isArray(section) ? (section as Recipe) : undefined
}
