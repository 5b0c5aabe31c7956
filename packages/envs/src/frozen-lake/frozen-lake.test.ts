import { rootKey, stream } from '@gigpo/core'
import { agentChecks, environmentChecks, recordViews, taskSetChecks } from '@gigpo/core/testing'
import { describe, expect, it } from 'vitest'
import { createGridAgent } from '../grid/grid-agent.ts'
import { createFrozenLakeDemonstrator } from './demonstrator.ts'
import { createFrozenLakeTaskSet, slipped } from './frozen-lake.ts'
import { distance, makeLake } from './lake.ts'

const lakes = (options = {}) => createFrozenLakeTaskSet({ split: 'train', count: 50, ...options })

describe('frozen lake', () => {
  for (const check of taskSetChecks(() => lakes())) it(check.name, check.run)
  for (const check of environmentChecks(() => lakes().create(lakes().task(3), 1, 7))) it(check.name, check.run)

  it('can always be crossed, and starts away from the goal', () => {
    for (let i = 0; i < 300; i++) {
      const lake = makeLake([i, 1], 4, 0.4)
      expect(lake.hole[lake.start]).toBe(false)
      expect(distance(lake)).toBeGreaterThanOrEqual(4)
    }
  })

  it('slips to each side as often as it says', () => {
    const random = stream(rootKey(5), 'slips')
    const counts = { up: 0, down: 0, left: 0, right: 0 }
    for (let i = 0; i < 30_000; i++) counts[slipped('up', 0.4, random.uniform())]++
    expect(counts.down).toBe(0)
    // Three standard deviations of a binomial count.
    const within = (count: number, chance: number) =>
      expect(Math.abs(count - 30_000 * chance)).toBeLessThan(3 * Math.sqrt(30_000 * chance * (1 - chance)))
    within(counts.left, 0.2)
    within(counts.right, 0.2)
    within(counts.up, 0.6)
  })

  it('gives equal luck under equal noise and other luck under other noise', async () => {
    const set = lakes({ slip: 0.6, holes: 0 })
    const walk = async (noise: number): Promise<string> => {
      const environment = set.create(set.task(0), 1, noise)
      await environment.reset()
      const anchors: string[] = []
      for (let t = 0; t < 12; t++) {
        const { terminated, truncated } = await environment.step(['up', 'right', 'down', 'left'][t % 4]!)
        anchors.push(environment.anchor())
        if (terminated || truncated) break
      }
      return anchors.join(' ')
    }
    expect(await walk(1)).toBe(await walk(1))
    expect(new Set([await walk(1), await walk(2), await walk(3), await walk(4)]).size).toBeGreaterThan(1)
  })

  it.each([
    [0, 1, 1],
    [0.2, 0.7, 1],
  ])('is walked by the demonstrator: slip %d, success from %d to %d', async (slip, low, high) => {
    const set = lakes({ slip, count: 100, maxSteps: 40 })
    let wins = 0
    for (let i = 0; i < set.size; i++) {
      const environment = set.create(set.task(i), 0, i)
      const demonstrator = createFrozenLakeDemonstrator(slip)
      let observation = await environment.reset()
      for (let step = 0; ; step++) {
        const { action } = demonstrator.act({ step, observation, history: [] }, stream(rootKey(i), step))
        const transition = await environment.step(action)
        observation = transition.observation
        if (transition.info.won) wins++
        if (transition.terminated || transition.truncated) break
      }
    }
    expect(wins / set.size).toBeGreaterThanOrEqual(low)
    expect(wins / set.size).toBeLessThanOrEqual(high)
  })

  it('ends in a hole without a reward', async () => {
    const set = lakes({ slip: 0, holes: 0.5, count: 200, maxSteps: 100 })
    let fell = 0
    for (let i = 0; i < 50; i++) {
      const environment = set.create(set.task(i), 0)
      const { actions } = await environment.reset()
      const random = stream(rootKey(i), 'walk')
      for (;;) {
        const { terminated, truncated, reward, info } = await environment.step(random.pick(actions!))
        if (terminated && info.won === false) {
          expect(reward).toBe(0)
          fell++
        }
        if (terminated || truncated) break
      }
    }
    expect(fell).toBeGreaterThan(5)
  })

  it.each([{ side: 2 }, { slip: 1.5 }, { holes: -1 }, { count: 0 }, { maxSteps: 0 }, { reward: Number.NaN }])(
    'refuses %j',
    (options) => {
      expect(() => lakes(options)).toThrow(expect.objectContaining({ code: 'config' }))
    },
  )
})

describe.each(['relative', 'board'] as const)('the grid agent, view %s', async (view) => {
  const views = await recordViews(lakes().create(lakes().task(1), 1))
  for (const check of agentChecks(() => createGridAgent({ view }), views)) it(check.name, check.run)

  it('shows boards that differ as prompts that differ', () => {
    const prompts = new Map<string, string>()
    for (let i = 0; i < 50; i++) {
      const text = (lakes({ holes: 0 }).create(lakes().task(i), 1).reset() as { text: string }).text
      const prompt = JSON.stringify(createGridAgent({ view }).prompt({ step: 0, observation: { text }, history: [] }))
      if (view === 'board' && prompts.has(prompt)) expect(prompts.get(prompt)).toBe(text)
      prompts.set(prompt, text)
    }
    expect(prompts.size).toBeGreaterThan(20)
  })
})
