import { rootKey, stream } from '@gigpo/core'
import { agentChecks, environmentChecks, recordViews, taskSetChecks } from '@gigpo/core/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCompactHopSearchAgent } from './agents/compact-agent.ts'
import { createPlainHopSearchAgent } from './agents/plain-agent.ts'
import { createHopSearchDemonstrator } from './demonstrator.ts'
import { createHopSearchTaskSet, type HopSearchOptions } from './hop-search.ts'
import { normaliseAnswer } from './language/answer.ts'
import { readQuestion } from './language/read.ts'
import { documentsIn } from './language/results.ts'
import { makeHopWorld } from './world/world.ts'

const world = makeHopWorld({ seed: 3, entities: 400 })
const questions = (options: Partial<HopSearchOptions> = {}) =>
  createHopSearchTaskSet({ world, split: 'train', count: 60, ...options })
const usual = questions()
const open = (index = 2, options?: Partial<HopSearchOptions>) => {
  const set = options === undefined ? usual : questions(options)
  return set.create(set.task(index), 1)
}

describe('hop search', () => {
  for (const check of taskSetChecks(() => questions())) it(check.name, check.run)
  for (const anchor of ['text', 'inventory', 'state'] as const)
    for (const check of environmentChecks(() => open(2, { anchor }))) it(`${check.name} (${anchor})`, check.run)

  it('deals out one, two and three hops in turn, or those asked for', () => {
    expect([0, 1, 2, 3].map((i) => questions().task(i).type)).toEqual(['1-hop', '2-hop', '3-hop', '1-hop'])
    const two = questions({ taskTypes: ['2-hop'] })
    expect(new Set(Array.from({ length: two.size }, (_, i) => two.task(i).type))).toEqual(new Set(['2-hop']))
  })

  it('shows at most three documents, the thing itself among them when it is named', async () => {
    const { entities } = world
    for (const { name } of entities.filter((_, i) => i % 20 === 0)) {
      const environment = open()
      await environment.reset()
      const { observation, reward, terminated } = await environment.step(`search[${name}]`)
      expect([reward, terminated]).toEqual([0, false])
      const titles = documentsIn(observation.text).map(({ title }) => title)
      expect(titles.length).toBeLessThanOrEqual(3)
      expect(titles).toContain(name)
    }
  })

  it('says so when nothing is found', async () => {
    const environment = open()
    await environment.reset()
    const { observation } = await environment.step('search[qqqq]')
    expect(observation.text).toBe('<information>\nNo documents found.\n</information>')
  })

  it.each([
    ['the Velford.', true],
    ['VELFORD', true],
    ['Velfordia', false],
    ['Velford or not', false],
  ])('judges %j as exact match after normalisation: %s', (text, same) => {
    expect(normaliseAnswer(text) === normaliseAnswer('Velford')).toBe(same)
  })

  it('ends with the first answer, right or wrong', async () => {
    const set = questions()
    const { chain } = readQuestion(await questionOf(set.task(0).index))!
    expect(chain).toHaveLength(1)
    const wrong = open(0)
    await wrong.reset()
    expect(await wrong.step('answer[Nobody Knows]')).toMatchObject({
      reward: 0,
      terminated: true,
      info: { won: false },
    })
    const name = set.task(0).id.split('/')[1]!.replaceAll('_', ' ')
    const subject = world.entities.find((entity) => entity.name === name)!
    const right = open(0, { reward: 7 })
    await right.reset()
    const answer = world.entities[subject.facts[chain[0]!]!]!.name
    expect(await right.step(`answer[ The ${answer}! ]`)).toMatchObject({ reward: 7, info: { won: true } })
  })

  it('leaves the state alone on anything that is no action', async () => {
    for (const action of [
      'search',
      'search[]',
      'answer[]',
      'buy[now]',
      'SEARCH[a]',
      'search[a\nb]',
      `search[${'a'.repeat(400)}]`,
    ]) {
      const environment = open()
      const first = await environment.reset()
      expect((await environment.step(action)).observation).toEqual(first)
    }
  })

  it('survives any query, and keeps to three documents', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'binary', maxLength: 60 }), { maxLength: 5 }), async (queries) => {
        const environment = open()
        await environment.reset()
        for (const query of queries) {
          const { observation, reward } = await environment.step(`search[${query}]`)
          expect(reward).toBe(0)
          expect(documentsIn(observation.text).length).toBeLessThanOrEqual(3)
        }
      }),
      { numRuns: 100 },
    )
  })

  it('tells states apart by what was seen: text forgets it, inventory and state do not', async () => {
    const [first, second] = [world.entities[0]!.name, world.entities[150]!.name]
    const after = async (anchor: HopSearchOptions['anchor'], queries: readonly string[]): Promise<string> => {
      const environment = open(2, { anchor: anchor! })
      await environment.reset()
      for (const query of queries) await environment.step(`search[${query}]`)
      return environment.anchor()
    }
    expect(await after('text', [first, second])).toBe(await after('text', [second]))
    for (const anchor of ['inventory', 'state'] as const) {
      expect(await after(anchor, [first, second])).not.toBe(await after(anchor, [second]))
      expect(await after(anchor, [second, first, second])).toBe(await after(anchor, [first, second]))
    }
  })

  it.each([{ split: 'eval' }, { taskTypes: ['4-hop'] }, { count: 0 }, { maxSteps: 0 }, { anchor: 'x' as 'text' }])(
    'refuses %j',
    (options) => {
      expect(() => questions(options)).toThrow(expect.objectContaining({ code: 'config' }))
    },
  )
})

async function questionOf(index: number): Promise<string> {
  return (await open(index).reset()).text.replace('Question: ', '')
}

const many = questions({ count: 300 })

async function play(index: number, carelessness: number) {
  const environment = many.create(many.task(index), 1)
  const demonstrator = createHopSearchDemonstrator({ carelessness })
  const agent = createCompactHopSearchAgent()
  const history: { observation: string; action: string; valid: boolean }[] = []
  const commands: string[] = []
  let observation = await environment.reset()
  for (let step = 0; ; step++) {
    const view = { step, observation, history }
    agent.prompt(view)
    const { action } = demonstrator.act(view, stream(rootKey(index), step))
    commands.push(agent.format(action))
    const transition = await environment.step(action)
    history.push({ observation: observation.text, action, valid: true })
    observation = transition.observation
    if (transition.terminated || transition.truncated) return { won: transition.info.won === true, commands, step }
  }
}

describe('the demonstrator', () => {
  it.each([
    [0, 0.95, 1],
    [0.4, 0.3, 0.9],
  ])(
    'with carelessness %d answers a share from %d to %d, all in commands over pointers',
    async (careless, low, high) => {
      let wins = 0
      for (let i = 0; i < 300; i++) {
        const { won, commands } = await play(i, careless)
        if (won) wins++
        for (const command of commands) expect(command).toMatch(/^(search|answer) (start|[a-z]+ \d)( [a-z]+)?$/)
      }
      expect(wins / 300).toBeGreaterThanOrEqual(low)
      expect(wins / 300).toBeLessThanOrEqual(high)
    },
  )

  it('searches for what it cannot read', () => {
    const view = { step: 0, observation: { text: 'Hello' }, history: [] }
    expect(createHopSearchDemonstrator().act(view, stream(rootKey(1)))).toEqual({ action: 'search[Hello]' })
  })
})

describe.each([
  ['compact', () => createCompactHopSearchAgent()],
  ['compact, words', () => createCompactHopSearchAgent({ question: 'words', budget: 40 })],
  ['plain', () => createPlainHopSearchAgent()],
] as const)('the %s agent', async (_, make) => {
  const [first, , third] = world.entities.map(({ name }) => name)
  const actions = [`search[${first}]`, `search[${third} founder]`, `answer[${first}]`, 'search[born in the east]']
  const environment = open()
  const listed = await recordViews(open())
  const bare = {
    ...environment,
    reset: async () => ({ text: (await environment.reset()).text }),
    step: async (action: string) => {
      const transition = await environment.step(action)
      return { ...transition, observation: { text: transition.observation.text } }
    },
    anchor: () => environment.anchor(),
  }
  const views = await recordViews(bare, { actions, seed: 5 })
  for (const check of agentChecks(make, views)) it(check.name, check.run)
  for (const check of agentChecks(make, listed)) it(`${check.name} (as listed)`, check.run)
})
