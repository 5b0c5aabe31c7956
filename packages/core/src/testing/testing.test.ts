// The suites run over the toy implementations, and each suite must catch an implementation that breaks its contract.
import { describe, expect, it } from 'vitest'
import type { Critic, Engine, Environment, LossSpec } from '../index.ts'
import { GigpoError } from '../index.ts'
import {
  agentChecks,
  type Check,
  createToyAgent,
  createToyCritic,
  createToyEngine,
  createToyTaskSet,
  criticChecks,
  environmentChecks,
  learnerChecks,
  recordViews,
  replicaChecks,
  samplerChecks,
  taskSetChecks,
  toBeAllclose,
} from './index.ts'

const taskSet = createToyTaskSet()
const makeEnvironment = (): Environment => taskSet.create(taskSet.task(4), 3)
const views = await recordViews(makeEnvironment(), { seed: 1 })

describe('toy implementations conform', () => {
  const all = [
    ...environmentChecks(makeEnvironment),
    ...taskSetChecks(() => createToyTaskSet()),
    ...agentChecks(createToyAgent, views),
    ...samplerChecks(() => createToyEngine({ seed: 2 })),
    ...learnerChecks(() => createToyEngine({ seed: 2 })),
    ...replicaChecks(() => createToyEngine({ seed: 2 })),
    ...criticChecks(() => createToyCritic()),
  ]
  for (const check of all) it(check.name, check.run)
})

async function broken(checks: readonly Check[]): Promise<string[]> {
  const names: string[] = []
  for (const check of checks) {
    await check.run().catch((error: unknown) => {
      expect(GigpoError.isInstance(error)).toBe(true)
      names.push(check.name)
    })
  }
  return names
}

/** An engine with some methods replaced. */
function variant(change: (engine: Engine) => Partial<Engine>): Engine {
  const engine = createToyEngine({ seed: 2 })
  const changes = change(engine)
  return new Proxy(engine, {
    get: (target, name) => {
      const value = (changes as Record<string | symbol, unknown>)[name] ?? Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

describe('suites catch broken implementations', () => {
  it('an environment that counts its resets', async () => {
    let made = 0
    const checks = environmentChecks(() => {
      const environment = makeEnvironment()
      const anchor = environment.anchor()
      const id = made++
      return Object.assign(Object.create(null), {
        reset: () => environment.reset(),
        step: (action: string) => environment.step(action),
        anchor: () => `${anchor}/${id}`,
      })
    })
    expect(await broken(checks)).toEqual([
      'environment: equal play gives equal episodes',
      'environment: the anchor is a pure reading of the state',
    ])
  })

  it('an agent that cannot read what it writes', async () => {
    const checks = agentChecks(() => ({ ...createToyAgent(), format: (action) => `go ${action}` }), views)
    expect(await broken(checks)).toEqual(['agent: parse reads back what format writes'])
  })

  it('a sampler whose completions depend on the batch', async () => {
    const checks = samplerChecks(() =>
      variant((engine) => ({
        sample: (requests) => engine.sample(requests.map((request, i) => ({ ...request, key: [0, i] }))),
      })),
    )
    expect(await broken(checks)).toContain('sampler: a completion depends on its own request alone')
  })

  it('a learner that forgets the entropy bonus', async () => {
    const without = (loss: LossSpec): LossSpec =>
      loss.kind === 'cross-entropy' ? loss : { ...loss, entropyCoefficient: 0 }
    const checks = learnerChecks(() =>
      variant((engine) => ({ forwardBackward: (data, loss) => engine.forwardBackward(data, without(loss)) })),
    )
    const names = await broken(checks)
    expect(names).toContain("learner: linear with entropy: the loss is the contract's")
    expect(names).toContain("learner: linear with entropy: the gradient is the loss's derivative")
    expect(names.every((name) => name.includes('entropy'))).toBe(true)
  })

  it('a learner that does not restore its optimiser', async () => {
    const checks = learnerChecks(() =>
      variant((engine) => ({ load: (path) => engine.load(path, { weightsOnly: true }) })),
    )
    expect(await broken(checks)).toContain('learner: load restores what save wrote, optimiser included, bit for bit')
  })

  it('a critic that forgets to clip, one that sees its own token, and one that keeps no optimiser', async () => {
    const critic = (change: (critic: Critic) => Partial<Critic>) =>
      criticChecks(() => {
        const toy = createToyCritic()
        const all: (keyof Critic)[] = ['values', 'forwardBackward', 'optimStep', 'save', 'load', 'describe', 'close']
        const own = Object.fromEntries(all.map((name) => [name, (toy[name] as () => unknown).bind(toy)]))
        return { ...(own as unknown as Critic), ...change(toy) }
      })
    expect(
      await broken(critic((toy) => ({ forwardBackward: (data) => toy.forwardBackward(data, { clip: null }) }))),
    ).toEqual(["critic: clipped: the loss is the contract's", "critic: clipped: the gradient is the loss's derivative"])
    expect(
      await broken(
        critic((toy) => ({
          values: async (rows) => {
            const all = await toy.values(rows)
            return all.map((row, i) => row.map((value, t) => value + rows[i]!.completion[t]!))
          },
        })),
      ),
    ).toContain('critic: values are those of the state before each token')
    expect(await broken(critic((toy) => ({ load: (path) => toy.load(path, { weightsOnly: true }) })))).toContain(
      'critic: load restores what save wrote, optimiser included, bit for bit',
    )
  })
})

describe('skips', () => {
  it('carry their reason in the name and do nothing', async () => {
    const skip = { 'a fork is equal and independent': 'has no fork' }
    const checks = environmentChecks(makeEnvironment, { skip })
    expect(checks.find((check) => check.skipped !== undefined)!.name).toBe(
      'environment: a fork is equal and independent (skipped: has no fork)',
    )
  })

  it('of unknown checks are refused', () => {
    expect(() => environmentChecks(makeEnvironment, { skip: { typo: 'x' } })).toThrow(GigpoError)
  })
})

describe('toBeAllclose', () => {
  it('compares nested numbers and says where they differ', () => {
    expect(toBeAllclose([[1, 2]], [[1, 2 + 1e-8]]).pass).toBe(true)
    expect(toBeAllclose([[1, 2]], [[1, 2.1]]).message()).toContain('[0][1]')
    expect(toBeAllclose([1], [1, 2]).pass).toBe(false)
    expect(toBeAllclose([Number.NaN], [1]).pass).toBe(false)
    expect(toBeAllclose([Number.NEGATIVE_INFINITY], [Number.NEGATIVE_INFINITY]).pass).toBe(true)
  })
})
