import type { AgentView, Prompt } from '@gigpo/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { generatedShop, goShopping } from '../demonstrator/generated-shop.test-support.ts'
import { createWebshopDemonstrator } from '../demonstrator/webshop-demonstrator.ts'
import { createCompactWebshopAgent } from './compact-agent.ts'
import { webshopAgents } from './registry.ts'

const textOf = (prompt: Prompt): string => (prompt.kind === 'text' ? prompt.text : '')

const instruction = 'Find me easy clean lamps with glass shade with color: red, and price lower than 40.00 dollars'
const head = `Instruction: [SEP] ${instruction} [SEP] Back to Search`
const play: readonly (readonly [action: string, text: string, clicks: readonly string[]])[] = [
  ['', `WebShop [SEP] Instruction: [SEP] ${instruction} [SEP] Search`, []],
  [
    'search[lamps easy clean glass shade red]',
    `${head} [SEP] Page 1 (Total results: 3) [SEP] B07AAAAAA1 [SEP] Red Lamp Easy to Clean [SEP] $17.4 [SEP] B07AAAAAA2 [SEP] Glass Shade [SEP] $30.0 to $50.0 [SEP] B07AAAAAA3 [SEP] Lamps [SEP] $64.0`,
    ['back to search', 'b07aaaaaa1', 'b07aaaaaa2', 'b07aaaaaa3'],
  ],
  [
    'click[b07aaaaaa1]',
    `${head} [SEP] < Prev [SEP] color [SEP] red [SEP] blue [SEP] Red Lamp Easy to Clean [SEP] Price: $17.4 [SEP] Rating: N.A. [SEP] Description [SEP] Features [SEP] Reviews [SEP] Buy Now`,
    ['back to search', '< prev', 'description', 'features', 'reviews', 'buy now', 'red', 'blue'],
  ],
  ['click[features]', `${head} [SEP] < Prev [SEP] A shade of glass [SEP] Small`, ['back to search', '< prev']],
]
// Back on the item, choose, and click what does nothing.
const item = play[2]!
const steps = [
  ...play,
  ['click[< prev]', item[1], item[2]],
  ['click[red]', item[1], item[2]],
  ['click[green]', item[1], item[2]],
] as const

function view(step: number): AgentView {
  const [, text, clicks] = steps[step]!
  const history = steps.slice(1, step + 1).map(([action], i) => ({ observation: steps[i]![1], action, valid: true }))
  return { step, observation: { text, actions: clicks.map((click) => `click[${click}]`) }, history }
}

function agentAt(step: number) {
  const agent = createCompactWebshopAgent()
  let prompt = ''
  for (let i = 0; i <= step; i++) prompt = textOf(agent.prompt(view(i)))
  return { agent, prompt }
}

describe('the compact agent', () => {
  it('shows pages as documented', () => {
    expect(steps.map((_, step) => agentAt(step).prompt)).toEqual([
      '<goal> type a1 a2 o1 cap <left> 15 <page> index <query> <hist> <list> <act>',
      '<goal> type a1 a2 o1 cap <left> 14 <page> results 1 <query> all <hist> search all <list> 1 f6 type a1 o1 2 f3 maybe a2 3 f2 over type <act>',
      '<goal> type a1 a2 o1 cap <left> 13 <page> item <query> all <hist> search all open 1 <item> 1 f7 price ok type yes a1 yes a2 no o1 can <list> 1 f7 seen 2 f3 maybe 3 f2 over <act>',
      '<goal> type a1 a2 o1 cap <left> 12 <page> detail <query> all <hist> open 1 features <item> 1 f8 price ok type yes a1 yes a2 weak o1 can read features <list> 1 f8 seen 2 f3 maybe 3 f2 over <act>',
      '<goal> type a1 a2 o1 cap <left> 11 <page> item <query> all <hist> features back <item> 1 f8 price ok type yes a1 yes a2 weak o1 can read features <list> 1 f8 seen 2 f3 maybe 3 f2 over <act>',
      '<goal> type a1 a2 o1 cap <left> 10 <page> item <query> all <hist> back pick o1 <item> 1 f8 price ok type yes a1 yes a2 weak o1 set read features <list> 1 f8 seen 2 f3 maybe 3 f2 over <act>',
      '<goal> type a1 a2 o1 cap <left> 9 <page> item <query> all <hist> pick o1 ? ! <item> 1 f8 price ok type yes a1 yes a2 weak o1 set read features <list> 1 f8 seen 2 f3 maybe 3 f2 over <act>',
    ])
  })

  it('says and reads commands over slots', () => {
    const { agent } = agentAt(0)
    expect(agent.parse('search type a2 o1', view(0))).toEqual({ text: 'search[lamps glass shade red]', valid: true })
    expect(agent.format('search[glass shade lamps]')).toBe('search a2 type')
    expect(agent.format('search[lamps easy clean glass shade red]')).toBe('search all')
    const results = agentAt(1).agent
    expect(results.parse('open 2', view(1))).toEqual({ text: 'click[b07aaaaaa2]', valid: true })
    expect(results.format('click[b07aaaaaa3]')).toBe('open 3')
    const onItem = agentAt(2).agent
    expect(onItem.parse('pick o1', view(2))).toEqual({ text: 'click[red]', valid: true })
    expect(onItem.format('click[blue]')).toBe('click[blue]')
    expect(onItem.format('click[buy now]')).toBe('buy')
  })

  it('calls what stands for nothing here invalid, and sends it as it is', () => {
    const { agent } = agentAt(1)
    for (const text of [
      '',
      'open',
      'open 4',
      'open 0',
      'pick o1',
      'pick o2',
      'search',
      'search a3',
      'search type type',
      'buy it',
      'constructor',
      'search all type',
    ])
      expect(agent.parse(` ${text}`, view(1))).toEqual({ text, valid: false })
  })

  it('speaks about demonstrations in a closed vocabulary, short, and reads its commands back', async () => {
    const shop = generatedShop()
    const words = new Set<string>()
    for (let goal = 0; goal < 60; goal++) {
      const demonstrator = createWebshopDemonstrator({ carelessness: 0.1, shortQueries: 0.5 })
      const { views, actions } = await goShopping(shop, goal, demonstrator)
      const agent = createCompactWebshopAgent()
      for (const [i, action] of actions.entries()) {
        const prompt = textOf(agent.prompt(views[i]!))
        const command = agent.format(action)
        expect(command).not.toContain('[')
        expect(agent.parse(command, views[i]!)).toEqual({ text: action, valid: true })
        expect(prompt.split(' ').length).toBeLessThanOrEqual(110)
        expect(command.split(' ').length).toBeLessThanOrEqual(8)
        for (const word of `${prompt} ${command}`.split(' ')) words.add(word)
      }
    }
    expect(words.size).toBeLessThan(100)
    for (const word of words) expect(word).toMatch(/^(?:<[a-z]+>|[a-z]+|[aof]?\d{1,2}|[?!])$/)
  })

  it('never exceeds its budget, whatever it reads', () => {
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom(...play.map(([, page]) => page), 'Find me a, b, c d, e f with g: h, and i: j'),
    )
    fc.assert(
      fc.property(
        fc.integer({ min: 60, max: 120 }),
        fc.array(fc.tuple(text, text), { maxLength: 8 }),
        (budget, pages) => {
          const agent = createCompactWebshopAgent({ budget })
          const history: { observation: string; action: string; valid: boolean }[] = []
          for (const [observation, action] of pages) {
            const now = { step: history.length, observation: { text: observation }, history: history.slice() }
            const words = textOf(agent.prompt(now)).split(' ')
            expect(words.length).toBeLessThanOrEqual(budget)
            expect(words.at(-1)).toBe('<act>')
            history.push({ observation, action, valid: true })
          }
        },
      ),
    )
  })

  it('refuses a budget that cannot hold its fixed parts, and unknown options', () => {
    expect(() => createCompactWebshopAgent({ budget: 40 })).toThrow(/at least 60, received 40/)
    expect(() => webshopAgents.compact!({ history: 3 })).toThrow(/no option "history"/)
  })

  it('can ask for admissibility', () => {
    const agent = webshopAgents.compact!({ validity: 'admissible' })()
    agent.prompt(view(0))
    agent.prompt(view(1))
    expect(agent.parse('open 1', view(1)).valid).toBe(true)
    expect(agent.parse('features', view(1))).toEqual({ text: 'click[features]', valid: false })
  })
})
