// A whole engine in miniature, in float64 and in memory: logits(next | prompt, prefix) = C[hash(prompt, prefix)] +
// B[previous token], two tables with exact gradients and AdamW. It keeps every rule of the Engine contract, saves and
// loads bit for bit, and lets a trainer be tested in milliseconds. It is no model of language.
import type {
  AdamStep,
  Completion,
  Datum,
  Engine,
  LossReport,
  LossSpec,
  OptimReport,
  SampleRequest,
  Tokenizer,
  TokenLogProbs,
} from '../engine.ts'
import { GigpoError } from '../errors.ts'
import { RandomStream, rootKey, stream } from '../random.ts'
import { readBytes, writeFiles } from './files.ts'
import { tokenLoss } from './reference-loss.ts'
import { createToyTokenizer } from './toy-agent.ts'
import { TOY_ACTIONS } from './toy-environment.ts'
import { drawToken, lossSlopes, softmax } from './toy-softmax.ts'

export interface ToyEngineOptions {
  readonly seed?: number
  /** Rows of the hashed context table (default 1024). */
  readonly rows?: number
  readonly contextLength?: number
  readonly tokenizer?: Tokenizer
  /** Start with the format of the toy grid (an action word, then the end) but no idea of the way (default false). */
  readonly fluent?: boolean
}

class ToyEngine implements Engine {
  readonly tokenizer: Tokenizer
  readonly contextLength: number
  policyVersion = 0
  readonly #rows: number
  #adamSteps = 0
  /** C and B one after the other, [rows + V, V]. */
  readonly #weights: Float64Array
  readonly #gradients: Float64Array
  readonly #moments: readonly [Float64Array, Float64Array]

  constructor(options: ToyEngineOptions) {
    this.tokenizer = options.tokenizer ?? createToyTokenizer()
    this.contextLength = options.contextLength ?? 64
    this.#rows = options.rows ?? 1024
    const random = stream(rootKey(options.seed ?? 0), 'toy-engine')
    const size = (this.#rows + this.tokenizer.size) * this.tokenizer.size
    this.#weights = Float64Array.from({ length: size }, () => 0.02 * random.normal())
    this.#gradients = new Float64Array(size)
    this.#moments = [new Float64Array(size), new Float64Array(size)]
    if (options.fluent === true) this.#teachFormat()
  }

  async sample(requests: readonly SampleRequest[]): Promise<Completion[]> {
    return requests.map((request) => {
      this.#validate(request.prompt)
      const random = new RandomStream(request.key)
      const tokens: number[] = []
      const logprobs: number[] = []
      while (tokens.length < request.maxTokens) {
        const { probabilities } = this.#distribution(request.prompt, tokens, request.temperature || 1)
        const token = drawToken(probabilities, request.temperature === 0 ? 0 : (request.topP ?? 1), random)
        tokens.push(token)
        logprobs.push(Math.log(probabilities[token]!))
        if (request.stop.includes(token)) break
      }
      const stopReason = request.stop.includes(tokens.at(-1) ?? -1) ? 'stop' : 'length'
      return { tokens, logprobs, stopReason, policyVersion: this.policyVersion }
    })
  }

  async forward(data: readonly Datum[], options: { readonly temperature?: number } = {}): Promise<TokenLogProbs[]> {
    return data.map((datum) => this.#score(datum, options.temperature ?? 1))
  }

  async forwardBackward(data: readonly Datum[], loss: LossSpec): Promise<LossReport> {
    const temperature = loss.temperature ?? 1
    const size = this.tokenizer.size
    const tokens = data.map((datum) => this.#score(datum, temperature))
    let total = 0
    data.forEach((datum, row) => {
      datum.completion.forEach((_, t) => {
        const { logprobs, entropies } = tokens[row]!
        const weight = datum.weights[t]!
        if (weight !== 0) total += weight * tokenLoss(datum, t, logprobs[t]!, entropies[t]!, loss)
      })
    })
    if (!Number.isFinite(total)) throw new GigpoError('non-finite', `the loss is ${total}`)
    for (const [row, datum] of data.entries()) {
      for (const [t, token] of datum.completion.entries()) {
        const weight = datum.weights[t]!
        if (weight === 0) continue
        const { probabilities, offsets } = this.#distribution(datum.prompt, datum.completion.slice(0, t), temperature)
        const slopes = lossSlopes(datum, t, token, probabilities, tokens[row]!.entropies[t]!, loss)
        for (let v = 0; v < size; v++) {
          for (const offset of offsets) this.#gradients[offset + v]! += (weight * slopes[v]!) / temperature
        }
      }
    }
    return { loss: total, tokens }
  }

  async optimStep(step: AdamStep): Promise<OptimReport> {
    const gradientNorm = norm(this.#gradients)
    if (!Number.isFinite(gradientNorm)) throw new GigpoError('non-finite', `the gradient norm is ${gradientNorm}`)
    const scale =
      step.gradientClip !== undefined && gradientNorm > step.gradientClip ? step.gradientClip / gradientNorm : 1
    this.#adamSteps++
    const first = 1 - step.beta1 ** this.#adamSteps
    const second = 1 - step.beta2 ** this.#adamSteps
    const [m, v] = this.#moments
    for (let i = 0; i < this.#weights.length; i++) {
      const g = this.#gradients[i]! * scale
      m[i] = step.beta1 * m[i]! + (1 - step.beta1) * g
      v[i] = step.beta2 * v[i]! + (1 - step.beta2) * g * g
      const update = m[i]! / first / (Math.sqrt(v[i]! / second) + step.epsilon) + step.weightDecay * this.#weights[i]!
      this.#weights[i]! -= step.learningRate * update
    }
    this.#gradients.fill(0)
    this.policyVersion++
    return { gradientNorm, policyVersion: this.policyVersion }
  }

  async save(path: string): Promise<void> {
    const header = Float64Array.of(this.policyVersion, this.#adamSteps, this.#weights.length)
    const parts = [header, this.#weights, ...this.#moments]
    const state = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0))
    let at = 0
    for (const part of parts) {
      state.set(part, at)
      at += part.length
    }
    await writeFiles(path, { 'toy-engine.bin': new Uint8Array(state.buffer) })
  }

  async load(path: string, options: { readonly weightsOnly?: boolean } = {}): Promise<void> {
    const where = `${path}/toy-engine.bin`
    const bytes = await readBytes(where).catch((cause: unknown) => {
      throw new GigpoError('checkpoint', 'the file cannot be read', { where, cause })
    })
    const size = this.#weights.length
    if (bytes.length !== 8 * (3 + 3 * size)) {
      throw new GigpoError('checkpoint', `${bytes.length} bytes, expected ${8 * (3 + 3 * size)}`, { where })
    }
    const state = new Float64Array(bytes.buffer)
    const fresh = options.weightsOnly === true
    this.policyVersion = state[0]!
    this.#adamSteps = fresh ? 0 : state[1]!
    this.#weights.set(state.subarray(3, 3 + size))
    for (const [i, moment] of this.#moments.entries()) {
      if (fresh) moment.fill(0)
      else moment.set(state.subarray(3 + (i + 1) * size, 3 + (i + 2) * size))
    }
    this.#gradients.fill(0)
  }

  describe(): Readonly<Record<string, string | number>> {
    return { engine: 'toy', parameters: this.#weights.length }
  }

  async close(): Promise<void> {}

  #teachFormat(): void {
    const { size, encode, stop } = this.tokenizer
    const prefer = (previous: number, next: number): void => {
      this.#weights[(this.#rows + previous) * size + next] = 4
    }
    for (const action of encode(TOY_ACTIONS.join(' '))) {
      prefer(encode('<act>')[0]!, action)
      prefer(action, stop[0]!)
    }
  }

  #validate(tokens: readonly number[]): void {
    if (tokens.length === 0) throw new GigpoError('contract', 'the prompt is empty')
    for (const token of tokens) {
      if (!Number.isInteger(token) || token < 0 || token >= this.tokenizer.size) {
        throw new GigpoError('contract', `token id must be in [0, ${this.tokenizer.size}), received ${token}`)
      }
    }
  }

  #score(datum: Datum, temperature: number): TokenLogProbs {
    this.#validate(datum.prompt)
    this.#validate(datum.completion)
    const logprobs: number[] = []
    const entropies: number[] = []
    for (const [t, token] of datum.completion.entries()) {
      const { probabilities } = this.#distribution(datum.prompt, datum.completion.slice(0, t), temperature)
      logprobs.push(Math.log(probabilities[token]!))
      entropies.push(-probabilities.reduce((sum, p) => sum + (p > 0 ? p * Math.log(p) : 0), 0))
    }
    return { logprobs, entropies }
  }

  /** Next-token probabilities, and where the two table rows behind them begin. */
  #distribution(prompt: readonly number[], prefix: readonly number[], temperature: number) {
    const size = this.tokenizer.size
    let hash = 2166136261
    for (const token of [...prompt, -1, ...prefix]) hash = Math.imul(hash ^ (token + 1), 16777619) >>> 0
    hash ^= hash >>> 15
    const previous = prefix.at(-1) ?? prompt.at(-1)!
    const offsets = [((hash >>> 0) % this.#rows) * size, (this.#rows + previous) * size] as const
    const logits = new Float64Array(size)
    for (const offset of offsets) {
      for (let v = 0; v < size; v++) logits[v]! += this.#weights[offset + v]! / temperature
    }
    return { probabilities: softmax(logits), offsets }
  }
}

function norm(values: Float64Array): number {
  let sum = 0
  for (const value of values) sum += value * value
  return Math.sqrt(sum)
}

/** An engine with freshly seeded weights. Its files are bound to the table size, not to the words. */
export function createToyEngine(options: ToyEngineOptions = {}): Engine {
  return new ToyEngine(options)
}
