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
  Replica,
  SampleRequest,
  Tokenizer,
  TokenLogProbs,
} from '../engine.ts'
import { GigpoError } from '../errors.ts'
import { RandomStream, rootKey, stream } from '../random.ts'
import { tokenLoss } from './reference-loss.ts'
import { createToyTokenizer } from './toy-agent.ts'
import { TOY_ACTIONS } from './toy-environment.ts'
import { contextHash, ToyParameters, validateTokens } from './toy-parameters.ts'
import { drawToken, lossSlopes, softmax } from './toy-softmax.ts'

export interface ToyEngineOptions {
  readonly seed?: number
  /** Rows of the hashed context table (default 1024). */
  readonly rows?: number
  readonly contextLength?: number
  readonly tokenizer?: Tokenizer
  /** Start with the format of the toy grid (an action word, then the end) but no idea of the way (default false). */
  readonly fluent?: boolean
  /** Look at the tokens alone and not at where the prompt ends, as a language model does (default false). */
  readonly seamless?: boolean
}

class ToyEngine implements Engine {
  readonly tokenizer: Tokenizer
  readonly contextLength: number
  readonly #rows: number
  readonly #seam: boolean
  /** C and B one after the other, [rows + V, V]. */
  readonly #parameters: ToyParameters

  constructor(options: ToyEngineOptions) {
    this.tokenizer = options.tokenizer ?? createToyTokenizer()
    this.contextLength = options.contextLength ?? 64
    this.#rows = options.rows ?? 1024
    this.#seam = options.seamless !== true
    const random = stream(rootKey(options.seed ?? 0), 'toy-engine')
    const size = (this.#rows + this.tokenizer.size) * this.tokenizer.size
    const weights = Float64Array.from({ length: size }, () => 0.02 * random.normal())
    this.#parameters = new ToyParameters('toy-engine.bin', weights)
    if (options.fluent === true) this.#teachFormat()
  }

  get policyVersion(): number {
    return this.#parameters.version
  }

  async sample(requests: readonly SampleRequest[]): Promise<Completion[]> {
    return requests.map((request) => {
      validateTokens(request.prompt, this.tokenizer.size)
      if (request.topK !== undefined || request.repetitionPenalty !== undefined)
        throw new GigpoError('usage', 'the toy engine has neither topK nor repetitionPenalty')
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
          for (const offset of offsets) this.#parameters.gradients[offset + v]! += (weight * slopes[v]!) / temperature
        }
      }
    }
    return { loss: total, tokens }
  }

  async optimStep(step: AdamStep): Promise<OptimReport> {
    return this.#parameters.optimStep(step)
  }

  save(path: string): Promise<void> {
    return this.#parameters.save(path)
  }

  load(path: string, options: { readonly weightsOnly?: boolean } = {}): Promise<void> {
    return this.#parameters.load(path, options)
  }

  describe(): Readonly<Record<string, string | number>> {
    return { engine: 'toy', parameters: this.#parameters.weights.length }
  }

  async createReplica(): Promise<Replica> {
    const replica = new ToyEngine({ contextLength: this.contextLength, tokenizer: this.tokenizer, rows: this.#rows })
    const refresh = async (): Promise<void> => {
      replica.#parameters.reset(this.#parameters.weights)
      replica.#parameters.version = this.#parameters.version
    }
    await refresh()
    return {
      get policyVersion() {
        return replica.policyVersion
      },
      sample: (requests) => replica.sample(requests),
      refresh,
      save: (path) => replica.save(path),
      load: (path) => replica.load(path),
      close: () => replica.close(),
    }
  }

  async close(): Promise<void> {}

  #teachFormat(): void {
    const { size, encode, stop } = this.tokenizer
    const prefer = (previous: number, next: number): void => {
      this.#parameters.weights[(this.#rows + previous) * size + next] = 4
    }
    for (const action of encode(TOY_ACTIONS.join(' '))) {
      prefer(encode('<act>')[0]!, action)
      prefer(action, stop[0]!)
    }
  }

  #score(datum: Datum, temperature: number): TokenLogProbs {
    validateTokens(datum.prompt, this.tokenizer.size)
    validateTokens(datum.completion, this.tokenizer.size)
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
    const previous = prefix.at(-1) ?? prompt.at(-1)!
    const offsets = [
      (contextHash(prompt, prefix, this.#seam) % this.#rows) * size,
      (this.#rows + previous) * size,
    ] as const
    const logits = new Float64Array(size)
    for (const offset of offsets) {
      for (let v = 0; v < size; v++) logits[v]! += this.#parameters.weights[offset + v]! / temperature
    }
    return { probabilities: softmax(logits), offsets }
  }
}

/** An engine with freshly seeded weights. Its files are bound to the table size, not to the words. */
export function createToyEngine(options: ToyEngineOptions = {}): Engine {
  return new ToyEngine(options)
}
