// What every critic must keep: V sees only what came before its token, reported losses are Σ weight·ℓ of the contract,
// gradients are their derivatives, and checkpoints restore bit for bit. As for learners, the gradient is checked through
// the public interface: Adam's first step with a huge epsilon is −(lr/ε)·g, so the loss falls by (lr/ε)·‖g‖².
import type { Critic, CriticDatum, ValueLoss } from '../critic.ts'
import type { AdamStep } from '../engine.ts'
import type { MaybePromise } from '../environment.ts'
import { fold, rootKey, stream } from '../random.ts'
import { ensureAllclose } from './allclose.ts'
import { type Check, type CheckOptions, ensure, ensureEqual, ensureFails, toChecks } from './check.ts'
import { checkpointRules, STEP, type Training } from './checkpoint-rules.ts'
import { tokenValueLoss } from './reference-loss.ts'
import { withModel } from './sampler-checks.ts'

const ROOT = fold(rootKey(7), 'critic-checks')
const LOSSES: Readonly<Record<string, ValueLoss>> = { squared: { clip: null }, clipped: { clip: 0.3 } }

export interface CriticCheckOptions extends CheckOptions {
  /** Token ids below it are known to the critic (default 8). */
  readonly vocabulary?: number
  /** Absolute tolerance of values computed in different ways (default 1e-4). */
  readonly atol?: number
}

/** @param make A critic, with the same weights at every call. Every check closes the ones it made. */
export function criticChecks(make: () => MaybePromise<Critic>, options: CriticCheckOptions = {}): Check[] {
  const { vocabulary = 8, atol = 1e-4 } = options
  const data = (count: number): CriticDatum[] => randomRows(count, vocabulary)
  /** Some steps away from a value head of zeros, whose body has no gradient yet. */
  const train: Training<Critic>['train'] = async (critic, steps) => {
    let version = 0
    for (let i = 0; i < steps; i++) {
      await critic.forwardBackward(data(4 + i), { clip: null })
      version = (await critic.optimStep(STEP)).policyVersion
    }
    return version
  }
  const rules: Record<string, (critic: Critic) => Promise<void>> = {
    'values are those of the state before each token': async (critic) => {
      await train(critic, 3)
      const rows = data(8)
      const all = await critic.values(rows)
      ensure(all.length === rows.length, `${all.length} results of ${rows.length} rows`)
      for (const [i, values] of all.entries()) {
        const { prompt, completion } = rows[i]!
        ensureEqual(values.length, completion.length, 'number of values')
        const [alone] = await critic.values([{ prompt, completion }])
        ensureAllclose(values, alone!, 'a row in a batch against the row alone', { atol })
        const other = completion.map((token) => (token + 1) % vocabulary)
        for (const t of completion.keys()) {
          const changed = [...completion.slice(0, t), ...other.slice(t)]
          const [same] = await critic.values([{ prompt, completion: changed }])
          ensureAllclose(same!.slice(0, t + 1), values.slice(0, t + 1), 'values before a changed token', { atol })
        }
      }
    },
    'zero weights give no loss and no gradient': async (critic) => {
      const masked = data(4).map((datum) => ({ ...datum, weights: datum.weights.map(() => 0) }))
      const { loss } = await critic.forwardBackward(masked, { clip: null })
      ensureAllclose([loss, (await critic.optimStep(STEP)).gradientNorm], [0, 0], 'loss and gradient norm')
    },
    'gradients accumulate until the optimiser step': async (critic) => {
      const still: AdamStep = { ...STEP, learningRate: 0 }
      await critic.forwardBackward(data(8).slice(0, 3), { clip: null })
      await critic.forwardBackward(data(8).slice(3), { clip: null })
      const split = await critic.optimStep(still)
      await critic.forwardBackward(data(8), { clip: null })
      const whole = await critic.optimStep(still)
      const tolerance = { rtol: 1e-3, atol: 1e-6 }
      ensureAllclose(split.gradientNorm, whole.gradientNorm, 'norm in two calls against one', tolerance)
    },
    'training fits a few returns': async (critic) => {
      const losses: number[] = []
      for (let i = 0; i < 30; i++) {
        losses.push((await critic.forwardBackward(data(3), { clip: null })).loss)
        await critic.optimStep({ ...STEP, learningRate: 3e-2 })
      }
      ensure(losses.at(-1)! < 0.8 * losses[0]!, `loss went from ${losses[0]} to ${losses.at(-1)} in 30 steps`)
    },
    'a loss that is not finite is refused': async (critic) => {
      const wrong = data(2).map((datum) => ({ ...datum, returns: datum.returns.map(() => Number.NaN) }))
      await ensureFails(() => critic.forwardBackward(wrong, { clip: null }), ['non-finite'], 'NaN returns')
    },
    'it says how large it is': async (critic) => {
      const { parameters, bytes } = critic.describe()
      ensure(Number(parameters) > 0, `parameters is ${parameters}`)
      ensure(Number(bytes) >= 4 * Number(parameters), `bytes is ${bytes} for ${parameters} parameters`)
    },
    ...checkpointRules(make, { train, probe: (critic) => critic.values(data(6)) }),
  }
  for (const [name, loss] of Object.entries(LOSSES)) {
    rules[`${name}: the loss is the contract's`] = async (critic) => {
      await train(critic, 3)
      const report = await critic.forwardBackward(data(12), loss)
      const values = await critic.values(data(12))
      ensureAllclose(report.loss, totalLoss(data(12), values, loss), 'Σ weight·ℓ', { rtol: 1e-3, atol })
      for (const [i, row] of report.values.entries()) {
        ensureAllclose(row, values[i]!, 'values of the report', { atol })
      }
    }
    rules[`${name}: the gradient is the loss's derivative`] = async (critic) => {
      await train(critic, 3)
      await critic.forwardBackward(data(6), loss)
      const { gradientNorm } = await critic.optimStep({ ...STEP, learningRate: 0 })
      // So small that hardly any token crosses a border of its clipped range.
      const rate = 0.01 / gradientNorm ** 2
      const falls: number[] = []
      for (const size of [rate, rate / 2]) {
        const fresh = await make()
        await train(fresh, 3)
        falls.push(await drop(fresh, data(6), loss, size))
        await fresh.close()
      }
      // Richardson: cancels the second-order term of the two falls.
      const slope = (4 * falls[1]! - falls[0]!) / rate
      ensureAllclose(slope, gradientNorm ** 2, 'fall of the loss per unit step against ‖g‖²', { rtol: 0.03 })
    }
  }
  return toChecks('critic', withModel(make, rules), options)
}

/** How much one plain gradient step of size `rate` lowers the loss. The moments of earlier steps are forgotten. */
async function drop(critic: Critic, data: readonly CriticDatum[], loss: ValueLoss, rate: number): Promise<number> {
  const before = await critic.forwardBackward(data, loss)
  const epsilon = 1e6
  await critic.optimStep({ learningRate: rate * epsilon, beta1: 0, beta2: 0, epsilon, weightDecay: 0 })
  return before.loss - totalLoss(data, await critic.values(data), loss)
}

function totalLoss(data: readonly CriticDatum[], values: readonly (readonly number[])[], loss: ValueLoss): number {
  let sum = 0
  for (const [row, datum] of data.entries()) {
    for (const [t, weight] of datum.weights.entries()) {
      if (weight !== 0) sum += weight * tokenValueLoss(datum, t, values[row]![t]!, loss)
    }
  }
  return sum
}

/** Prompts of 1 to 6 tokens, completions of 1 to 5, returns around 1 and old values on both sides of zero. */
function randomRows(count: number, vocabulary: number): CriticDatum[] {
  return Array.from({ length: count }, (_, i) => {
    const random = stream(ROOT, i)
    const length = 1 + random.integer(5)
    const each = (draw: () => number): number[] => Array.from({ length }, draw)
    return {
      prompt: Array.from({ length: 1 + random.integer(6) }, () => random.integer(vocabulary)),
      completion: each(() => random.integer(vocabulary)),
      weights: each(() => (random.integer(5) === 0 ? 0 : 0.1 + random.uniform())),
      returns: each(() => 1 + random.normal()),
      oldValues: each(() => random.normal()),
    }
  })
}
