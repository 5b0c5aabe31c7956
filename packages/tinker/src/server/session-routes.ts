// Who talks to the server: what it can do, sessions and their heartbeats, models, and the futures of everything else.
import type { Hono } from 'hono'
import { type AdapterSpec, adapterOf, toLoraConfig } from '../wire/adapter.ts'
import { type Announcement, EXTENSION_VERSION } from '../wire/extensions.ts'
import { createModelSchema, modelSchema, nothingSchema, retrieveSchema, sessionSchema } from '../wire/requests.ts'
import { post } from './endpoint.ts'
import { FailedFuture, HttpError } from './http-error.ts'
import type { ServerState } from './state.ts'
import { toProtobuf } from './to-protobuf.ts'

/** Rows and bytes of one `forward_backward` that this server takes; see MAX_BODY in create-tinker-server.ts. */
const CHUNK = { rows: 65_536, bytes: 200e6 }

export function sessionRoutes(app: Hono, state: ServerState): void {
  const { sessions, models, futures, baseModel, limits } = state
  app.get('/healthz', (c) => c.json({ status: 'ok' }))
  app.get('/get_server_capabilities', (c) =>
    c.json({ supported_models: [{ model_name: baseModel, max_context_length: limits.contextLength }] }),
  )
  const announcement: Announcement = { version: EXTENSION_VERSION, context_length: limits.contextLength }
  post(app, '/client/config', nothingSchema, () => ({
    pjwt_auth_enabled: false,
    ...(state.extensions
      ? {
          fwdbwd_max_chunk_len: CHUNK.rows,
          fwdbwd_max_chunk_bytes_count: CHUNK.bytes,
          gigpo: announcement,
        }
      : {}),
  }))
  app.get('/gigpo/tokenizer', (c) => {
    if (state.extensions && state.tokenizerFiles !== undefined) return c.json(state.tokenizerFiles as object)
    throw new HttpError(404, 'this server offers no tokenizer')
  })

  post(app, '/create_session', nothingSchema, () => ({
    type: 'create_session',
    session_id: sessions.create(),
    info_message: null,
    warning_message: null,
    error_message: null,
  }))
  post(app, '/session_heartbeat', sessionSchema, ({ body }) => {
    sessions.heartbeat(body.session_id)
    return { type: 'session_heartbeat' }
  })
  post(app, '/telemetry', nothingSchema, () => ({ status: 'accepted' }))

  // A create that was repeated because its answer was lost makes no second model.
  const created = new Map<string, { readonly modelId: string; readonly requestId: string }>()
  post(app, '/create_model', createModelSchema, ({ body }) => {
    const { session_id, base_model, lora_config, model_seq_id } = body
    sessions.assertKnown(session_id)
    if (base_model !== baseModel)
      throw new HttpError(400, `this server has no model "${base_model}"; it has "${baseModel}"`)
    const key = `${session_id}:${model_seq_id}`
    let answer = model_seq_id === undefined || model_seq_id === null ? undefined : created.get(key)
    if (answer === undefined) {
      const adapter = (state.extensions ? body.gigpo_lora : undefined) ?? adapterOf(lora_config)
      const model = models.create(session_id, adapter, lora_config.seed ?? 0)
      const requestId = futures.submit(async () => {
        await model.inTurn(async () => undefined)
        return { type: 'create_model', model_id: model.id, base_model, ...adapterFacts(model.adapter) }
      })
      answer = { modelId: model.id, requestId }
      if (model_seq_id !== undefined && model_seq_id !== null) created.set(key, answer)
    }
    const { modelId, requestId } = answer
    return { model_id: modelId, request_id: requestId, base_model, lora_config, status: 'created' }
  })
  post(app, '/get_info', modelSchema, async ({ body }) => {
    const model = models.get(body.model_id)
    const engine = await model.engine
    return {
      type: 'get_info',
      model_id: model.id,
      status: 'created',
      model_data: {
        arch: 'transformer',
        base_model: baseModel,
        model_name: baseModel,
        lora_config: toLoraConfig(model.adapter),
      },
      model_name: baseModel,
      ...adapterFacts(model.adapter),
      ...(state.extensions ? { gigpo_engine: engine.describe() } : {}),
    }
  })
  post(app, '/unload_model', modelSchema, ({ body }) => {
    const model = models.get(body.model_id)
    const requestId = futures.submit(async () => {
      await models.remove(model.id)
      return { model_id: model.id, status: 'unloaded', type: 'unload_model' }
    })
    return submitted(requestId, model.id)
  })

  post(app, '/retrieve_future', retrieveSchema, async ({ body, likesProtobuf }) => {
    const outcome = await futures.retrieve(body.request_id, state.holdMs)
    if (outcome === undefined) throw new HttpError(408, 'the future is still pending: ask again')
    if (outcome.failure !== undefined) throw new FailedFuture(outcome.failure)
    return (likesProtobuf ? toProtobuf(outcome.result) : undefined) ?? (outcome.result as object)
  })
}

/** What is said of a model's adapter wherever a model is described. */
export function adapterFacts(adapter: AdapterSpec | undefined): object {
  return { is_lora: adapter !== undefined, lora_rank: adapter?.rank ?? 0, lora_config: toLoraConfig(adapter) }
}

/** The answer to work that was accepted. */
export function submitted(requestId: string, modelId: string | null): object {
  return { request_id: requestId, future_id: requestId, status: 'pending', model_id: modelId }
}
