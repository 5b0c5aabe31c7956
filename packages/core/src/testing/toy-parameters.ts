// One flat float64 array of weights that learns by AdamW and is saved bit for bit: what the toy engine and the toy critic
// have in common. Also the hash by which both find their table row.
import type { AdamStep, OptimReport } from '../engine.ts'
import { GigpoError } from '../errors.ts'
import { readBytes, writeFiles } from './files.ts'

export class ToyParameters {
  readonly weights: Float64Array
  readonly gradients: Float64Array
  /** Optimiser steps since the beginning, kept over loads. */
  version = 0
  readonly #file: string
  #adamSteps = 0
  readonly #moments: readonly [Float64Array, Float64Array]

  constructor(file: string, weights: Float64Array) {
    const size = weights.length
    this.#file = file
    this.weights = weights
    this.gradients = new Float64Array(size)
    this.#moments = [new Float64Array(size), new Float64Array(size)]
  }

  optimStep(step: AdamStep): OptimReport {
    const gradientNorm = norm(this.gradients)
    if (!Number.isFinite(gradientNorm)) throw new GigpoError('non-finite', `the gradient norm is ${gradientNorm}`)
    const scale =
      step.gradientClip !== undefined && gradientNorm > step.gradientClip ? step.gradientClip / gradientNorm : 1
    this.#adamSteps++
    const first = 1 - step.beta1 ** this.#adamSteps
    const second = 1 - step.beta2 ** this.#adamSteps
    const [m, v] = this.#moments
    for (let i = 0; i < this.weights.length; i++) {
      const g = this.gradients[i]! * scale
      m[i] = step.beta1 * m[i]! + (1 - step.beta1) * g
      v[i] = step.beta2 * v[i]! + (1 - step.beta2) * g * g
      const update = m[i]! / first / (Math.sqrt(v[i]! / second) + step.epsilon) + step.weightDecay * this.weights[i]!
      this.weights[i]! -= step.learningRate * update
    }
    this.gradients.fill(0)
    this.version++
    return { gradientNorm, policyVersion: this.version }
  }

  async save(path: string): Promise<void> {
    const header = Float64Array.of(this.version, this.#adamSteps, this.weights.length)
    const parts = [header, this.weights, ...this.#moments]
    const state = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0))
    let at = 0
    for (const part of parts) {
      state.set(part, at)
      at += part.length
    }
    await writeFiles(path, { [this.#file]: new Uint8Array(state.buffer) })
  }

  async load(path: string, options: { readonly weightsOnly?: boolean } = {}): Promise<void> {
    const where = `${path}/${this.#file}`
    const bytes = await readBytes(where).catch((cause: unknown) => {
      throw new GigpoError('checkpoint', 'the file cannot be read', { where, cause })
    })
    const size = this.weights.length
    if (bytes.length !== 8 * (3 + 3 * size)) {
      throw new GigpoError('checkpoint', `${bytes.length} bytes, expected ${8 * (3 + 3 * size)}`, { where })
    }
    const state = new Float64Array(bytes.buffer)
    this.reset(state.subarray(3, 3 + size))
    this.version = state[0]!
    if (options.weightsOnly === true) return
    this.#adamSteps = state[1]!
    for (const [i, moment] of this.#moments.entries()) {
      moment.set(state.subarray(3 + (i + 1) * size, 3 + (i + 2) * size))
    }
  }

  /** These weights and a fresh optimiser. */
  reset(weights: Float64Array): void {
    this.weights.set(weights)
    this.version = 0
    this.#adamSteps = 0
    for (const array of [this.gradients, ...this.#moments]) array.fill(0)
  }
}

/** A 32-bit hash of what a token is drawn after; a seam tells where the prompt ends. */
export function contextHash(prompt: readonly number[], prefix: readonly number[], seam = true): number {
  let hash = 2166136261
  for (const token of [...prompt, ...(seam ? [-1] : []), ...prefix])
    hash = Math.imul(hash ^ (token + 1), 16777619) >>> 0
  return (hash ^ (hash >>> 15)) >>> 0
}

/** @throws GigpoError `contract` for no tokens, and for one that is no id. */
export function validateTokens(tokens: readonly number[], vocabulary: number = Number.POSITIVE_INFINITY): void {
  if (tokens.length === 0) throw new GigpoError('contract', 'the prompt or completion is empty')
  for (const token of tokens) {
    if (!Number.isInteger(token) || token < 0 || token >= vocabulary) {
      throw new GigpoError('contract', `token id must be in [0, ${vocabulary}), received ${token}`)
    }
  }
}

function norm(values: Float64Array): number {
  let sum = 0
  for (const value of values) sum += value * value
  return Math.sqrt(sum)
}
