import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readGoal } from './read-goal.ts'

describe('readGoal', () => {
  it('reads the grammar of synthetic goals', () => {
    expect(
      readGoal(
        "Find me slim fit, machine wash women's jumpsuits, rompers & overalls with short sleeve, high waist for daily wear with color: green stripe, and size: large, and price lower than 40.00 dollars",
      ),
    ).toEqual({
      type: "women's jumpsuits, rompers & overalls",
      attributes: ['slim fit', 'machine wash', 'short sleeve', 'high waist', 'daily wear'],
      options: [
        { name: 'color', value: 'green stripe' },
        { name: 'size', value: 'large' },
      ],
      cap: 40,
    })
  })

  it.each([
    ['Find me hair loss products with coconut oil for hair loss', 'hair loss products', ['coconut oil', 'hair loss']],
    ["Find me women's lingerie, sleep & lounge for laundry bag", "women's lingerie, sleep & lounge", ['laundry bag']],
    ['Find me home office furniture sets for dining room', 'home office furniture sets', ['dining room']],
    ['Find me gluten free, low carb wasabi peas', 'wasabi peas', ['gluten free', 'low carb']],
    ['Find me beds', 'beds', []],
  ])('splits "%s"', (instruction, type, attributes) => {
    expect(readGoal(instruction)).toEqual({ type, attributes, options: [] })
  })

  it('keeps commas and colons inside option values', () => {
    expect(readGoal('Find me rugs with size: 3 ft, round, and style: set: two').options).toEqual([
      { name: 'size', value: '3 ft, round' },
      { name: 'style', value: 'set: two' },
    ])
  })

  it('takes content words, sizes and colours from free text', () => {
    expect(
      readGoal(
        'i want to find xx-large black workout sweatpants with a relaxed fit, and price lower than 30.00 dollars',
      ),
    ).toEqual({
      type: 'workout sweatpant',
      attributes: ['relaxed fit'],
      options: [
        { name: 'size', value: 'xx-large' },
        { name: 'color', value: 'black' },
      ],
      cap: 30,
    })
  })

  it('reads any text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `Find me ${text}`),
        ),
        (text) => {
          expect(Array.isArray(readGoal(text).attributes)).toBe(true)
        },
      ),
    )
  })
})

const file = new URL('../../../../../../shared/data/webshop/items_ins_v2_1000.json', import.meta.url)
describe.skipIf(!existsSync(file))(
  'readGoal on the official instructions (skipped without ../shared/data/webshop)',
  () => {
    it('finds the attributes of every one', () => {
      const items = JSON.parse(readFileSync(file, 'utf8')) as Record<
        string,
        { instruction?: string; instruction_attributes?: string[] }
      >
      let read = 0
      for (const { instruction, instruction_attributes } of Object.values(items)) {
        if (instruction === undefined || instruction_attributes === undefined) continue
        const goal = readGoal(`${instruction} with color: green, and size: 3 x, y, and price lower than 40.00 dollars`)
        expect([...goal.attributes].sort()).toEqual([...instruction_attributes].sort())
        expect(goal.options).toHaveLength(2)
        read++
      }
      expect(read).toBe(415)
    })
  },
)
