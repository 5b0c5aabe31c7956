import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalGoals } from '../goals/canonical-goals.ts'
import type { Goal } from '../goals/goal.ts'
import { parseHumanInstructions } from '../goals/human-goals.ts'
import { absentReason, officialDataAbsent, officialFile, officialProducts } from '../official-data.test-support.ts'
import { productsInMemory } from '../products/products-in-memory.ts'
import { goal, product } from './product.test-support.ts'
import { purchaseReward, rewardFor } from './purchase-reward.ts'

const SOUNDBAR_CORD = 'Saireed UL Listed 2 Prong Power Cord for JBL Bar 3.1 Bar 2.1 Channel 4K Ultra HD Soundbar'
const AC_CORD =
  'BRST AC Power Cord Outlet Socket Cable Plug Lead for Panasonic SC-HT830V DVD/VCR Combo Home Theater System'
const chosen = [
  { name: 'color', value: 'grey' },
  { name: 'size', value: 'xl' },
]

describe('the unit numbers of the original', () => {
  it('give the goal product with its options 1', () => {
    const reward = purchaseReward(goal({ options: chosen }), product(), product(), 35, chosen)
    expect(reward).toMatchObject({ score: 1, strict_score: 1, r_type: 1, r_att: 1, r_option: 1, r_price: true })
    expect(reward.w_att + reward.w_option! + reward.w_price).toBeCloseTo(1)
  })

  it('find two of three attributes: in a list, in features and in a description', () => {
    const texts = { bullets: ['Has essential oils and smells'], description: 'Made with natural ingredients' }
    const inTexts = purchaseReward(goal(), product(), product({ attributes: [], ...texts }), 35, [])
    expect(inTexts.r_att).toBe(2 / 3)
    expect(inTexts.attributes.map(({ why }) => why)).toEqual(['missing', 'features', 'description'])
    const listed = product({ attributes: ['essential oil', 'natural ingredients'] })
    expect(purchaseReward(goal(), product(), listed, 35, []).r_att).toBe(2 / 3)
    const tea = product({ attributes: ['tea bag', 'earl gray'], title: 'Tea', bullets: ['Calming'] })
    expect(purchaseReward(goal(), product(), tea, 35, []).r_att).toBe(0)
  })

  it('score .5714, and .2857 with a product of another type', () => {
    const texts = { description: 'Made with natural ingredients' }
    const wanted = goal({ options: [...chosen, { name: 'amount', value: 'pack of 12' }] })
    const bought = product({ asin: 'B000000002', attributes: [], ...texts })
    expect(purchaseReward(wanted, product(), bought, 35, chosen).score).toBeCloseTo(0.5714, 4)
    const cord = { ...bought, title: AC_CORD, query: 'query 2', productCategory: 'a › d › e' }
    const other = purchaseReward(wanted, product({ title: SOUNDBAR_CORD }), cord, 35, chosen)
    expect(other).toMatchObject({ r_type: 0.5, query_match: false, category_match: false })
    expect(other.score).toBeCloseTo(0.2857, 4)
  })

  it('match "powder snow" with "cool powder snow", and nothing where nothing is wanted or chosen', () => {
    const wanted = goal({ kind: 'human', options: ['cool powder snow', 'XL'] })
    const snow = [{ name: 'pattern', value: 'powder snow' }, chosen[1]!]
    expect(purchaseReward(wanted, product(), product(), 35, snow)).toMatchObject({ r_option: 1, score: 1 })
    expect(purchaseReward(wanted, product(), product(), 35, []).r_option).toBe(0)
    expect(purchaseReward(goal(), product(), product(), 35, snow)).not.toHaveProperty('r_option')
  })
})

describe('purchaseReward', () => {
  it('gives reasons for every option, and a strict score beside the original one', () => {
    const wanted = [
      { name: 'color', value: 'black1901' },
      { name: 'size', value: 'xx-large' },
      { name: 'style', value: 'boho' },
      { name: 'fit', value: 'loose' },
      { name: 'trim', value: 'lace' },
    ]
    const picked = [
      { name: 'color', value: 'black1901' },
      { name: 'size', value: 'x-large xx' },
      { name: 'style', value: 'boho' },
      { name: 'fit', value: 'tight' },
    ]
    const reward = purchaseReward(goal({ options: wanted }), product(), product(), 35, picked)
    expect(reward.options.map(({ why }) => why)).toEqual(['misread', 'similar', 'same', 'different', 'not chosen'])
    expect(reward.options.map(({ got }) => got)).toEqual(['black1901', 'x-large xx', 'boho', 'tight', undefined])
    expect(reward).toMatchObject({ r_option: 2 / 5, score: 6 / 9, strict_score: 6 / 9 })
  })

  it('takes "xx-large" for "x-large" unless strict', () => {
    const wanted = goal({ kind: 'human', attributes: ['tea tree'], options: ['x-large'] })
    const reward = purchaseReward(wanted, product(), product(), 35, [{ name: 'size', value: 'xx-large' }])
    expect(reward).toMatchObject({ score: 1, strict_score: 2 / 3 })
    expect(reward.options[0]).toMatchObject({ wanted: 'x-large', got: 'xx-large', why: 'similar' })
    const named = goal({ attributes: ['tea tree'], options: [{ name: 'size', value: 'large' }] })
    const larger = purchaseReward(named, product(), product(), 35, [{ name: 'size', value: 'x-large' }])
    expect(larger.options[0]).toMatchObject({ got: 'x-large', why: 'different' })
  })

  it('counts a price at the cap, not above it', () => {
    expect(purchaseReward(goal(), product(), product(), 40, []).score).toBe(1)
    const above = purchaseReward(goal(), product(), product(), 40.01, [])
    expect(above).toMatchObject({ score: 3 / 4, r_price: false, price: { paid: 40.01, cap: 40 } })
  })

  it('weighs the type by query, category and nouns of the title', () => {
    const nouns = (list: string[]) => ({ nouns: list, query: 'other', productCategory: 'x' })
    const many = Array.from({ length: 20 }, (_, i) => `noun${i}`)
    const type = (bought: object) =>
      purchaseReward(goal(), product({ nouns: many }), product({ asin: 'B000000009', ...bought }), 1, []).r_type
    expect(type(nouns(many))).toBe(1)
    expect(type(nouns(many.slice(0, 5)))).toBe(1)
    expect(type(nouns(many.slice(0, 4)))).toBe(0.5)
    expect(type({ ...nouns(many.slice(0, 4)), productCategory: 'c › q › a' })).toBe(1)
    expect(type({ ...nouns(many.slice(0, 4)), productCategory: 'a › a › q' })).toBe(0.5)
    expect(type({ ...nouns(many.slice(0, 1)), query: 'query 1' })).toBe(0.1)
    expect(type({ ...nouns([]), query: 'query 1' })).toBe(0)
  })

  it('takes the goal product for the right type whatever its title', () => {
    for (const title of ['', '12345', 'black and white', 'sock '.repeat(40)]) {
      expect(purchaseReward(goal(), product({ title }), product({ title }), 35, []).score).toBe(1)
    }
  })

  it('judges many products with one judge as it does one by one', () => {
    const judge = rewardFor(goal({ options: chosen }), product())
    const shop = Array.from({ length: 200 }, (_, i) =>
      product({ asin: `B${i}`, title: `Shampoo ${i}`, bullets: ['tea tree'] }),
    )
    for (const bought of [...shop, ...shop])
      expect(judge(bought, 35, chosen)).toEqual(
        purchaseReward(goal({ options: chosen }), product(), bought, 35, chosen),
      )
  })
})

describe('any goal and any products', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 20 }),
    fc.constantFrom('red', 'titanium', '★', '☆', 'xx-large', '', '<b>', '›'),
  )
  const texts = fc.array(text, { maxLength: 4 })
  const products = fc.record({
    title: text,
    description: text,
    bullets: texts,
    query: text,
    productCategory: text,
    attributes: texts,
  })
  const option = fc.record({ name: text, value: text })

  it('score from 0 to 1, with the weights adding up', () => {
    const options = fc.array(fc.oneof(text, option), { maxLength: 3 })
    fc.assert(
      fc.property(products, products, texts, options, fc.array(option), (wanted, other, attributes, wishes, picked) => {
        const bought = product({ ...other, asin: 'B000000002' })
        const reward = purchaseReward(goal({ attributes, options: wishes }), product(wanted), bought, 5, picked)
        for (const share of [reward.score, reward.strict_score, reward.r_type, reward.r_att, reward.title_score])
          expect(share >= 0 && share <= 1).toBe(true)
        expect(reward.w_att + (reward.w_option ?? 0) + reward.w_price).toBeCloseTo(1)
        const sum = reward.w_att * reward.r_att + (reward.w_option ?? 0) * (reward.r_option ?? 0) + reward.w_price
        expect(reward.score).toBeCloseTo(reward.r_type * sum)
        expect(reward.options.map(({ wanted: wish }) => wish)).toHaveLength(wishes.length)
      }),
    )
  })

  it('give the goal product the strict score 1 for its own attributes in ASCII and the very options', () => {
    const own = fc.array(fc.stringMatching(/^[a-z]{1,9}( [a-z]{1,9})?$/), { minLength: 1, maxLength: 4 })
    const wishes = fc.uniqueArray(option, { maxLength: 3, selector: ({ name }) => name })
    fc.assert(
      fc.property(products, own, wishes, (fields, attributes, options) => {
        const one = product({ ...fields, attributes })
        const reward = purchaseReward(goal({ attributes, options }), one, one, 40, options)
        expect(reward).toMatchObject({ r_type: 1, r_att: 1, strict_score: 1 })
        expect(reward.options.every(({ strict }) => strict)).toBe(true)
      }),
    )
  })
})

interface Recorded {
  asin: string
  options: Record<string, string>
  reward: number
}

describe.skipIf(officialDataAbsent)(`rewards recorded from the original${absentReason}`, () => {
  const products = productsInMemory(officialDataAbsent ? [] : officialProducts())
  const find = (asin: string) => products.product(products.indexOf(asin))
  const oracle = officialDataAbsent
    ? undefined
    : (
        officialFile('oracle.json') as {
          rewards: {
            agentquest: (Recorded & { goal_asin: string; instruction: string })[]
            global_verifier: { instruction: string; rows: Recorded[] }
          }
        }
      ).rewards
  const capless = (instruction: string): string => instruction.split(', and price lower')[0]!
  const cap = (instruction: string): number => Number(/lower than ([\d.]+)/.exec(instruction)?.[1])
  const scored = (wanted: Goal, prices: Float64Array, row: Recorded): number => {
    const picked = Object.entries(row.options).map(([name, value]) => ({ name, value }))
    return purchaseReward(wanted, find(wanted.asin), find(row.asin), prices[products.indexOf(row.asin)]!, picked).score
  }

  it('are scored the same: synthetic goals', () => {
    const { goals, prices } = canonicalGoals(products, { kind: 'synthetic', compat: 'fixed' })
    expect(oracle!.agentquest.length).toBeGreaterThan(0)
    for (const row of oracle!.agentquest) {
      const wanted = goals.find((one) => capless(one.instruction) === capless(row.instruction))!
      expect(scored({ ...wanted, priceUpper: cap(row.instruction) }, prices, row)).toBe(row.reward)
    }
  })

  it('are scored the same: a goal written by a person', () => {
    const human = parseHumanInstructions(officialFile('items_human_ins.subset13.json'))
    const { goals, prices } = canonicalGoals(products, { kind: 'human', human, compat: 'fixed' })
    const { instruction, rows } = oracle!.global_verifier
    const wanted = goals.find((one) => capless(one.instruction) === capless(instruction))!
    expect(rows.length).toBeGreaterThan(0)
    for (const row of rows) expect(scored({ ...wanted, priceUpper: cap(instruction) }, prices, row)).toBe(row.reward)
  })

  it('would reach 1 for every goal product by the strict score, and miss only misread options by the original', () => {
    const { goals, prices } = canonicalGoals(products, { kind: 'synthetic', compat: 'fixed' })
    let below = 0
    for (const wanted of goals) {
      const own = products.product(wanted.product)
      const picked = wanted.options.filter((option) => typeof option !== 'string')
      const reward = purchaseReward(wanted, own, own, prices[wanted.product]!, picked)
      expect(reward.strict_score).toBe(1)
      expect(reward.score === 1).toBe(reward.options.every(({ why }) => why === 'same'))
      if (reward.score < 1) below++
    }
    expect(below).toBe(458)
  })
})
