// LoRA (Hu et al., 2021): beside a frozen weight W [out, in] two small matrices learn, A [r, in] and B [out, r], and the
// layer computes x Wᵀ + (α/r)·x Aᵀ Bᵀ. B begins at zero, so training begins at the base. Names are those of PEFT without
// its prefix: the layer's name, then `lora_A.weight` or `lora_B.weight`.
import { GigpoError, nearest, type RandomKey, stream } from '@gigpo/core'
import { sizeOf } from '../graph/shape.ts'
import type { ModelConfig } from './config.ts'
import { type ParameterSpec, parameterSpecs } from './parameters.ts'

export const ADAPTER_TARGETS = ['q_proj', 'k_proj', 'v_proj', 'o_proj', 'gate_proj', 'up_proj', 'down_proj'] as const
type AdapterTarget = (typeof ADAPTER_TARGETS)[number]

export interface AdapterConfig {
  readonly rank: number
  readonly alpha: number
  /** Linear layers that get a pair of matrices, in every block; each once, in the order of `ADAPTER_TARGETS`. */
  readonly targetModules: readonly AdapterTarget[]
}

/** The configuration with its targets in order. @throws GigpoError `config`. */
export function checkedAdapter(given: {
  readonly rank: number
  readonly alpha: number
  readonly targetModules: readonly string[]
}): AdapterConfig {
  const { rank, alpha, targetModules } = given
  if (!Number.isSafeInteger(rank) || rank < 1)
    throw new GigpoError('config', `lora rank must be a positive integer, received ${rank}`)
  if (!Number.isFinite(alpha) || alpha <= 0)
    throw new GigpoError('config', `lora alpha must be a positive number, received ${alpha}`)
  const unknown = targetModules.find((name) => !ADAPTER_TARGETS.some((known) => known === name))
  if (unknown !== undefined || targetModules.length === 0) {
    const near = nearest(unknown ?? '', ADAPTER_TARGETS)
    throw new GigpoError('config', `lora cannot adapt ${unknown === undefined ? 'no module at all' : `"${unknown}"`}`, {
      remedy: near === undefined ? `name some of: ${ADAPTER_TARGETS.join(', ')}` : `did you mean ${near}?`,
    })
  }
  return { rank, alpha, targetModules: ADAPTER_TARGETS.filter((name) => targetModules.includes(name)) }
}

/** The matrices of an adapter, in the order of the layers they adapt: A, then B. */
export function adapterSpecs(config: ModelConfig, adapter: AdapterConfig): ParameterSpec[] {
  const { rank, targetModules } = adapter
  return parameterSpecs(config).flatMap(({ name, shape }) => {
    const layer = name.slice(0, -'.weight'.length)
    if (!targetModules.some((target) => name.endsWith(`.${target}.weight`))) return []
    const [rows, columns] = shape as [number, number]
    const matrix = (part: string, size: readonly number[], initialScale: number): ParameterSpec => ({
      name: `${layer}.${part}.weight`,
      shape: size,
      kind: 'matrix',
      initialScale,
    })
    // Standard deviation of a uniform draw from ±1/√columns.
    return [matrix('lora_A', [rank, columns], 1 / Math.sqrt(3 * columns)), matrix('lora_B', [rows, rank], 0)]
  })
}

/** Whether the matrix is a B, whose product with the others is added to the layer. */
export function isUpProjection(name: string): boolean {
  return name.endsWith('.lora_B.weight')
}

/** A uniform in ±1/√in as PEFT draws it (kaiming_uniform with a = √5), B zero. Each matrix has a key of its own. */
export function initialAdapter(config: ModelConfig, adapter: AdapterConfig, key: RandomKey): Map<string, Float32Array> {
  return new Map(
    adapterSpecs(config, adapter).map(({ name, shape }) => {
      const values = new Float32Array(sizeOf(shape))
      if (!isUpProjection(name)) {
        const draws = stream(key, 'adapter', name)
        const bound = 1 / Math.sqrt(shape[1]!)
        for (let i = 0; i < values.length; i++) values[i] = bound * (2 * draws.uniform() - 1)
      }
      return [name, values]
    }),
  )
}

/** Adds (α/r)·B A to the weight `name` [out, in] in place; leaves a weight without matrices alone. */
export function mergeInto(
  weight: Float32Array,
  name: string,
  adapter: AdapterConfig,
  matrices: ReadonlyMap<string, Float32Array>,
): void {
  const layer = name.slice(0, -'.weight'.length)
  const [a, b] = [matrices.get(`${layer}.lora_A.weight`), matrices.get(`${layer}.lora_B.weight`)]
  if (a === undefined || b === undefined) return
  const { rank } = adapter
  const factor = adapter.alpha / rank
  const columns = a.length / rank
  const change = new Float64Array(columns)
  for (let row = 0; row * columns < weight.length; row++) {
    change.fill(0)
    for (let r = 0; r < rank; r++) {
      const left = factor * b[row * rank + r]!
      for (let i = 0; i < columns; i++) change[i]! += left * a[r * columns + i]!
    }
    for (let i = 0; i < columns; i++) weight[row * columns + i]! += change[i]!
  }
}
