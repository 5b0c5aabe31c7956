// What every sampler must keep: completions follow the softmax, report its log-probabilities, and depend on (weights,
// prompt, key) alone, whatever else is in the batch.
import type { Completion, Engine, SampleRequest } from '../engine.ts'
import type { MaybePromise } from '../environment.ts'
import { GigpoError } from '../errors.ts'
import { fold, rootKey } from '../random.ts'
import { ensureAllclose } from './allclose.ts'
import { type Check, type CheckOptions, ensure, ensureEqual, ensureFails, toChecks } from './check.ts'
import { randomPrompts, requests } from './engine-data.ts'

export interface EngineCheckOptions extends CheckOptions {
  /** Absolute tolerance of log-probabilities computed in different ways (default 1e-4). */
  readonly atol?: number
}

/** @param make An engine, with the same weights at every call. Every check closes the one it made. */
export function samplerChecks(make: () => MaybePromise<Engine>, options: EngineCheckOptions = {}): Check[] {
  const atol = options.atol ?? 1e-4
  const close = (a: Completion, b: Completion, what: string): void => {
    ensureEqual(a.tokens, b.tokens, `${what}: tokens`)
    ensureAllclose(a.logprobs, b.logprobs, `${what}: log-probabilities`, { atol })
  }
  const rules: Record<string, (engine: Engine) => Promise<void>> = {
    'completions are well formed': async (engine) => {
      const asked = requests(engine, 24)
      const completions = await engine.sample(asked)
      ensure(completions.length === asked.length, `${completions.length} completions of ${asked.length} requests`)
      for (const { tokens, logprobs, stopReason, policyVersion } of completions) {
        ensure(tokens.length >= 1 && tokens.length <= 8, `a completion has ${tokens.length} tokens, asked for 1 to 8`)
        ensure(logprobs.length === tokens.length, `${logprobs.length} log-probabilities of ${tokens.length} tokens`)
        for (const value of logprobs) ensure(value <= 1e-6, `log-probability ${value} is positive`)
        const stops = tokens.map((token) => engine.tokenizer.stop.includes(token))
        ensure(!stops.slice(0, -1).includes(true), 'tokens follow a stop token')
        ensureEqual(stopReason, stops.at(-1) ? 'stop' : 'length', 'stop reason')
        if (stopReason === 'length') ensure(tokens.length === 8, 'a completion ended early without a stop token')
        ensureEqual(policyVersion, engine.policyVersion, 'policy version')
      }
    },
    'a completion depends on its own request alone': async (engine) => {
      const asked = requests(engine, 12)
      const together = await engine.sample(asked)
      const reversed = (await engine.sample(asked.slice().reverse())).reverse()
      for (const [i, request] of asked.entries()) {
        close(reversed[i]!, together[i]!, 'in reversed order')
        close((await engine.sample([request]))[0]!, together[i]!, 'alone')
      }
    },
    'different keys give different completions': async (engine) => {
      const [request] = requests(engine, 1) as [SampleRequest]
      const asked = Array.from({ length: 32 }, (_, i) => ({ ...request, key: fold(rootKey(i), 'key') }))
      const seen = new Set((await engine.sample(asked)).map((completion) => completion.tokens.join(' ')))
      ensure(seen.size > 1, '32 keys gave one completion')
    },
    'temperature 0 and a tiny nucleus are greedy': async (engine) => {
      const asked = requests(engine, 8, 0)
      const greedy = await engine.sample(asked)
      const other = await engine.sample(asked.map((request) => ({ ...request, key: rootKey(99) })))
      const nucleus = await engine.sample(asked.map((request) => ({ ...request, temperature: 1, topP: 1e-6 })))
      for (const [i, completion] of greedy.entries()) {
        close(other[i]!, completion, 'temperature 0 under another key')
        close(nucleus[i]!, completion, 'topP 1e-6 against temperature 0')
      }
    },
    'topK and repetitionPenalty are obeyed or refused': async (engine) => {
      const asked = requests(engine, 8, 0)
      const greedy = await engine.sample(asked)
      const orRefused = (error: unknown): undefined => {
        if (GigpoError.isInstance(error) && error.code === 'usage') return undefined
        throw error
      }
      const single = await engine.sample(asked.map((r) => ({ ...r, temperature: 1, topK: 1 }))).catch(orRefused)
      if (single !== undefined)
        for (const [i, completion] of greedy.entries()) close(single[i]!, completion, 'topK 1 against temperature 0')
      const same = await engine.sample(asked.map((r) => ({ ...r, repetitionPenalty: 1 }))).catch(orRefused)
      if (same === undefined) return
      for (const [i, completion] of greedy.entries()) close(same[i]!, completion, 'repetitionPenalty 1')
    },
    'frequencies follow the reported probabilities': async (engine) => {
      const prompt = randomPrompts(engine, 1)[0]!
      const n = 1024
      const asked = Array.from({ length: n }, (_, i) => {
        return { prompt, maxTokens: 1, temperature: 1, stop: engine.tokenizer.stop, key: fold(rootKey(5), i) }
      })
      const counts = new Map<number, { count: number; logprob: number }>()
      for (const { tokens, logprobs } of await engine.sample(asked)) {
        const entry = counts.get(tokens[0]!) ?? { count: 0, logprob: logprobs[0]! }
        ensureAllclose(logprobs[0]!, entry.logprob, 'log-probability of an equal token', { atol })
        counts.set(tokens[0]!, { ...entry, count: entry.count + 1 })
      }
      for (const [token, { count, logprob }] of counts) {
        const p = Math.exp(logprob)
        const bound = 5 * Math.sqrt((p * (1 - p)) / n) + 3 / n
        ensure(Math.abs(count / n - p) <= bound, `token ${token} was drawn ${count} of ${n} times, expected ${n * p}`)
      }
    },
    'an empty prompt and an unknown token are refused': async (engine) => {
      const [request] = requests(engine, 1) as [SampleRequest]
      const codes = ['contract', 'engine', 'usage']
      await ensureFails(() => engine.sample([{ ...request, prompt: [] }]), codes, 'an empty prompt')
      const unknown = [engine.tokenizer.size]
      await ensureFails(() => engine.sample([{ ...request, prompt: unknown }]), codes, 'a token outside the vocabulary')
    },
  }
  return toChecks('sampler', withModel(make, rules), options)
}

/** Gives every rule a model of its own and closes it afterwards. */
export function withModel<M extends Pick<Engine, 'close'>>(
  make: () => MaybePromise<M>,
  rules: Readonly<Record<string, (model: M) => Promise<void>>>,
): Record<string, () => Promise<void>> {
  const run = (rule: (model: M) => Promise<void>) => async (): Promise<void> => {
    const model = await make()
    try {
      await rule(model)
    } finally {
      await model.close()
    }
  }
  return Object.fromEntries(Object.entries(rules).map(([name, rule]) => [name, run(rule)]))
}
