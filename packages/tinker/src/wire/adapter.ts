// Low-rank adapters, as a client asks for one: by the protocol's rank and groups of layers, whose alpha is always 32, or at our
// own server by name. Rank 0 asks for all weights.
import { z } from 'zod'

export interface AdapterSpec {
  readonly rank: number
  /** The update is scaled by alpha / rank. */
  readonly alpha: number
  /** Linear layers that are adapted, in every block. */
  readonly targetModules: readonly string[]
}

export interface LoraConfig {
  readonly rank: number
  /** Of the adapter's first weights. */
  readonly seed?: number | null | undefined
  readonly train_attn?: boolean | null | undefined
  readonly train_mlp?: boolean | null | undefined
}

/** Of every adapter that the protocol can ask for. */
export const PROTOCOL_ALPHA = 32
const ATTENTION = ['q_proj', 'k_proj', 'v_proj', 'o_proj']
const MLP = ['gate_proj', 'up_proj', 'down_proj']
export const ALL_TARGETS: readonly string[] = [...ATTENTION, ...MLP]

export const adapterSchema: z.ZodType<AdapterSpec> = z.object({
  rank: z.int().min(1),
  alpha: z.number().positive(),
  targetModules: z.array(z.string()).min(1),
})

export const loraConfigSchema: z.ZodType<LoraConfig> = z.object({
  rank: z.int().min(0),
  seed: z.int().nullish(),
  train_attn: z.boolean().nullish(),
  train_mlp: z.boolean().nullish(),
})

/** undefined: all weights. */
export function adapterOf({ rank, train_attn, train_mlp }: LoraConfig): AdapterSpec | undefined {
  if (rank === 0) return undefined
  const targetModules = [...(train_attn === false ? [] : ATTENTION), ...(train_mlp === false ? [] : MLP)]
  return { rank, alpha: PROTOCOL_ALPHA, targetModules }
}

/** What a server says of the adapter it trains. */
export function toLoraConfig(adapter: AdapterSpec | undefined): object {
  const trains = (modules: readonly string[]): boolean =>
    adapter === undefined || modules.some((name) => adapter.targetModules.includes(name))
  return {
    rank: adapter?.rank ?? 0,
    alpha: adapter?.alpha ?? PROTOCOL_ALPHA,
    train_attn: trains(ATTENTION),
    train_mlp: trains(MLP),
    train_unembed: adapter === undefined,
  }
}
