// A whole critic in miniature: V = T[hash(prompt, prefix)], one number for each context, in float64 and with exact
// gradients. It generalises to nothing, so what it learns is the mean of the returns it was shown.
import type { Critic, CriticDatum, CriticRow, ValueLoss, ValueReport } from '../critic.ts'
import type { AdamStep, OptimReport } from '../engine.ts'
import { GigpoError } from '../errors.ts'
import { readBytes } from './files.ts'
import { tokenValueLoss } from './reference-loss.ts'
import { contextHash, ToyParameters, validateTokens } from './toy-parameters.ts'

const FILE = 'toy-critic.bin'

class ToyCritic implements Critic {
  readonly #rows: number
  readonly #parameters: ToyParameters

  constructor(rows: number) {
    this.#rows = rows
    this.#parameters = new ToyParameters(FILE, new Float64Array(rows))
  }

  async values(rows: readonly CriticRow[]): Promise<number[][]> {
    return rows.map((row) => this.#score(row))
  }

  async forwardBackward(data: readonly CriticDatum[], loss: ValueLoss): Promise<ValueReport> {
    const values = data.map((datum) => this.#score(datum))
    const slopes: [number, number][] = []
    let total = 0
    for (const [row, datum] of data.entries()) {
      for (const [t, value] of values[row]!.entries()) {
        const weight = datum.weights[t]!
        if (weight === 0) continue
        total += weight * tokenValueLoss(datum, t, value, loss)
        slopes.push([this.#place(datum, t), weight * slope(datum, t, value, loss)])
      }
    }
    if (!Number.isFinite(total)) throw new GigpoError('non-finite', `the value loss is ${total}`)
    for (const [place, gradient] of slopes) this.#parameters.gradients[place]! += gradient
    return { loss: total, values }
  }

  async optimStep(step: AdamStep): Promise<OptimReport> {
    return this.#parameters.optimStep(step)
  }

  save(path: string): Promise<void> {
    return this.#parameters.save(path)
  }

  async load(path: string, options: { readonly weightsOnly?: boolean } = {}): Promise<void> {
    const isPolicy = options.weightsOnly === true && (await exists(`${path}/toy-engine.bin`))
    if (isPolicy && !(await exists(`${path}/${FILE}`))) this.#parameters.reset(new Float64Array(this.#rows))
    else await this.#parameters.load(path, options)
  }

  describe(): Readonly<Record<string, string | number>> {
    // Weights, gradients and two moments.
    return { critic: 'toy', parameters: this.#rows, bytes: 4 * 8 * this.#rows }
  }

  async close(): Promise<void> {}

  #score(row: CriticRow): number[] {
    validateTokens(row.prompt)
    validateTokens(row.completion)
    return row.completion.map((_, t) => this.#parameters.weights[this.#place(row, t)]!)
  }

  #place({ prompt, completion }: CriticRow, t: number): number {
    return contextHash(prompt, completion.slice(0, t)) % this.#rows
  }
}

/** ∂ℓ/∂V: 0 where the clipped square is the larger one and V lies outside its range. */
function slope(datum: CriticDatum, t: number, value: number, { clip }: ValueLoss): number {
  const target = datum.returns[t]!
  const old = datum.oldValues?.[t] ?? value
  if (clip === null || Math.abs(value - old) <= clip) return value - target
  const clipped = old + Math.sign(value - old) * clip
  return (clipped - target) ** 2 > (value - target) ** 2 ? 0 : value - target
}

async function exists(path: string): Promise<boolean> {
  return readBytes(path).then(
    () => true,
    () => false,
  )
}

export interface ToyCriticOptions {
  /** Rows of the hashed table (default 4096). */
  readonly rows?: number
}

/** A critic that says 0 everywhere. */
export function createToyCritic(options: ToyCriticOptions = {}): Critic {
  return new ToyCritic(options.rows ?? 4096)
}
