import { GigpoError, RandomStream, rootKey } from '@gigpo/core'
import { describe, expect, it } from 'vitest'
import { configDifferences, configDigest, configTable, describeConfig, printConfig, resolveConfig } from './index.ts'

function failure(text: string, overrides: readonly string[] = []): GigpoError {
  try {
    resolveConfig(text, { overrides, where: 'test.yaml' })
  } catch (error) {
    if (GigpoError.isInstance(error)) return error
    throw error
  }
  throw new Error(`accepted: ${text} ${overrides.join(' ')}`)
}

const RECIPE = `
seed: 7
environment: { name: alfworld, split: train, games: 64 }
supervised: { steps: 100 }
algorithm: { name: gigpo, norm: std, gamma: 0.95 }
loss: { kl: { coefficient: 0.02 } }
rollout: { tasks: 4, members: 8, dynamicSampling: {} }
evaluation:
  every: 5
  panels:
    - { name: unseen, source: imported, split: valid_unseen }
    - { name: tune, games: 32, temperature: [1] }
  selectBest: tune
`

describe('resolveConfig', () => {
  it('writes out every default', () => {
    const config = resolveConfig('')
    expect(config).toMatchObject({
      seed: 1,
      environment: { name: 'alfworld', source: 'generated', maxSteps: 30 },
      supervised: null,
      algorithm: { name: 'gigpo' },
      rollout: { tasks: 16, members: 8, dynamicSampling: null },
      loss: { clipLow: 0.2, dualClip: 3, aggregation: 'token-mean', kl: null },
      optimizer: { learningRate: 2e-4, updatesPerIteration: 4 },
      iterations: 60,
      checkpoint: { every: 10, keep: 2 },
    })
    expect(JSON.stringify(config)).not.toContain('undefined')
  })

  it('fills nested sections and keeps algorithm options as they are', () => {
    const config = resolveConfig(RECIPE)
    expect(config.supervised).toMatchObject({ steps: 100, batch: 64, validation: { episodes: 64, patience: null } })
    expect(config.loss.kl).toEqual({ kind: 'k3', coefficient: 0.02, placement: 'loss' })
    expect(config.rollout.dynamicSampling).toEqual({ maxBatches: 10 })
    expect(config.algorithm).toEqual({ name: 'gigpo', norm: 'std', gamma: 0.95 })
    expect(config.evaluation.panels[0]).toMatchObject({ name: 'unseen', temperature: [1, 0.4], games: null })
  })

  it('names the path of an unknown key and the nearest valid one', () => {
    const error = failure('rollout: { taks: 4 }')
    expect(error.code).toBe('config')
    expect(error.where).toBe('test.yaml')
    expect(error.message).toContain('rollout.taks: unknown key; did you mean rollout.tasks?')
    expect(failure('learningRate: 1').message).toContain('learningRate: unknown key; did you mean')
    expect(failure('evaluation: { panels: [{ name: a, gmes: 3 }] }').message).toContain(
      'evaluation.panels.0.gmes: unknown key; did you mean evaluation.panels.0.games?',
    )
  })

  it.each([
    ['iterations: many', 'iterations: expected an integer ≥ 0, received "many"'],
    ['rollout: { tasks: 0 }', 'rollout.tasks: expected an integer ≥ 1 and ≤ 65536, received 0'],
    ['rollout: { tasks: 1.5 }', 'rollout.tasks: expected an integer ≥ 1 and ≤ 65536, received 1.5'],
    ['model: { lora: {} }', 'model.lora: fresh weights are no base to adapt'],
    ['model: { path: x, lora: { dropout: 0.1 } }', 'model.lora.dropout: expected a number ≥ 0 and ≤ 0, received 0.1'],
    [
      'model: { path: x, lora: { targetModules: [lm_head] } }',
      'model.lora.targetModules.0: expected one of "q_proj", "k_proj"',
    ],
    ['rollout: 5', 'rollout: expected a mapping, received 5'],
    ['loss: { clipLow: 2 }', 'loss.clipLow: expected a number ≥ 0 and ≤ 1, received 2'],
    ['loss: { dualClip: 1 }', 'loss.dualClip: expected a number > 1, or null, received 1'],
    ['loss: { kl: 3 }', 'loss.kl: expected a mapping, or null, received 3'],
    [
      'environment: { anchor: texts }',
      'environment.anchor: expected one of "text", "inventory", "state", received "texts"',
    ],
    ['environment: { taskTypes: x }', 'environment.taskTypes: expected a list of text, or null, received "x"'],
    ['loss: { skipZeroAdvantage: 1 }', 'loss.skipZeroAdvantage: expected true or false, received 1'],
    ['evaluation: { panels: [{}] }', 'evaluation.panels.0.name: expected a text like'],
    ['seed: .nan', 'seed: expected a finite number, received NaN'],
    ['- 1', 'expected a mapping of sections'],
    ['a: [', 'not valid YAML'],
    ['seed: 1\nseed: 2', 'not valid YAML'],
    ['algorithm: &a { name: x, self: *a }', 'nested deeper'],
    ['algorithm: { name: x, __proto__: { y: 1 } }', 'this key is not allowed'],
    ['seed: !!custom 3', 'not valid YAML'],
    ['model: { heads: 3 }', 'model.hidden: expected an even multiple of model.heads = 3, received 128'],
    ['model: { kvHeads: 3 }', 'model.kvHeads: expected a divisor of model.heads = 4, received 3'],
    ['rollout: { maxTokens: 128 }', 'rollout.maxTokens: expected less than model.contextLength = 128, received 128'],
    ['evaluation: { panels: [{ name: a }, { name: a }] }', 'evaluation.panels.1.name: "a" is taken'],
    ['evaluation: { panels: [{ name: tune }], selectBest: tun }', 'no panel is named "tun"; did you mean "tune"?'],
  ])('refuses %s', (text, message) => {
    expect(failure(text).message).toContain(message)
  })

  it('spells out the short form of a remote engine, and of one in an override', () => {
    const short = resolveConfig('engine: { tinker: "http://host:8000", workers: 1, options: { loraRank: 8 } }')
    const options = { loraRank: 8, url: 'http://host:8000' }
    expect(short.engine).toEqual({ name: 'tinker', workers: 1, threadsPerWorker: 1, options })
    expect(resolveConfig(printConfig(short))).toEqual(short)
    const moved = resolveConfig(printConfig(short), { overrides: ['engine.tinker=http://other:1'] })
    expect(moved.engine.options).toEqual({ ...options, url: 'http://other:1' })
    expect(resolveConfig('', { overrides: ['engine.tinker=http://host:8000'] }).engine.name).toBe('tinker')
  })

  it('takes the name of a model for the model, in the text and by --set', () => {
    expect(resolveConfig('model: org/name').model).toMatchObject({ path: 'org/name', layers: 2 })
    const overrides = ['model=org/other', 'model.contextLength=64']
    expect(resolveConfig('model: { layers: 4 }', { overrides }).model).toMatchObject({
      path: 'org/other',
      layers: 2,
      contextLength: 64,
    })
  })

  it('applies typed overrides in order', () => {
    const config = resolveConfig(RECIPE, {
      overrides: [
        'rollout.tasks=2',
        'supervised=null',
        'model.tieEmbeddings=false',
        'algorithm.norm=none',
        'evaluation.panels.0.temperature=[0.4]',
        'evaluation.panels.2.name=extra',
        'environment.taskTypes=[a, b]',
        'loss.kl.kind=k1',
        'name="x=y"',
      ],
    })
    expect(config.rollout.tasks).toBe(2)
    expect(config.supervised).toBeNull()
    expect(config.model.tieEmbeddings).toBe(false)
    expect(config.algorithm.norm).toBe('none')
    expect(config.evaluation.panels.map((panel) => panel.name)).toEqual(['unseen', 'tune', 'extra'])
    expect(config.evaluation.panels[0]!.temperature).toEqual([0.4])
    expect(config.environment.taskTypes).toEqual(['a', 'b'])
    expect(config.loss.kl).toEqual({ kind: 'k1', coefficient: 0.02, placement: 'loss' })
    expect(config.name).toBe('x=y')
    expect(resolveConfig('', { overrides: ['supervised.steps=5'] }).supervised?.steps).toBe(5)
  })

  it.each([
    ['rollout', 'expected key=value'],
    ['=3', 'expected key=value'],
    ['a..b=3', 'expected key=value'],
    ['seed.x=3', 'seed is 7, so it has no key "x"'],
    ['evaluation.panels.9.name=x', 'expected an index from 0 to 2, received "9"'],
    ['seed=[', 'the value is not YAML'],
    ['rollout.task=3', 'rollout.task: unknown key; did you mean rollout.tasks?'],
    ['__proto__.polluted=1', 'expected key=value'],
  ])('refuses --set %s', (override, message) => {
    expect(failure(RECIPE, [override]).message).toContain(message)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })
})

describe('a resolved configuration', () => {
  it('prints to a recipe of the same configuration, also with recorded facts', () => {
    const config = resolveConfig(RECIPE)
    expect(resolveConfig(printConfig(config))).toEqual(config)
    expect(printConfig(resolveConfig(printConfig(config)))).toBe(printConfig(config))
    expect(resolveConfig(printConfig(config, { version: '1', tasks: { train: 'ab' } }))).toEqual(config)
  })

  it('has a digest that ignores the label only', () => {
    const digest = configDigest(resolveConfig(RECIPE))
    expect(digest).toMatch(/^[0-9a-f]{64}$/)
    expect(configDigest(resolveConfig(RECIPE, { overrides: ['name=other'] }))).toBe(digest)
    expect(configDigest(resolveConfig(RECIPE, { overrides: ['seed=8'] }))).not.toBe(digest)
    expect(configDigest(resolveConfig(RECIPE, { overrides: ['seed=8'] }), ['seed'])).toBe(
      configDigest(resolveConfig(RECIPE), ['seed']),
    )
    expect(configDigest(resolveConfig('algorithm: { name: x, b: 1, a: 2 }'))).toBe(
      configDigest(resolveConfig('algorithm: { a: 2, name: x, b: 1 }')),
    )
  })

  it('lists differences by path', () => {
    const a = resolveConfig(RECIPE)
    expect(configDifferences(a, a)).toEqual([])
    expect(
      configDifferences(a, resolveConfig(RECIPE, { overrides: ['seed=8', 'loss.kl=null', 'algorithm.omega=1'] })),
    ).toEqual([
      { path: 'algorithm.omega', a: undefined, b: 1 },
      { path: 'loss.kl', a: undefined, b: null },
      { path: 'loss.kl.coefficient', a: 0.02, b: undefined },
      { path: 'loss.kl.kind', a: 'k3', b: undefined },
      { path: 'loss.kl.placement', a: 'loss', b: undefined },
      { path: 'seed', a: 7, b: 8 },
    ])
  })

  it('has a described row for every field', () => {
    const fields = describeConfig()
    expect(fields.filter((field) => field.description === '')).toEqual([])
    expect(fields.find((field) => field.path === 'rollout.tasks')).toEqual({
      path: 'rollout.tasks',
      accepts: 'an integer ≥ 1 and ≤ 65536',
      default: '16',
      description: 'Tasks (groups) an iteration.',
    })
    expect(fields.some((field) => field.path === 'evaluation.panels[].temperature')).toBe(true)
    expect(
      fields.some((field) => field.path === 'supervised.optimizer.learningRate' && field.default === '0.0015'),
    ).toBe(true)
    expect(configTable().split('\n').length).toBe(fields.length + 3)
  })
})

describe('on damaged input', () => {
  it('throws nothing but GigpoError over 10,000 mutated recipes and overrides', () => {
    const draw = new RandomStream(rootKey(20), 0)
    const printed = printConfig(resolveConfig(RECIPE))
    const paths = describeConfig().map((field) => field.path.replace('[]', '.0'))
    const scraps = [
      'null',
      '-1',
      '1e999',
      '{',
      '}',
      '[',
      ': ',
      '\n',
      '  ',
      '"',
      '&a',
      '*a',
      '!!',
      '%',
      '__proto__: 1',
      '\u0000',
      '- ',
      '#',
      '?',
      '|',
      '9'.repeat(400),
      '\ud800',
      'true',
      '.inf',
      '<<: *a',
      '---\n',
    ]
    let accepted = 0
    for (let round = 0; round < 10_000; round++) {
      let text = draw.integer(8) === 0 ? printed : RECIPE
      for (let edits = draw.integer(4); edits >= 0; edits--) {
        const at = draw.integer(text.length + 1)
        const cut = draw.integer(3) === 0 ? draw.integer(40) : draw.integer(2)
        text = text.slice(0, at) + (draw.integer(2) === 0 ? draw.pick(scraps) : '') + text.slice(at + cut)
      }
      const overrides = draw.integer(3) === 0 ? [`${draw.pick(paths)}=${draw.pick(scraps)}`] : []
      try {
        const config = resolveConfig(text, { overrides })
        if (accepted++ % 10 === 0) expect(resolveConfig(printConfig(config))).toEqual(config)
      } catch (error) {
        if (!GigpoError.isInstance(error)) throw error
        expect(error.code).toBe('config')
      }
    }
    expect(accepted).toBeGreaterThan(100)
  }, 240_000)
})
