// Documents that are made from code say what the code says, and the recipes that ship resolve.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { presetTables } from '@gigpo/studio/value'
import { configTable, parseStudy, planStudy, resolveConfig } from '@gigpo/trainer'
import { describe, expect, it } from 'vitest'
import { root } from './support/cli.ts'

const text = (path: string): string => readFileSync(join(root, path), 'utf8')

describe('documents', () => {
  it('docs/recipes.md holds the table of all fields', () => {
    expect(text('docs/recipes.md')).toContain(configTable().trim())
  })

  it('docs/value.md holds the presets with their sources', () => {
    expect(text('docs/value.md')).toContain(presetTables().trim())
  })

  it('the README names files that exist', () => {
    for (const [, path] of text('README.md').matchAll(/\]\((?!https?:)([^)#]+)\)/g)) {
      expect(() => readdirSync(join(root, path!, '..')).includes(path!.split('/').at(-1)!)).not.toThrow()
    }
  })
})

describe('bundled studies', () => {
  const studies = readdirSync(join(root, 'studies')).filter((name) => name.endsWith('.yaml'))

  it.each(studies)('%s plans its runs', (name) => {
    const study = parseStudy(text(`studies/${name}`), name)
    const recipe = { text: text(`recipes/${study.recipe}.yaml`), where: study.recipe }
    const { runs } = planStudy(study, recipe, 'runs')
    expect(runs).toHaveLength(study.variants.length * study.seeds.length)
    expect(`${study.name}.yaml`).toBe(name)
    expect(text('docs/studies.md')).toContain(`\`${study.name}\``)
  })
})

describe('bundled recipes', () => {
  const recipes = readdirSync(join(root, 'recipes')).filter((name) => name.endsWith('.yaml'))

  it.each(recipes)('%s resolves', (name) => {
    const config = resolveConfig(text(`recipes/${name}`), { where: name })
    expect(config.name).not.toBeNull()
    expect(text('docs/recipes.md')).toContain(`\`${name.replace('.yaml', '')}\``)
  })

  it('the GRPO twin differs in nothing but the credit', () => {
    const pick = (name: string) => {
      const { name: _name, algorithm, ...rest } = resolveConfig(text(`recipes/${name}.yaml`))
      return { algorithm: algorithm.name, rest }
    }
    const [gigpo, grpo] = [pick('alfworld'), pick('alfworld-grpo')]
    expect([gigpo.algorithm, grpo.algorithm]).toEqual(['gigpo', 'grpo'])
    expect(grpo.rest).toEqual(gigpo.rest)
  })
})
