// All product types, and how often each department is met (the original's shares).
import type { Department, ProductType } from './product-type.ts'
import { beautyTypes } from './types-beauty.ts'
import { electronicsTypes } from './types-electronics.ts'
import { fashionTypes } from './types-fashion.ts'
import { gardenTypes } from './types-garden.ts'
import { groceryTypes } from './types-grocery.ts'

interface DepartmentLaw {
  readonly types: readonly ProductType[]
  /** Share of the catalogue's families. */
  readonly share: number
  /** Share of families with options. */
  readonly options: number
  /** Goals relative to the knob `goals`. */
  readonly goals: number
  /** Probability of a second option group where there is one. */
  readonly secondGroup: number
  /** Mean title length in characters. */
  readonly title: number
}

export const departments: Readonly<Record<Department, DepartmentLaw>> = {
  beauty: { types: beautyTypes, share: 0.24, options: 0.33, goals: 0.9, secondGroup: 0.36, title: 124 },
  electronics: { types: electronicsTypes, share: 0.23, options: 0.21, goals: 0.7, secondGroup: 0.36, title: 131 },
  garden: { types: gardenTypes, share: 0.21, options: 0.37, goals: 1.15, secondGroup: 0.36, title: 129 },
  fashion: { types: fashionTypes, share: 0.2, options: 0.64, goals: 1.55, secondGroup: 0.85, title: 88 },
  grocery: { types: groceryTypes, share: 0.12, options: 0.22, goals: 0.6, secondGroup: 0.25, title: 90 },
}

export const productTypes: readonly ProductType[] = Object.values(departments).flatMap((law) => law.types)
