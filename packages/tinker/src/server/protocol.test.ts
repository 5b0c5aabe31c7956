// Requests as the official Python client sends them, in the form of the protocol's tables, with fields that a server of today
// does not know; and its refusals in the shape that client reads.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createToyEngine, createToyTokenizer } from '@gigpo/core/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTinkerServer, type TinkerServer } from './create-tinker-server.ts'

const tokenizer = createToyTokenizer()
const checkpoints = mkdtempSync(join(tmpdir(), 'gigpo-tinker-'))
let server: TinkerServer
let session: string

beforeAll(async () => {
  server = await createTinkerServer({
    createEngine: () => createToyEngine({ seed: 2, seamless: true }),
    baseModel: 'toy',
    checkpoints,
    maxModels: 8,
    holdMs: 200,
  })
  session = (
    await post('create_session', { tags: [], sdk_version: '0.25.0', user_metadata: null, type: 'create_session' })
  ).session_id as string
})
afterAll(async () => {
  await server.close()
  rmSync(checkpoints, { recursive: true, force: true })
})

type Json = Record<string, unknown>

async function raw(method: string, path: string, body?: unknown, type = 'application/json') {
  const response = await fetch(`${server.url}/api/v1/${path}`, {
    method,
    headers: {
      'x-api-key': 'tml-dummy',
      'x-stainless-lang': 'python',
      ...(body === undefined ? {} : { 'content-type': type }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as Json }
}

async function post(path: string, body: unknown): Promise<Json> {
  const reply = await raw('POST', path, body)
  expect(reply, JSON.stringify(reply.body)).toMatchObject({ status: 200 })
  return reply.body
}

/** The result of work, through its future. */
async function done(path: string, body: unknown): Promise<Json> {
  const { request_id } = await post(path, body)
  return post('retrieve_future', { request_id, allow_metadata_only: true })
}

async function createModel(): Promise<string> {
  const answer = await post('create_model', {
    type: 'create_model',
    session_id: session,
    model_seq_id: null,
    base_model: 'toy',
    lora_config: { rank: 32, seed: null, train_unembed: true, train_mlp: true, train_attn: true },
    user_metadata: { purpose: 'test' },
    model_role: 'policy',
  })
  expect(answer).toMatchObject({ status: 'created', base_model: 'toy', lora_config: { rank: 32 } })
  const result = await post('retrieve_future', { request_id: answer.request_id })
  expect(result).toMatchObject({
    model_id: answer.model_id,
    lora_config: { rank: 32, alpha: 32, train_attn: true, train_unembed: false },
  })
  return answer.model_id as string
}

const prompt = (tokens: number[]) => ({ chunks: [{ type: 'encoded_text', tokens }] })
const tensor = (data: number[], dtype: 'int64' | 'float32') => ({ data, dtype, shape: [data.length] })
const datum = (extra: Json) => ({
  model_input: prompt([1, 2, 3]),
  loss_fn_inputs: { target_tokens: tensor([2, 3, 4], 'int64'), ...extra },
})
const adam_params = { learning_rate: 0.1, beta1: 0.9, beta2: 0.95, eps: 1e-12, weight_decay: 0, grad_clip_norm: 0 }
const pass = (
  model_id: string,
  seq_id: number,
  data: unknown[],
  loss_fn: string,
  loss_fn_config: Json | null = null,
) => ({
  model_id,
  seq_id,
  forward_backward_input: { data, loss_fn, loss_fn_config },
  type: 'forward_backward',
})

describe('what a training script asks for', () => {
  it('what the server is', async () => {
    expect(await raw('GET', 'healthz')).toEqual({ status: 200, body: { status: 'ok' } })
    expect((await raw('GET', 'get_server_capabilities')).body).toEqual({
      supported_models: [{ model_name: 'toy', max_context_length: 64 }],
    })
    expect(await post('client/config', { sdk_version: '0.25.0' })).toMatchObject({ pjwt_auth_enabled: false })
    expect((await raw('POST', 'client/dynamic_config', { sdk_version: '0.25.0' })).status).toBe(404)
    expect(await post('session_heartbeat', { session_id: session })).toEqual({ type: 'session_heartbeat' })
  })

  it('a supervised step, a save, a load, a sample', async () => {
    const model_id = await createModel()
    expect(await post('get_info', { model_id })).toMatchObject({
      model_id,
      model_data: { base_model: 'toy' },
      is_lora: true,
      lora_rank: 32,
    })
    const rows = [datum({ weights: tensor([0, 1, 1], 'float32'), mask: tensor([0, 1, 1], 'float32') })]
    const first = await done('forward_backward', pass(model_id, 1, rows, 'cross_entropy'))
    const [{ logprobs }] = first.loss_fn_outputs as [{ logprobs: { data: number[]; dtype: string; shape: number[] } }]
    expect(logprobs).toMatchObject({ dtype: 'float32', shape: [3] })
    expect(first).toMatchObject({ metrics: { 'loss:sum': -(logprobs.data[1]! + logprobs.data[2]!) } })
    const step = await done('optim_step', { model_id, seq_id: 2, adam_params, type: 'optim_step' })
    expect(step.metrics).toMatchObject({ 'skyrl.ai/grad_norm': expect.any(Number), 'skyrl.ai/learning_rate': 0.1 })
    const forward_input = { data: rows, loss_fn: 'cross_entropy', loss_fn_config: null }
    const after = await done('forward', { model_id, seq_id: 3, forward_input, type: 'forward' })
    const later = (after.loss_fn_outputs as [{ logprobs: { data: number[] } }])[0].logprobs.data
    expect(later[1]!).toBeGreaterThan(logprobs.data[1]!)

    const saved = await done('save_weights', {
      model_id,
      seq_id: 4,
      path: 'final_1',
      type: 'save_weights',
      ttl_seconds: null,
    })
    expect(saved).toEqual({ type: 'save_weights', path: `tinker://${model_id}/weights/final_1` })
    const other = await createModel()
    const load = { model_id: other, seq_id: 1, path: saved.path, optimizer: true, type: 'load_weights' }
    expect(await done('load_weights', load)).toMatchObject({ type: 'load_weights' })
    const loaded = await done('forward', { model_id: other, seq_id: 2, forward_input, type: 'forward' })
    expect(loaded.loss_fn_outputs).toEqual(after.loss_fn_outputs)

    const sampler = { model_id, seq_id: 5, sampling_session_seq_id: 1, path: null, type: 'save_weights_for_sampler' }
    const { sampling_session_id, path } = await done('save_weights_for_sampler', sampler)
    expect(path).toBeNull()
    expect((await raw('GET', `samplers/${sampling_session_id}`)).body).toMatchObject({
      base_model: 'toy',
      model_path: null,
    })
    const sample = await done('asample', {
      sampling_session_id,
      seq_id: 1,
      num_samples: 3,
      prompt: prompt([1, 2, 3]),
      sampling_params: { max_tokens: 5, seed: 7, stop: [0], temperature: 1, top_k: -1, top_p: 1 },
      prompt_logprobs: true,
      topk_prompt_logprobs: 0,
      type: 'sample',
    })
    expect(sample.sequences).toHaveLength(3)
    expect(sample.prompt_logprobs).toEqual([null, expect.any(Number), expect.any(Number)])
    expect((sample.prompt_logprobs as number[])[2]).toBeCloseTo(later[1]!, 12)
    await done('unload_model', { model_id: other, type: 'unload_model' })
    expect((await raw('POST', 'get_info', { model_id: other })).status).toBe(404)
  })

  it('the losses of reinforcement learning, by their bounds', async () => {
    // One token with a ratio of e^0.5 = 1.65 and an advantage of 2.
    const model_id = await createModel()
    const score = await done('forward', {
      model_id,
      seq_id: 1,
      forward_input: { data: [datum({})], loss_fn: 'cross_entropy' },
    })
    const logprobs = (score.loss_fn_outputs as [{ logprobs: { data: number[] } }])[0].logprobs.data
    const old = [0, 0, logprobs[2]! - 0.5]
    const rows = [datum({ logprobs: tensor(old, 'float32'), advantages: tensor([0, 0, 2], 'float32') })]
    const ratio = Math.exp(0.5)
    const expected: [string, Json | null, number][] = [
      ['importance_sampling', null, -2 * ratio],
      ['ppo', null, -2 * 1.2],
      ['ppo', { clip_low_threshold: 0.8, clip_high_threshold: 1.5 }, -2 * 1.5],
      ['cispo', { clip_high_threshold: 1.5 }, -2 * 1.5 * logprobs[2]!],
    ]
    for (const [i, [loss, config, value]] of expected.entries()) {
      const result = await done('forward_backward', pass(model_id, 2 + i, rows, loss, config))
      expect((result.metrics as Json)['loss:sum'], loss).toBeCloseTo(value, 9)
    }
    for (const loss of ['dro', 'gspo', 'ppo_critic']) {
      const refused = await raw('POST', 'forward_backward', pass(model_id, 10, rows, loss))
      expect(refused).toMatchObject({ status: 400, body: { detail: expect.stringContaining(`no loss "${loss}"`) } })
    }
    expect((await raw('POST', 'forward_backward', pass(model_id, 10, rows, 'ppo', { epsilon: 0.2 }))).status).toBe(422)
  })

  it('samples of the base model and of a saved one, with stop texts', async () => {
    const ask = (body: Json) => done('asample', { prompt: prompt([1, 2]), num_samples: 2, ...body })
    const params = { max_tokens: 6, seed: 1, stop: [] as unknown[] }
    const base = await ask({ base_model: 'toy', sampling_params: params })
    expect(await ask({ base_model: 'toy', sampling_params: params })).toEqual(base)
    const [{ tokens }] = base.sequences as [{ tokens: number[]; logprobs: number[] }]
    expect(tokens).toHaveLength(6)
    const stop = tokenizer.decode([tokens[2]!])
    const [cut] = (await ask({ base_model: 'toy', sampling_params: { ...params, stop: [stop, 'no such word'] } }))
      .sequences as [Json]
    const end = tokens.findIndex((token) => tokenizer.decode([token]).includes(stop))
    expect(cut).toMatchObject({ tokens: tokens.slice(0, end + 1), stop_reason: 'stop' })

    const model_id = await createModel()
    const saved = await done('save_weights_for_sampler', { model_id, path: 'ready', seq_id: 1 })
    expect(saved).toEqual({
      type: 'save_weights_for_sampler',
      path: `tinker://${model_id}/ready`,
      sampling_session_id: null,
    })
    expect(await ask({ model_path: saved.path, sampling_params: params })).toEqual(base)
    const opened = await post('create_sampling_session', {
      session_id: session,
      sampling_session_seq_id: 0,
      model_path: saved.path,
    })
    const { sampling_session_id } = opened
    expect(await ask({ sampling_session_id, sampling_params: params })).toEqual(base)
  })

  it('what was trained and kept', async () => {
    const model_id = await createModel()
    await done('save_weights', { model_id, path: 'a', seq_id: 1 })
    await done('save_weights_for_sampler', { model_id, path: 'b', seq_id: 2 })
    const { checkpoints: kept } = (await raw('GET', `training_runs/${model_id}/checkpoints`)).body
    expect(kept).toMatchObject([
      { checkpoint_id: 'weights/a', checkpoint_type: 'training', tinker_path: `tinker://${model_id}/weights/a` },
      { checkpoint_id: 'sampler_weights/b', checkpoint_type: 'sampler' },
    ])
    const runs = (await raw('GET', 'training_runs?limit=100&offset=0')).body
    expect(runs).toMatchObject({ cursor: { offset: 0, limit: 100 } })
    expect(runs.training_runs).toContainEqual(expect.objectContaining({ training_run_id: model_id, base_model: 'toy' }))
    const tinker_path = `tinker://${model_id}/weights/a`
    expect(await post('weights_info', { tinker_path })).toMatchObject({
      base_model: 'toy',
      is_lora: true,
      lora_rank: 32,
    })
    expect((await raw('DELETE', `training_runs/${model_id}/checkpoints/a`)).status).toBe(400)
    expect((await raw('DELETE', `training_runs/${model_id}/checkpoints/weights/a`)).status).toBe(204)
    expect((await raw('POST', 'weights_info', { tinker_path })).status).toBe(404)
  })
})

describe('refusals', () => {
  it('a body that does not fit is 422 with one entry a problem', async () => {
    const missing = await raw('POST', 'create_model', { session_id: session, lora_config: { rank: 'high' } })
    expect(missing.status).toBe(422)
    expect(missing.body.detail).toEqual([
      { type: 'missing', loc: ['body', 'base_model'], msg: 'Field required', input: null },
      { type: 'value_error', loc: ['body', 'lora_config', 'rank'], msg: expect.any(String), input: 'high' },
    ])
    expect((await raw('POST', 'create_model', '{"session_id":')).status).toBe(422)
  })

  it('what no web page may send is not read', async () => {
    expect((await raw('POST', 'create_session', '{}', 'text/plain')).status).toBe(415)
  })

  it('unknown ids are 404, and paths do not leave the folder of checkpoints', async () => {
    const unknown: [string, Json][] = [
      ['session_heartbeat', { session_id: 'x' }],
      ['retrieve_future', { request_id: 'x' }],
      ['optim_step', { model_id: 'x', adam_params }],
      ['asample', { sampling_session_id: 'x', prompt: prompt([1]), sampling_params: { max_tokens: 1 } }],
      ['asample', { model_path: 'tinker://x/weights/y', prompt: prompt([1]), sampling_params: { max_tokens: 1 } }],
    ]
    for (const [path, body] of unknown) expect((await raw('POST', path, body)).status, path).toBe(404)
    for (const path of ['tinker://../weights/y', 'tinker://x/weights/..', '/etc/passwd', 'tinker://x/y/z/w']) {
      expect((await raw('POST', 'weights_info', { tinker_path: path })).status, path).toBe(400)
    }
    const model_id = await createModel()
    for (const path of ['../out', 'a/b', 'a b', '']) {
      const { status } = await raw('POST', 'save_weights', { model_id, seq_id: 1, path })
      expect([400, 422], path).toContain(status)
    }
    await done('unload_model', { model_id })
  })

  it('a number is used once, a checkpoint’s name too, and weights are loaded first', async () => {
    const model_id = await createModel()
    const step = { model_id, seq_id: 1, adam_params }
    const { request_id } = await post('optim_step', step)
    expect((await post('optim_step', step)).request_id).toBe(request_id)
    const other = { ...step, adam_params: { ...adam_params, learning_rate: 0.2 } }
    expect((await raw('POST', 'optim_step', other)).status).toBe(409)
    await done('save_weights', { model_id, seq_id: 3, path: 'once' })
    expect((await raw('POST', 'save_weights', { model_id, seq_id: 4, path: 'once' })).status).toBe(409)
    expect((await raw('POST', 'optim_step', { ...step, seq_id: 2 })).status).toBe(409)
    await done('save_weights', { model_id, seq_id: 5, path: 'once', overwrite: true })
    const load = { model_id, seq_id: 6, path: `tinker://${model_id}/weights/once`, optimizer: true }
    expect(await raw('POST', 'load_weights', load)).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('first request') },
    })
    await done('unload_model', { model_id })
  })

  it('a future that failed is 400, and so is what the engine cannot do', async () => {
    const model_id = await createModel()
    const { request_id } = await post('asample', {
      base_model: 'toy',
      prompt: prompt([999]),
      sampling_params: { max_tokens: 1 },
    })
    expect(await raw('POST', 'retrieve_future', { request_id })).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('token id'), gigpo_error: { code: 'contract' } },
    })
    for (const body of [
      { base_model: 'other' },
      { base_model: 'toy', model_path: 'tinker://a/b' },
      { base_model: 'toy', topk_prompt_logprobs: 3 },
      { base_model: 'toy', prompt: { chunks: [{ type: 'image', data: '', format: 'png' }] } },
    ]) {
      const asked = { prompt: prompt([1]), sampling_params: { max_tokens: 1 }, ...body }
      expect((await raw('POST', 'asample', asked)).status, JSON.stringify(body)).toBe(400)
    }
    const misaligned = [{ model_input: prompt([1, 2]), loss_fn_inputs: { target_tokens: tensor([9, 9], 'int64') } }]
    expect((await raw('POST', 'forward_backward', pass(model_id, 1, misaligned, 'cross_entropy'))).status).toBe(400)
  })

  it('a future that is not done yet is 408, as often as it is asked for', async () => {
    let release = (): void => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const slow = createToyEngine()
    slow.optimStep = async () => {
      await held
      return { gradientNorm: 0, policyVersion: 1 }
    }
    const options = { baseModel: 'slow', checkpoints, holdMs: 10, createEngine: () => slow }
    const other = await createTinkerServer(options)
    const ask = async (path: string, body: object) => {
      const headers = { 'content-type': 'application/json' }
      const response = await fetch(`${other.url}/api/v1/${path}`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      })
      return { status: response.status, body: (await response.json()) as Json }
    }
    const { session_id } = (await ask('create_session', {})).body
    const created = await ask('create_model', { session_id, base_model: 'slow', lora_config: { rank: 0 } })
    const { request_id } = (await ask('optim_step', { model_id: created.body.model_id, seq_id: 1, adam_params })).body
    for (let i = 0; i < 3; i++) expect((await ask('retrieve_future', { request_id })).status).toBe(408)
    release()
    for (let i = 0; i < 2; i++) {
      expect(await ask('retrieve_future', { request_id })).toMatchObject({ status: 200, body: { type: 'optim_step' } })
    }
    await other.close()
  })
})
