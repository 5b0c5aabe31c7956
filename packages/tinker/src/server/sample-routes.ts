// Sampling: from a trainer's model as it was saved for the sampler, from the base model, or from a checkpoint.
import type { Hono } from 'hono'
import {
  type Asample,
  asampleSchema,
  createSamplingSessionSchema,
  type ModelSource,
  saveForSamplerSchema,
} from '../wire/requests.ts'
import { post } from './endpoint.ts'
import { HttpError } from './http-error.ts'
import type { ServedModel } from './served-model.ts'
import { submitted } from './session-routes.ts'
import type { SamplingSession, ServerState } from './state.ts'
import { stopTexts, toKey, tokensOf, toRequest, toSequence } from './to-sample.ts'

interface Source {
  readonly model: ServedModel
  /** The version that must still be the model's. */
  readonly version: number | undefined
}

export function sampleRoutes(app: Hono, state: ServerState): void {
  const { models, futures, samplings, checkpoints, sessions } = state

  post(app, '/save_weights_for_sampler', saveForSamplerSchema, ({ body, digest }) => {
    const model = models.get(body.model_id)
    const { path } = body
    const requestId = model.once(body.seq_id, digest, () => {
      model.isFresh = false
      if (typeof path === 'string') {
        const place = checkpoints.reserve(model.id, 'sampler_weights', path)
        return futures.submit(() =>
          model.inTurn(async (engine) => {
            await checkpoints.describe(model.id, { baseModel: state.baseModel, adapter: model.adapter })
            await engine.save(place.directory)
            return { type: 'save_weights_for_sampler', path: place.path, sampling_session_id: null }
          }),
        )
      }
      return futures.submit(() =>
        model.inTurn(async (engine) => {
          const id = state.createId()
          const version = engine.policyVersion
          samplings.set(id, { trained: { modelId: model.id, version }, path: undefined })
          return { type: 'save_weights_for_sampler', path: null, sampling_session_id: id }
        }),
      )
    })
    return submitted(requestId, model.id)
  })

  post(app, '/create_sampling_session', createSamplingSessionSchema, ({ body }) => {
    sessions.assertKnown(body.session_id)
    const path = pathOf(state, body)
    const id = state.createId()
    samplings.set(id, { trained: undefined, path })
    return { type: 'create_sampling_session', sampling_session_id: id }
  })
  app.get('/samplers/:id', (c) => {
    const { trained, path } = samplingOf(state, c.req.param('id'))
    return c.json({
      sampler_id: c.req.param('id'),
      base_model: state.baseModel,
      model_path: path ?? null,
      ...(state.extensions ? { gigpo_policy_version: trained?.version ?? 0 } : {}),
    })
  })

  // The same round asked for twice under one number is drawn once; another prompt may have the number again.
  const asked = new Map<string, string>()
  post(app, '/asample', asampleSchema, ({ body, digest }) => {
    const source = sourceOf(state, body)
    const key = typeof body.seq_id === 'number' ? `${source.model.id}:${body.seq_id}:${digest}` : undefined
    const before = key === undefined ? undefined : asked.get(key)
    if (before !== undefined && futures.has(before)) return submitted(before, source.model.id)
    if (key !== undefined) asked.delete(key)
    const requestId = futures.submit(drawing(state, source, body))
    if (key !== undefined) {
      asked.set(key, requestId)
      // Repeats come within minutes; the oldest of very many need not be remembered.
      if (asked.size > MOST_REMEMBERED) asked.delete(asked.keys().next().value!)
    }
    return submitted(requestId, source.model.id)
  })
}

const MOST_REMEMBERED = 65_536

/** Checks the request at once; the returned work draws. */
function drawing(state: ServerState, source: Source, body: Asample): () => Promise<unknown> {
  const { limits } = state
  if (body.gigpo_round !== undefined) {
    if (!state.extensions) throw new HttpError(400, 'this server does not take gigpo_round')
    const requests = body.gigpo_round.map(({ prompt, sampling_params, gigpo_key }) =>
      toRequest(tokensOf(prompt), sampling_params, gigpo_key, limits),
    )
    return async () => {
      const completions = await source.model.drawRound(requests, source.version)
      const responses = completions.map((completion) => ({ sequences: [toSequence(completion, [], limits.tokenizer)] }))
      return { type: 'sample', sequences: [], prompt_logprobs: null, gigpo_responses: responses }
    }
  }
  if (body.prompt === undefined || body.prompt === null) throw new HttpError(422, 'prompt is missing')
  if ((body.topk_prompt_logprobs ?? 0) > 0) throw new HttpError(400, 'this engine has no topk_prompt_logprobs')
  const prompt = tokensOf(body.prompt)
  const requests = Array.from({ length: body.num_samples }, (_, i) =>
    toRequest(prompt, body.sampling_params, toKey(body.sampling_params.seed, i, state.chance), limits),
  )
  const texts = stopTexts(body.sampling_params)
  return async () => {
    const completions = await source.model.draw(requests, source.version)
    return {
      type: 'sample',
      sequences: completions.map((completion) => toSequence(completion, texts, limits.tokenizer)),
      prompt_logprobs: body.prompt_logprobs === true ? await promptLogprobs(source.model, prompt) : null,
      topk_prompt_logprobs: null,
    }
  }
}

/** One a prompt token; the first has none. */
async function promptLogprobs(model: ServedModel, prompt: readonly number[]): Promise<(number | null)[]> {
  if (prompt.length < 2) return prompt.map(() => null)
  const completion = prompt.slice(1)
  const data = [{ prompt: prompt.slice(0, 1), completion, weights: completion.map(() => 1) }]
  const [scored] = await model.inTurn((engine) => engine.forward(data))
  return [null, ...scored!.logprobs]
}

function sourceOf(state: ServerState, body: Asample): Source {
  const { models, checkpoints } = state
  const { sampling_session_id } = body
  const { trained, path }: SamplingSession =
    typeof sampling_session_id === 'string'
      ? samplingOf(state, sampling_session_id)
      : { trained: undefined, path: pathOf(state, body) }
  if (trained !== undefined) return { model: models.get(trained.modelId), version: trained.version }
  if (path === undefined) return { model: models.baseSampler(), version: undefined }
  const { adapter } = checkpoints.factsOf(path)
  return { model: models.sampler(checkpoints.find(path), adapter), version: undefined }
}

function samplingOf(state: ServerState, id: string): SamplingSession {
  const sampling = state.samplings.get(id)
  if (sampling === undefined) throw new HttpError(404, `unknown sampling_session_id "${id}"`)
  return sampling
}

/** The checkpoint's path; undefined for the base model. */
function pathOf(state: ServerState, body: ModelSource): string | undefined {
  const { base_model, model_path } = body
  if ((typeof base_model === 'string') === (typeof model_path === 'string'))
    throw new HttpError(400, 'give exactly one of sampling_session_id, base_model and model_path')
  if (typeof model_path === 'string') {
    state.checkpoints.find(model_path)
    return model_path
  }
  if (base_model !== state.baseModel)
    throw new HttpError(400, `this server has no model "${base_model}"; it has "${state.baseModel}"`)
  return undefined
}
