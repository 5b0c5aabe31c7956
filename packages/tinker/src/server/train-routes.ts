// Learning: passes over data, the optimiser's step, and checkpoints of both.
import type { Datum, Engine, TokenLogProbs } from '@gigpo/core'
import type { Hono } from 'hono'
import { decodeForwardBackwardRequest } from '../protobuf/forward-backward-request.ts'
import {
  forwardBackwardSchema,
  forwardSchema,
  loadWeightsSchema,
  optimStepSchema,
  type Pass,
  saveWeightsSchema,
} from '../wire/requests.ts'
import { post } from './endpoint.ts'
import { HttpError } from './http-error.ts'
import type { ServedModel } from './served-model.ts'
import { submitted } from './session-routes.ts'
import type { ServerState } from './state.ts'
import { columnsOf, toDatum, toOutput } from './to-data.ts'
import { toLoss } from './to-loss.ts'

export function trainRoutes(app: Hono, state: ServerState): void {
  const { models, futures, checkpoints } = state

  /** Does a numbered request of a model once, in its turn. */
  const once = (
    body: { readonly model_id: string; readonly seq_id?: number | null | undefined },
    digest: string,
    prepare: (model: ServedModel) => (engine: Engine) => Promise<object>,
  ): object => {
    const model = models.get(body.model_id)
    const requestId = model.once(body.seq_id, digest, () => {
      const work = prepare(model)
      model.isFresh = false
      return futures.submit(() => model.inTurn(work))
    })
    return submitted(requestId, model.id)
  }

  post(app, '/forward', forwardSchema, ({ body, digest }) =>
    once(body, digest, () => preparePass(body.forward_input, false, state.extensions)),
  )
  post(
    app,
    '/forward_backward',
    forwardBackwardSchema,
    ({ body, digest }) =>
      once(body, digest, () => preparePass(body.forward_backward_input, body.forward_only !== true, state.extensions)),
    fromProtobuf,
  )

  post(app, '/optim_step', optimStepSchema, ({ body, digest }) =>
    once(body, digest, () => async (engine) => {
      const { learning_rate, beta1, beta2, eps, weight_decay, grad_clip_norm } = body.adam_params
      const { gradientNorm, policyVersion } = await engine.optimStep({
        learningRate: learning_rate,
        beta1,
        beta2,
        epsilon: eps,
        weightDecay: weight_decay,
        ...((grad_clip_norm ?? 0) > 0 ? { gradientClip: grad_clip_norm as number } : {}),
      })
      const metrics = { 'skyrl.ai/grad_norm': gradientNorm, 'skyrl.ai/learning_rate': learning_rate }
      return { type: 'optim_step', metrics: { ...metrics, 'gigpo/policy_version': policyVersion } }
    }),
  )

  post(app, '/save_weights', saveWeightsSchema, ({ body, digest }) =>
    once(body, digest, (model) => {
      const place = checkpoints.reserve(model.id, 'weights', body.path, body.overwrite === true)
      return async (engine) => {
        await checkpoints.describe(model.id, { baseModel: state.baseModel, adapter: model.adapter })
        await engine.save(place.directory)
        return { type: 'save_weights', path: place.path }
      }
    }),
  )

  post(app, '/load_weights', loadWeightsSchema, ({ body, digest }) =>
    once(body, digest, (model) => {
      if (!model.isFresh) throw new HttpError(400, 'load_weights must be the first request of a model: create another')
      const directory = checkpoints.find(body.path)
      return async (engine) => {
        await engine.load(directory, { weightsOnly: !body.optimizer })
        return {
          type: 'load_weights',
          path: body.path,
          ...(state.extensions ? { gigpo_policy_version: engine.policyVersion } : {}),
        }
      }
    }),
  )
}

function fromProtobuf(bytes: Uint8Array): object {
  const { modelId, seqId, data, lossFn, lossFnConfig, forwardOnly } = decodeForwardBackwardRequest(bytes)
  return {
    model_id: modelId,
    seq_id: seqId,
    forward_backward_input: { data, loss_fn: lossFn, loss_fn_config: lossFnConfig },
    forward_only: forwardOnly,
  }
}

/** Checks the pass at once; the returned work computes it. */
function preparePass(pass: Pass, gradients: boolean, extensions: boolean): (engine: Engine) => Promise<object> {
  if (pass.gigpo_loss !== undefined && !extensions) throw new HttpError(400, 'this server does not take gigpo_loss')
  const loss = toLoss(pass)
  const columns = !gradients
    ? []
    : loss.kind === 'weighted'
      ? (['advantages', 'oldLogprobs'] as const)
      : columnsOf(loss.spec)
  const data = pass.data.map((datum) => toDatum(datum, columns))
  const answer = (tokens: readonly TokenLogProbs[], metrics: Readonly<Record<string, number>>): object => ({
    loss_fn_output_type: 'TokenLogprobs',
    loss_fn_outputs: data.map((datum, i) => toOutput(datum, tokens[i]!, extensions)),
    metrics,
  })
  return async (engine) => {
    if (!gradients) {
      const { temperature = 1 } = loss.kind === 'spec' ? loss.spec : {}
      return answer(await engine.forward(data, { temperature }), {})
    }
    if (loss.kind === 'spec') {
      const report = await engine.forwardBackward(data, loss.spec)
      return answer(report.tokens, { 'loss:sum': report.loss })
    }
    const scored = await engine.forward(data)
    const weighted = data.map((datum, i) => withClippedRatios(datum, scored[i]!.logprobs, loss))
    const report = await engine.forwardBackward(weighted, { kind: 'linear' })
    return answer(report.tokens, { 'loss:sum': report.loss })
  }
}

/** A row whose linear loss has CISPO's gradient: its advantages times the clipped ratios. */
function withClippedRatios(
  datum: Datum,
  logprobs: readonly number[],
  { low, high }: { readonly low: number; readonly high: number },
): Datum {
  return {
    ...datum,
    advantages: datum.advantages!.map((advantage, t) => {
      const ratio = Math.exp(logprobs[t]! - datum.oldLogprobs![t]!)
      return advantage * Math.min(high, Math.max(low, ratio))
    }),
  }
}
