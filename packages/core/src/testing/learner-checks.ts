// What every learner must keep: reported losses are Σ weight·ℓ of the contract, gradients are their derivatives,
// accumulation adds, and checkpoints restore bit for bit. The gradient is checked through the public interface alone:
// Adam's first step with a huge epsilon is −(lr/ε)·g, so the loss falls by (lr/ε)·‖g‖² to first order.
import type { AdamStep, Datum, Engine, LossSpec } from '../engine.ts'
import type { MaybePromise } from '../environment.ts'
import { ensureAllclose } from './allclose.ts'
import { type Check, ensure, ensureEqual, ensureFails, toChecks } from './check.ts'
import { checkpointRules, engineTraining } from './checkpoint-rules.ts'
import { randomData, requests } from './engine-data.ts'
import { totalLoss } from './reference-loss.ts'
import { type EngineCheckOptions, withModel } from './sampler-checks.ts'

const ADAM: AdamStep = { learningRate: 1e-2, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0 }

const LOSSES: Readonly<Record<string, LossSpec>> = {
  'cross-entropy': { kind: 'cross-entropy' },
  'cross-entropy at temperature .7': { kind: 'cross-entropy', temperature: 0.7 },
  ppo: { kind: 'ppo', clipLow: 0.2, clipHigh: 0.28, dualClip: 3 },
  'ppo with k3 and entropy': {
    kind: 'ppo',
    clipLow: 0.2,
    clipHigh: 0.2,
    kl: { kind: 'k3', coefficient: 0.5 },
    entropyCoefficient: 0.1,
  },
  'linear with entropy': { kind: 'linear', entropyCoefficient: 0.1, temperature: 1.3 },
}

/** How much one plain gradient step of size `rate` lowers the loss, and ‖g‖ before it. */
async function drop(engine: Engine, data: readonly Datum[], loss: LossSpec, rate: number) {
  const before = await engine.forwardBackward(data, loss)
  const epsilon = 1e6
  const { gradientNorm } = await engine.optimStep({ ...ADAM, learningRate: rate * epsilon, epsilon })
  const temperature = loss.temperature ?? 1
  return { fall: before.loss - totalLoss(data, await engine.forward(data, { temperature }), loss), gradientNorm }
}

/** @param make An engine, with the same weights at every call. Every check closes the ones it made. */
export function learnerChecks(make: () => MaybePromise<Engine>, options: EngineCheckOptions = {}): Check[] {
  const atol = options.atol ?? 1e-4
  const rules: Record<string, (engine: Engine) => Promise<void>> = {
    'forward gives a log-probability and an entropy a token': async (engine) => {
      const data = randomData(engine, 12)
      const all = await engine.forward(data)
      ensure(all.length === data.length, `${all.length} results of ${data.length} rows`)
      for (const [i, { logprobs, entropies }] of all.entries()) {
        ensureEqual([logprobs.length, entropies.length], Array(2).fill(data[i]!.completion.length), 'lengths')
        for (const value of logprobs) ensure(value <= 1e-6, `log-probability ${value} is positive`)
        const highest = Math.log(engine.tokenizer.size) + 1e-3
        for (const value of entropies) ensure(value >= -1e-6 && value <= highest, `entropy ${value}`)
        const [alone] = await engine.forward([data[i]!])
        ensureAllclose(logprobs, alone!.logprobs, 'a row in a batch against the row alone', { atol })
      }
    },
    'sampler and learner agree at any temperature': async (engine) => {
      for (const temperature of [1, 0.4, 0]) {
        const asked = requests(engine, 12, temperature)
        const completions = await engine.sample(asked)
        const data = completions.map(({ tokens }, i) => {
          return { prompt: asked[i]!.prompt, completion: tokens, weights: tokens.map(() => 1) }
        })
        const learnt = await engine.forward(data, { temperature: temperature || 1 })
        for (const [i, { logprobs }] of completions.entries()) {
          ensureAllclose(logprobs, learnt[i]!.logprobs, `temperature ${temperature}`, { atol })
        }
      }
    },
    'zero weights give no loss and no gradient, and steps count versions': async (engine) => {
      const data = randomData(engine, 4).map((datum) => ({ ...datum, weights: datum.weights.map(() => 0) }))
      const version = engine.policyVersion
      const { loss } = await engine.forwardBackward(data, { kind: 'cross-entropy' })
      const report = await engine.optimStep(ADAM)
      ensureAllclose([loss, report.gradientNorm], [0, 0], 'loss and gradient norm')
      ensureEqual([report.policyVersion, engine.policyVersion], [version + 1, version + 1], 'policy version')
    },
    'gradients accumulate until the optimiser step': async (engine) => {
      const data = randomData(engine, 8)
      const loss = LOSSES.ppo!
      await engine.forwardBackward(data.slice(0, 3), loss)
      await engine.forwardBackward(data.slice(3), loss)
      const split = await engine.optimStep({ ...ADAM, learningRate: 0 })
      await engine.forwardBackward(data, loss)
      const whole = await engine.optimStep({ ...ADAM, learningRate: 0, gradientClip: 1e-3 })
      ensureAllclose(split.gradientNorm, whole.gradientNorm, 'norm in two calls against one', {
        rtol: 1e-3,
        atol: 1e-6,
      })
    },
    'training fits a few rows': async (engine) => {
      const data = randomData(engine, 3).map((datum) => ({ ...datum, weights: datum.weights.map(() => 1) }))
      const losses: number[] = []
      for (let i = 0; i < 20; i++) {
        losses.push((await engine.forwardBackward(data, { kind: 'cross-entropy' })).loss)
        await engine.optimStep(ADAM)
      }
      ensure(losses.at(-1)! < 0.9 * losses[0]!, `loss went from ${losses[0]} to ${losses.at(-1)} in 20 steps`)
    },
    'a loss that is not finite is refused': async (engine) => {
      const data = randomData(engine, 2).map((datum) => {
        return { ...datum, weights: datum.weights.map(() => 1), advantages: datum.weights.map(() => Number.NaN) }
      })
      await ensureFails(() => engine.forwardBackward(data, LOSSES.ppo!), ['non-finite'], 'NaN advantages')
    },
    ...checkpointRules(make, engineTraining),
  }
  for (const [name, loss] of Object.entries(LOSSES)) {
    rules[`${name}: the loss is the contract's`] = async (engine) => {
      const data = randomData(engine, 12)
      const report = await engine.forwardBackward(data, loss)
      const temperature = loss.temperature ?? 1
      const tokens = await engine.forward(data, { temperature })
      ensureAllclose(report.loss, totalLoss(data, tokens, loss), 'Σ weight·ℓ', { rtol: 1e-3, atol })
      for (const [i, row] of report.tokens.entries()) {
        ensureAllclose(row.logprobs, tokens[i]!.logprobs, 'log-probabilities of the report', { atol })
        ensureAllclose(row.entropies, tokens[i]!.entropies, 'entropies of the report', { atol })
      }
    }
    rules[`${name}: the gradient is the loss's derivative`] = async (engine) => {
      const data = randomData(engine, 6)
      await engine.forwardBackward(data, loss)
      const { gradientNorm } = await engine.optimStep({ ...ADAM, learningRate: 0 })
      const rate = 0.02 / gradientNorm ** 2
      const falls: number[] = []
      for (const step of [rate, rate / 2]) {
        const fresh = await make()
        falls.push((await drop(fresh, data, loss, step)).fall)
        await fresh.close()
      }
      // Richardson: cancels the second-order term of the two falls.
      const slope = (4 * falls[1]! - falls[0]!) / rate
      ensureAllclose(slope, gradientNorm ** 2, 'fall of the loss per unit step against ‖g‖²', { rtol: 0.03 })
    }
  }
  return toChecks('learner', withModel(make, rules), options)
}
