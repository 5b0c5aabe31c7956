// Option groups of a family: 1-3 groups, sizes from a heavy-tailed law (a few products have dozens of values, most a handful).
import type { RandomStream } from '@gigpo/core'
import type { OptionGroup } from '../products/product.ts'
import { optionPools } from './option-values.ts'
import type { ProductType } from './product-type.ts'

const MOST_VALUES = 50

/**
 * One list of groups, or `size` lists that differ in the values of one group and share none there.
 * @param mean mean number of values of a group.
 */
export function drawOptions(
  random: RandomStream,
  type: ProductType,
  secondGroup: number,
  mean: number,
  size: number,
): OptionGroup[][] {
  const groups = pickGroups(random, type, random.uniform() < secondGroup)
  // Members share no value of the group with the longest pool, so that each has some.
  const longest = Math.max(...groups.map(({ pool }) => optionPools[pool]!.values.length))
  const differing = groups.findIndex(({ pool }) => optionPools[pool]!.values.length === longest)
  let left = MOST_VALUES
  const drawn = groups.map(({ name, pool }, index) => {
    const members = index === differing ? size : 1
    const later = groups.length - 1 - index
    const count = Math.min(groupSize(random, mean), left - 2 * later)
    left -= count
    return { name, values: drawValues(random, pool, count, members) }
  })
  return Array.from({ length: size }, (_, member) =>
    drawn.map(({ name, values }) => ({ name, values: values[values.length === 1 ? 0 : member]! })),
  )
}

/** One group, or the first two of the type and now and then a third. */
function pickGroups(random: RandomStream, type: ProductType, several: boolean): ProductType['options'] {
  if (!several) return [random.pick(type.options)]
  const third = random.uniform() < 0.2
  return type.options.filter(
    ({ name }, index, all) => (index < 2 || third) && all.findIndex((group) => group.name === name) === index,
  )
}

/** 2 + a rounded-down log-normal number whose mean is about `mean - 2`. */
function groupSize(random: RandomStream, mean: number): number {
  return 2 + Math.floor((mean - 1.6) * 0.52 * Math.exp(1.3 * random.normal()))
}

/** `members` disjoint lists of at most `count` values; of an ordered pool each list is a run. */
function drawValues(random: RandomStream, pool: string, count: number, members: number): string[][] {
  const { values, ordered } = optionPools[pool]!
  const each = Math.min(count, Math.floor(values.length / members))
  const mixed = ordered ? values : random.shuffle(values)
  const start = ordered ? random.integer(values.length - each * members + 1) : 0
  const lists = Array.from({ length: members }, (_, member) =>
    mixed.slice(start + member * each, start + (member + 1) * each),
  )
  return random.shuffle(lists)
}
