// Passes in the words that every Tinker server knows. Its own `cross_entropy` and `ppo` serve where they are the loss exactly;
// any other loss of the log-probabilities goes by `forward`, its derivative here, and `importance_sampling`. What depends on
// more than the log-probabilities of the sampled tokens cannot be asked for and is refused.
//
// Servers differ in how token losses become one. With `sum` the contract's weights go into the weights or advantages. With
// `seq-mean` (SkyRL on JAX) the gradient is the mean over all N rows since the last step of each row's mean over its L
// targets: advantages times L·N undo both, and rows are held back until N is known.
import { type Datum, GigpoError, type LossReport, type LossSpec, type TokenLogProbs } from '@gigpo/core'
import type { WireDatum } from '../wire/model-input.ts'
import type { Connection } from './connection.ts'
import { localLoss } from './local-loss.ts'
import type { Passes } from './passes.ts'
import type { Reduction } from './reduction.ts'
import type { RemoteModel } from './remote-model.ts'
import { type PassPath, sendPass } from './send-pass.ts'
import { ofCompletion, toWireDatum } from './to-wire.ts'

/** A row whose gradient is −advantage·∂log π. */
interface HeldRow {
  readonly datum: Datum
  readonly logprobs: readonly number[]
  readonly advantages: readonly number[]
}

export function createPlainPasses(connection: Connection, reduction: Reduction): Passes {
  let held: HeldRow[] = []

  const send = async (
    model: RemoteModel,
    path: PassPath,
    data: readonly Datum[],
    wire: readonly WireDatum[],
    loss: { readonly loss_fn: string; readonly loss_fn_config?: Readonly<Record<string, number>> },
  ): Promise<TokenLogProbs[]> => {
    const { outputs } = await sendPass(connection, model, path, wire, loss)
    return data.map((datum, i) => {
      const logprobs = ofCompletion(outputs[i]!.logprobs, datum)
      // No server gives the entropy; −log π of a sampled token is an estimate of it without bias.
      return { logprobs, entropies: logprobs.map((value) => -value) }
    })
  }

  const forward = (model: RemoteModel, data: readonly Datum[]): Promise<TokenLogProbs[]> => {
    const wire = data.map((datum) => toWireDatum(datum, { weights: datum.completion.map(() => 1) }))
    return send(model, 'forward', data, wire, { loss_fn: 'cross_entropy' })
  }

  const sendRows = async (model: RemoteModel, rows: readonly HeldRow[]): Promise<void> => {
    const wire = rows.map(({ datum, logprobs, advantages }) => {
      const targets = datum.prompt.length + datum.completion.length - 1
      const scale = reduction === 'sum' ? 1 : targets * rows.length
      return toWireDatum(datum, { logprobs, advantages: advantages.map((advantage) => advantage * scale) })
    })
    const data = rows.map(({ datum }) => datum)
    await send(model, 'forward_backward', data, wire, { loss_fn: 'importance_sampling' })
  }

  return {
    forward: async (model, data, temperature) => {
      assertTemperature(temperature)
      return data.length === 0 ? [] : forward(model, data)
    },
    forwardBackward: async (model, data, loss) => {
      assertExpressible(loss)
      if (data.length === 0) return { loss: 0, tokens: [] }
      const direct = reduction === 'sum' ? serverLoss(data, loss) : undefined
      if (direct !== undefined) {
        const tokens = await send(model, 'forward_backward', data, direct.wire, direct.loss)
        return reportOf(data, tokens, loss)
      }
      const tokens = await forward(model, data)
      const logprobs = tokens.map((row) => row.logprobs)
      const { loss: total, slopes } = localLoss(data, logprobs, loss)
      const rows = data.map((datum, i) => ({ datum, logprobs: logprobs[i]!, advantages: slopes[i]!.map((x) => 0 - x) }))
      if (reduction === 'sum') await sendRows(model, rows)
      else held.push(...rows)
      return { loss: total, tokens }
    },
    flush: async (model) => {
      const rows = held
      held = []
      if (rows.length > 0) await sendRows(model, rows)
    },
    reset: () => {
      held = []
    },
  }
}

function reportOf(data: readonly Datum[], tokens: readonly TokenLogProbs[], loss: LossSpec): LossReport {
  const logprobs = tokens.map((row) => row.logprobs)
  return { loss: localLoss(data, logprobs, loss).loss, tokens }
}

/** The server's own loss where it is this one. @throws GigpoError `non-finite`. */
function serverLoss(data: readonly Datum[], loss: LossSpec) {
  if (loss.kind === 'cross-entropy') {
    const wire = data.map((datum) => toWireDatum(datum, { weights: finite('weights', datum.weights) }))
    return { wire, loss: { loss_fn: 'cross_entropy' } }
  }
  if (loss.kind !== 'ppo' || loss.dualClip !== undefined || loss.kl !== undefined) return undefined
  // A positive factor goes through the clip; another would turn it round.
  if (data.some(({ weights }) => weights.some((weight) => weight < 0))) return undefined
  const wire = data.map((datum) =>
    toWireDatum(datum, {
      logprobs: finite('logprobs', datum.oldLogprobs ?? []),
      advantages: finite(
        'advantages',
        (datum.advantages ?? []).map((advantage, t) => advantage * datum.weights[t]!),
      ),
    }),
  )
  const loss_fn_config = { clip_low_threshold: 1 - loss.clipLow, clip_high_threshold: 1 + loss.clipHigh }
  return { wire, loss: { loss_fn: 'ppo', loss_fn_config } }
}

function finite(name: string, values: readonly number[]): readonly number[] {
  const wrong = values.find((value) => !Number.isFinite(value))
  if (wrong === undefined) return values
  throw new GigpoError('non-finite', `the loss is not finite: ${name} holds ${wrong}`)
}

function assertExpressible(loss: LossSpec): void {
  assertTemperature(loss.temperature ?? 1)
  if (loss.kind === 'cross-entropy' || (loss.entropyCoefficient ?? 0) === 0) return
  throw new GigpoError('config', 'this server has no entropy of the whole distribution to give a bonus for', {
    remedy: 'set loss.entropyCoefficient to 0, or serve with gigpo engine serve',
  })
}

function assertTemperature(temperature: number): void {
  if (temperature === 1) return
  throw new GigpoError('config', `this server trains at temperature 1, received ${temperature}`, {
    remedy: 'set rollout.temperature to 1, or serve with gigpo engine serve',
  })
}
