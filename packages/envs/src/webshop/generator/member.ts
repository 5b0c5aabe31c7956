// One member of a family, attribute by attribute as it will be written.
import type { AttributeKind } from './attributes.ts'
import { type AttributePlace, type Family, ofMember } from './family.ts'

export interface WrittenAttribute {
  readonly phrase: string
  readonly kind: AttributeKind
  readonly place: AttributePlace
  /** The usual wording, or the synonym where the plan says so. */
  readonly wording: string
}

export function writtenAttributes(family: Family, member: number): WrittenAttribute[] {
  return family.slots.map(({ byMember, place, synonym }) => {
    const attribute = ofMember(byMember, member)
    return {
      phrase: attribute.phrase,
      kind: attribute.kind,
      place,
      wording: synonym ? attribute.synonym : attribute.wording,
    }
  })
}
