// A language model from its download to a trained checkpoint, by the real command line: names, the chat template, thoughts
// before actions, and a checkpoint that other tools read. The model is a tiny random one of a published layout, so a short
// supervised start first teaches it to speak in the agreed form; nothing here says how well a real one learns.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { rootKey } from '@gigpo/core'
import { createEmbeddedEngine } from '@gigpo/engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type HubServer, startHub } from '../packages/gigpo/src/models/hub-server.test-support.ts'
import { type CliResult, root, runCli, temporaryDirectory } from './support/cli.ts'

const NAME = 'gigpo-test/qwen2-tiny'
const fixture = join(root, 'packages/engine/fixtures/qwen2-tiny')
const CONTEXT = 2048

const recipe = `
name: thinker
environment: { source: generated, games: 4, maxSteps: 3 }
agent: { name: verl-agent, options: { history: 1, firstTemplate: 'Step {step}. {task}', template: 'Step {step}. {task}' } }
model: ${NAME}
engine: { workers: 2, options: { contextLength: 512 } }
supervised:
  source: generated
  games: 4
  demonstrations: 4
  keepFailures: true
  randomActions: 0
  demonstrator: { thoughts: yes }
  steps: 100
  batch: 8
  optimizer: { learningRate: 4e-3 }
  validation: null
rollout: { tasks: 2, members: 2, maxTokens: 128, temperature: 0.5 }
optimizer: { updatesPerIteration: 1 }
iterations: 2
evaluation: { first: false, last: false }
`

describe('a language model', { timeout: 240_000 }, () => {
  const cwd = temporaryDirectory()
  const source = join(cwd, 'source')
  let hub: HubServer
  const cli = (...args: string[]): Promise<CliResult> =>
    runCli(args, { cwd, env: { HF_HOME: join(cwd, 'hf'), HF_ENDPOINT: hub.endpoint, HF_HUB_CACHE: '', HF_TOKEN: '' } })
  const json = async (...args: string[]): Promise<Record<string, unknown>> => {
    const { code, stdout, stderr } = await cli(...args, '--json')
    expect(code, stderr).toBe(0)
    return JSON.parse(stdout) as Record<string, unknown>
  }

  beforeAll(async () => {
    mkdirSync(source)
    for (const file of ['generation_config.json', 'tokenizer.json', 'tokenizer_config.json', 'model.safetensors'])
      copyFileSync(join(fixture, file), join(source, file))
    const config = JSON.parse(readFileSync(join(fixture, 'config.json'), 'utf8'))
    writeFileSync(join(source, 'config.json'), JSON.stringify({ ...config, max_position_embeddings: CONTEXT }))
    writeFileSync(join(cwd, 'thinker.yaml'), recipe)
    hub = await startHub(source, NAME)
  })
  afterAll(() => hub.close())

  it('that is not there names the command which fetches it', async () => {
    const { code, stderr } = await cli('train', 'thinker.yaml')
    expect(code).toBe(1)
    expect(stderr).toContain(`gigpo model download ${NAME}`)
    expect(readdirSync(cwd)).not.toContain('runs')
  })

  it('is downloaded, listed and shown', async () => {
    expect(await json('model', 'download', NAME)).toMatchObject({ model: NAME, commit: hub.commit })
    expect(await json('model', 'list')).toMatchObject({ models: [{ model: NAME, revision: 'main' }] })
    const shown = await json('model', 'show', NAME)
    expect(shown).toMatchObject({ architecture: 'qwen2', contextLength: CONTEXT, stop: [431, 429], chatTemplate: true })
    const text = await cli('model', 'show', NAME)
    expect(text.stdout).toMatch(
      /qwen2, 3 layers of 64[\s\S]*0\.14 M[\s\S]*F32[\s\S]*2048 tokens[\s\S]*chat template +yes/,
    )
  })

  it('trains by its name, thinks before it acts, and leaves a folder with its own files', async () => {
    expect(await json('train', 'thinker.yaml', '--run', 'a')).toMatchObject({ run: 'runs/a' })
    const lines = readFileSync(join(cwd, 'runs/a/episodes/2.jsonl'), 'utf8').trim().split('\n')
    const steps = lines.flatMap((line) => (JSON.parse(line) as { steps: Record<string, unknown>[] }).steps)
    const thinking = steps.filter(
      ({ thought, valid }) => typeof thought === 'string' && thought !== '' && valid === true,
    )
    expect(thinking.length).toBeGreaterThan(0)
    // 430 opens a turn; 431 closes the one the policy wrote.
    for (const { prompt } of steps as { prompt: number[] }[]) expect(prompt[0]).toBe(430)
    expect((thinking[0] as { completion: number[] }).completion.at(-1)).toBe(431)

    const checkpoint = join(cwd, 'runs/a/checkpoints/2')
    for (const file of ['config.json', 'generation_config.json', 'tokenizer.json', 'tokenizer_config.json'])
      expect(readFileSync(join(checkpoint, file)).equals(readFileSync(join(source, file))), file).toBe(true)
  })

  it('gives equal numbers when its checkpoint is opened as a model', async () => {
    const checkpoint = join(cwd, 'runs/a/checkpoints/2')
    const open = (path: string) => createEmbeddedEngine({ model: { path }, key: rootKey(0), contextLength: 64 })
    const [loaded, opened] = [await open(source), await open(checkpoint)]
    const row = { prompt: [430, 82, 88], completion: [304, 198, 431], weights: [1, 1, 1] }
    const before = await loaded.forward([row])
    await loaded.load(checkpoint)
    expect(await opened.forward([row])).toEqual(await loaded.forward([row]))
    expect(await opened.forward([row])).not.toEqual(before)
    await loaded.close()
    await opened.close()
  })

  it('is evaluated from its run', async () => {
    const evaluated = await json('eval', 'runs/a', '--split', 'valid_unseen', '--games', '2', '--temperature', '0')
    expect(evaluated.panels).toMatchObject([{ panel: 'valid_unseen', tasks: { length: 2 } }])
  })

  it('reads the whole prompt of the bundled recipes', async () => {
    const small = [
      'rollout.tasks=1',
      'rollout.members=2',
      'rollout.maxTokens=8',
      'environment.maxSteps=1',
      'iterations=1',
    ]
    const panels = [
      'evaluation.first=false',
      'evaluation.last=false',
      'evaluation.selectBest=null',
      'evaluation.panels=[]',
    ]
    const set = ['model.path=runs/a/checkpoints/2', 'model.lora.rank=2', ...small, ...panels]
    const refused = await cli('train', 'alfworld-verl', '--set', ...set)
    expect(refused.stderr).toContain(`contextLength 2560 exceeds the model's ${CONTEXT}`)
    const context = `engine.options.contextLength=${CONTEXT}`
    for (const [name, size] of [
      ['alfworld-verl', 'environment.games=4'],
      ['webshop-verl', 'environment.options.products=60'],
    ] as const) {
      await json('train', name, '--run', name, '--set', ...set, context, size)
      const [line] = readFileSync(join(cwd, 'runs', name, 'episodes/1.jsonl'), 'utf8').split('\n')
      expect((JSON.parse(line!) as { steps: { prompt: number[] }[] }).steps[0]!.prompt.length).toBeGreaterThan(300)
    }
  })

  it('is refused where completions leave no room', async () => {
    const { code, stderr } = await cli('train', 'thinker.yaml', '--set', 'rollout.maxTokens=512', 'supervised=null')
    expect(code).toBe(2)
    expect(stderr).toMatch(/rollout\.maxTokens is 512, but prompt and completion have 512 tokens together/)
  })
})
