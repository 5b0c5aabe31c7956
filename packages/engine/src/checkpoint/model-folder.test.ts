// Folders as Hugging Face's tools write them: read, written back byte for byte, and refused by name when damaged.
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { GigpoError } from '@gigpo/core'
import { afterAll, describe, expect, it } from 'vitest'
import { readFixture } from '../model/reference-fixture.test-support.ts'
import { buildPrefillGraph } from '../model/sampling-graphs.ts'
import { compile } from '../session/session.ts'
import { wholeModel } from './checkpoint.ts'
import { readConfig, readLayout, readTokenizer, readWeights } from './model-folder.ts'
import { readSafetensors, writeSafetensors } from './safetensors.ts'

const scratch = mkdtempSync(join(tmpdir(), 'gigpo-folder-'))
afterAll(() => rmSync(scratch, { recursive: true }))
const fixture = (name: string): string => fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url))

/** Of the model alone, without its references and its adapter. */
function filesOf(name: string): string[] {
  const entries = readdirSync(fixture(name), { withFileTypes: true })
  return entries.flatMap((entry) => (entry.isFile() && !entry.name.includes('reference') ? [entry.name] : []))
}

let copies = 0
/** A copy of a fixture that a test may damage. */
function copy(name: string): string {
  const folder = mkdtempSync(join(scratch, `copy${copies++}-`))
  for (const file of filesOf(name)) copyFileSync(join(fixture(name), file), join(folder, file))
  return folder
}

async function saved(name: string, change: (weights: Map<string, Float32Array>) => void = () => {}): Promise<string> {
  const from = fixture(name)
  const [config, weights, layout] = [
    await readConfig(from),
    await readWeights(from, await readConfig(from)),
    await readLayout(from),
  ]
  change(weights)
  const zeros = new Map([...weights].map(([key, values]) => [key, new Float32Array(values.length)]))
  const optimizer = { firstMoment: zeros, secondMoment: zeros, step: 0 }
  const to = join(scratch, `saved${copies++}`)
  const { files } = await readTokenizer(from)
  await wholeModel(config, { layout, tokenizer: files }).write(to, { weights, policyVersion: 0, optimizer })
  return to
}

async function logits(folder: string, prompt: readonly number[]): Promise<Float32Array> {
  const config = await readConfig(folder)
  const session = await compile(buildPrefillGraph(config, { batch: 1, promptLength: prompt.length }))
  const feeds = { tokens: Int32Array.from(prompt), positions: Int32Array.from(prompt.keys()), start: new Int32Array(1) }
  const outputs = await session.run({ ...Object.fromEntries(await readWeights(folder, config)), ...feeds })
  await session.release()
  return outputs.logits!
}

describe('numbers', () => {
  const numbers = (name: string) =>
    readFixture(name, 'reference.json') as {
      input_ids: number[]
      logits?: number[][]
      logits_float32_compute?: number[][]
    }

  it.each(['qwen2-tiny-bf16', 'qwen2-tiny-sharded'])('%s: logits of every position', async (name) => {
    const { input_ids: ids, logits: whole, logits_float32_compute: widened } = numbers(name)
    const expected = (widened ?? whole)!
    expect(expected).toHaveLength(ids.length)
    for (const [t, row] of expected.entries()) {
      const found = await logits(fixture(name), ids.slice(0, t + 1))
      row.forEach((x, i) => {
        expect(Math.abs(found[i]! - x)).toBeLessThan(2e-4)
      })
    }
  })

  it('shards are the same numbers as one file', async () => {
    const config = await readConfig(fixture('qwen2-tiny'))
    const [one, two] = [
      await readWeights(fixture('qwen2-tiny'), config),
      await readWeights(fixture('qwen2-tiny-sharded'), config),
    ]
    expect(two).toEqual(one)
  })

  it('go straight into the memory that is given, shared memory too', async () => {
    for (const name of ['qwen2-tiny-sharded', 'qwen2-tiny-bf16']) {
      const config = await readConfig(fixture(name))
      const expected = await readWeights(fixture(name), config)
      const memory = new Map(
        [...expected].map(([key, { length }]) => [
          key,
          new Float32Array(new SharedArrayBuffer(4 * length + 4), 4, length),
        ]),
      )
      await readWeights(fixture(name), config, (key) => memory.get(key))
      expect(memory).toEqual(expected)
    }
  })
})

describe('written again', () => {
  it.each(['qwen2-tiny', 'llama-tiny', 'qwen2-tiny-sharded', 'qwen2-tiny-bf16'])(
    '%s: every file has the bytes it came with',
    async (name) => {
      const to = await saved(name)
      const own = ['engine.json', 'optimizer.safetensors']
      const files = readdirSync(to).filter((file) => !own.includes(file))
      const came = filesOf(name).filter((file) => !file.includes('transformers5'))
      expect(files.sort()).toEqual(came.sort())
      for (const file of files)
        expect(readFileSync(join(to, file)).equals(readFileSync(join(fixture(name), file))), file).toBe(true)
      const config = await readConfig(to)
      expect((await wholeModel(config).readState(to)).weights).toEqual(await readWeights(fixture(name), config))
    },
  )

  it('trained bfloat16 is float32, and says so', async () => {
    const third = (weights: Map<string, Float32Array>): void => {
      weights.get('model.norm.weight')![0] = 1 / 3
    }
    const to = await saved('qwen2-tiny-bf16', third)
    const config = JSON.parse(readFileSync(join(to, 'config.json'), 'utf8'))
    expect(config).toEqual({ ...(readFixture('qwen2-tiny-bf16', 'config.json') as object), torch_dtype: 'float32' })
    expect((await readWeights(to, await readConfig(to))).get('model.norm.weight')![0]).toBe(Math.fround(1 / 3))
  })

  it('trained shards stay shards', async () => {
    const to = await saved('qwen2-tiny-sharded', (weights) => weights.get('model.norm.weight')!.fill(1 / 3))
    const index = 'model.safetensors.index.json'
    expect(readFileSync(join(to, index), 'utf8')).toBe(readFileSync(join(fixture('qwen2-tiny-sharded'), index), 'utf8'))
    expect((await readWeights(to, await readConfig(to))).get('model.norm.weight')![5]).toBe(Math.fround(1 / 3))
  })
})

describe('damage', () => {
  const failure = async (folder: string): Promise<GigpoError> => {
    const error = await (async () => {
      await readTokenizer(folder)
      await readWeights(folder, await readConfig(folder))
    })().catch((caught: unknown) => caught)
    expect(GigpoError.isInstance(error)).toBe(true)
    return error as GigpoError
  }
  const edit = (folder: string, file: string, change: (json: Record<string, unknown>) => unknown): void => {
    const path = join(folder, file)
    writeFileSync(path, JSON.stringify(change(JSON.parse(readFileSync(path, 'utf8')))))
  }
  const reshape = (folder: string): void => {
    const path = join(folder, 'model.safetensors')
    const { tensors } = readSafetensors(readFileSync(path))
    const [first, ...rest] = tensors
    writeFileSync(path, writeSafetensors([{ ...first!, shape: [first!.data.length] }, ...rest]))
  }
  const retype = (folder: string): void => {
    const path = join(folder, 'model.safetensors')
    const bytes = readFileSync(path)
    bytes.write('"I32"', bytes.indexOf('"F32"'))
    writeFileSync(path, bytes)
  }
  const two = 'model-00002-of-00002.safetensors'

  it.each<[string, string, (folder: string) => void, RegExp, RegExp]>([
    [
      'a missing shard',
      'qwen2-tiny-sharded',
      (f) => rmSync(join(f, two)),
      /shard model-00002-of-00002.* is missing/,
      /again/,
    ],
    [
      'no weights',
      'qwen2-tiny',
      (f) => rmSync(join(f, 'model.safetensors')),
      /neither model\.safetensors nor/,
      /safetensors/,
    ],
    [
      'a wrong shape',
      'qwen2-tiny',
      reshape,
      /embed_tokens\.weight is \[29184\], the model needs \[456,64\]/,
      /own folder/,
    ],
    ['an unknown type', 'qwen2-tiny', retype, /type "I32" is not one of F32, BF16, F16/, /not quantised/],
    [
      'a cut file',
      'qwen2-tiny',
      (f) => writeFileSync(join(f, 'model.safetensors'), readFileSync(join(f, 'model.safetensors')).subarray(0, -4)),
      /bytes \d+ to \d+ of/,
      /another copy/,
    ],
    [
      'an unknown architecture',
      'qwen2-tiny',
      (f) => edit(f, 'config.json', (c) => ({ ...c, model_type: 'gpt_oss' })),
      /model_type is "gpt_oss"; supported: qwen2, qwen3, llama, mistral/,
      /Qwen2\.5.*SmolLM2/,
    ],
    ['a config that is not JSON', 'qwen2-tiny', (f) => writeFileSync(join(f, 'config.json'), '{'), /not JSON/, /again/],
    [
      'no tokenizer',
      'qwen2-tiny',
      (f) => rmSync(join(f, 'tokenizer.json')),
      /tokenizer\.json is missing/,
      /tokenizer_config/,
    ],
    [
      'a broken template',
      'qwen2-tiny',
      (f) => writeFileSync(join(f, 'chat_template.jinja'), '{% if %}'),
      /Jinja/,
      /restore/,
    ],
    [
      'an index of another model',
      'qwen2-tiny-sharded',
      (f) =>
        edit(f, 'model.safetensors.index.json', (c) => ({
          weight_map: { ...(c.weight_map as object), 'model.layers.9.x': two },
        })),
      /does not hold model\.layers\.9\.x/,
      /different models/,
    ],
    [
      'an index that leaves the folder',
      'qwen2-tiny-sharded',
      (f) => edit(f, 'model.safetensors.index.json', () => ({ weight_map: { a: '../x.safetensors' } })),
      /"\.\.\/x\.safetensors"/,
      /index/,
    ],
    [
      'a head that is not the tied embedding',
      'qwen2-tiny',
      (f) => {
        const path = join(f, 'model.safetensors')
        const { tensors } = readSafetensors(readFileSync(path))
        const head = { ...tensors.find(({ name }) => name.includes('embed'))!, name: 'lm_head.weight' }
        writeFileSync(path, writeSafetensors([...tensors, { ...head, data: head.data.map((x) => x + 1) }]))
      },
      /lm_head\.weight is not the embedding/,
      /tie_word_embeddings/,
    ],
  ])('%s', async (_, name, damage, message, remedy) => {
    const folder = copy(name)
    damage(folder)
    const error = await failure(folder)
    expect(error.message).toMatch(message)
    expect(error.remedy).toMatch(remedy)
    expect(error.where).toContain(folder)
  })

  it('is no head that equals the embedding, and no table of rotary frequencies', async () => {
    const folder = copy('qwen2-tiny')
    const path = join(folder, 'model.safetensors')
    const { tensors } = readSafetensors(readFileSync(path))
    const head = { ...tensors.find(({ name }) => name.includes('embed'))!, name: 'lm_head.weight' }
    const table = { name: 'model.layers.0.self_attn.rotary_emb.inv_freq', shape: [8], data: new Float32Array(8) }
    writeFileSync(path, writeSafetensors([...tensors, head, table]))
    const config = await readConfig(folder)
    expect(await readWeights(folder, config)).toEqual(await readWeights(fixture('qwen2-tiny'), config))
  })
})
