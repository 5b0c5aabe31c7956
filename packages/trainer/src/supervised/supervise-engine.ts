// The supervised start: maximum likelihood on demonstrations until the step budget is spent or the held-out loss has not
// improved for `patience` validations; the best weights seen are the ones kept. Batches follow keyed epochs, so equal keys
// train equal weights. The optimiser's moments stay in the engine; whoever goes on with RL loads weights only.
import { type Datum, type Engine, fold, GigpoError, type RandomKey, stream } from '@gigpo/core'
import type { SupervisedConfig } from '../config/index.ts'
import { adamStepAt } from '../loop/learning-rate.ts'
import { checkInterrupted } from '../rollout/play-episodes.ts'
import type { Metrics } from '../run-directory/index.ts'
import type { Demonstrations } from './collect-demonstrations.ts'
import { encodeDemonstrations } from './encode-demonstrations.ts'

/** What demonstrations and the supervised start of a run draw from: equal seeds give equal starts, alone or inside `train`. */
export function startKey(root: RandomKey): RandomKey {
  return fold(root, 'start')
}

export interface SuperviseOptions {
  readonly engine: Engine
  readonly demonstrations: Demonstrations
  readonly config: Pick<SupervisedConfig, 'steps' | 'batch' | 'optimizer' | 'validation'>
  readonly root: RandomKey
  /** A path that does not exist yet, for the best weights so far; used when validation is on. */
  readonly bestDirectory: () => string
  readonly signal?: AbortSignal | undefined
  /** Called after every optimiser step; `iteration` counts them from 1. */
  readonly onStep?: ((metrics: Metrics) => void) | undefined
}

export interface SuperviseReport {
  readonly steps: number
  readonly rows: number
  readonly heldOutRows: number
  /** Rows longer than the context, left out. */
  readonly tooLong: number
  /** Mean loss per token of the last batch, nats. */
  readonly loss: number
  /** Held-out loss of the weights kept, nats per token; null without validation. */
  readonly validationLoss: number | null
  /** Optimiser step after which the kept weights were best; `steps` without validation. */
  readonly bestStep: number
  readonly stoppedEarly: boolean
}

/** @throws GigpoError `data` when no row is left to train on, `interrupted`, `non-finite`. */
export async function superviseEngine(options: SuperviseOptions): Promise<SuperviseReport> {
  const { engine, config } = options
  const root = fold(options.root, 'supervised')
  const { training, heldOut, tooLong } = split(options, root)
  const batchAt = createBatches(training, config.batch, root)
  const validation = heldOut.length === 0 ? null : config.validation
  let best = { loss: Number.POSITIVE_INFINITY, step: 0, directory: '' }
  let waited = 0
  let loss = Number.NaN
  let step = 0
  let stoppedEarly = false
  while (step < config.steps && !stoppedEarly) {
    await checkInterrupted(options.signal)
    const batch = batchAt(step)
    const report = await engine.forwardBackward(batch, { kind: 'cross-entropy' })
    const adam = adamStepAt(config.optimizer, step, config.steps)
    const { gradientNorm } = await engine.optimStep(adam)
    loss = report.loss
    step++
    const metrics: Record<string, number> = {
      'loss/train': loss,
      'policy/grad_norm': gradientNorm,
      'policy/lr': adam.learningRate,
    }
    if (validation !== null && (step % validation.every === 0 || step === config.steps)) {
      const current = await meanLoss(engine, heldOut)
      metrics['loss/validation'] = current
      if (current < best.loss) {
        best = { loss: current, step, directory: options.bestDirectory() }
        await engine.save(best.directory)
        waited = 0
      } else {
        waited++
        stoppedEarly = validation.patience !== null && waited >= validation.patience
      }
    }
    options.onStep?.({ ...metrics, iteration: step })
  }
  if (validation !== null && best.step !== step) await engine.load(best.directory, { weightsOnly: true })
  return {
    steps: step,
    rows: training.length,
    heldOutRows: heldOut.length,
    tooLong,
    loss,
    validationLoss: validation === null ? null : best.loss,
    bestStep: validation === null ? step : best.step,
    stoppedEarly,
  }
}

/** Holds out whole episodes, keyed, at most half of them. */
function split({ engine, demonstrations, config }: SuperviseOptions, root: RandomKey) {
  const episodes = stream(root, 'split').shuffle(demonstrations.episodes)
  const held = Math.min(config.validation?.episodes ?? 0, Math.floor(episodes.length / 2))
  const encode = (part: typeof episodes) => encodeDemonstrations(part, engine.tokenizer, engine.contextLength)
  const heldOut = encode(episodes.slice(0, held))
  const training = encode(episodes.slice(held))
  if (training.rows.length === 0) {
    throw new GigpoError(
      'data',
      `no demonstration is left to learn from: ${demonstrations.successes} of ${demonstrations.played} succeeded, ${training.tooLong} rows are longer than the context`,
      {
        remedy: 'raise supervised.maxSteps, supervised.demonstrations or model.contextLength',
      },
    )
  }
  return { training: training.rows, heldOut: heldOut.rows, tooLong: training.tooLong + heldOut.tooLong }
}

/** Batch `step` of an endless sequence of shuffled epochs; token weights sum to 1 in each batch. */
function createBatches(rows: readonly Datum[], size: number, root: RandomKey): (step: number) => Datum[] {
  let epoch = -1
  let order: Datum[] = []
  const rowAt = (position: number): Datum => {
    const wanted = Math.floor(position / rows.length)
    if (wanted !== epoch) {
      epoch = wanted
      order = stream(root, 'epoch', epoch).shuffle(rows)
    }
    return order[position % rows.length]!
  }
  return (step) => {
    const batch = Array.from({ length: size }, (_, i) => rowAt(step * size + i))
    const tokens = batch.reduce((sum, datum) => sum + datum.completion.length, 0)
    return batch.map((datum) => ({ ...datum, weights: datum.completion.map(() => 1 / tokens) }))
  }
}

/** −log π per token over rows, nats. */
async function meanLoss(engine: Engine, rows: readonly Datum[]): Promise<number> {
  let sum = 0
  let tokens = 0
  for (const { logprobs } of await engine.forward(rows)) {
    for (const value of logprobs) sum -= value
    tokens += logprobs.length
  }
  return sum / tokens
}
