// The type of a resolved recipe: every field present but those that came later. It is written out by hand, beside the zod schema
// that produces it (schema.ts), so that the rest of the code depends on plain types; the schema carries the descriptions.
// Fields that may be absent came later: leaving them out keeps the digests of older recipes.
import type { ObjectiveKind, PresetName } from '@gigpo/algorithms'

export interface TaskSelection {
  readonly source: string
  readonly split: string
  readonly games: number | null
  readonly taskTypes: readonly string[] | null
}

export interface EnvironmentConfig extends TaskSelection {
  readonly name: string
  readonly anchor: 'text' | 'inventory' | 'state'
  readonly maxSteps: number
  readonly reward: number
  readonly options: Readonly<Record<string, unknown>>
}

export interface AgentConfig {
  readonly name: string
  readonly options: Readonly<Record<string, unknown>>
}

interface LoraConfig {
  readonly rank: number
  readonly alpha: number
  readonly targetModules: readonly string[]
  readonly dropout: number
}

export interface ModelConfig {
  readonly path: string | null
  readonly layers: number
  readonly hidden: number
  readonly heads: number
  readonly kvHeads: number
  readonly ffn: number
  readonly tieEmbeddings: boolean
  readonly qkvBias: boolean
  readonly qkNorm: boolean
  readonly ropeTheta: number
  readonly normEpsilon: number
  readonly tokenizer: 'word' | 'bpe'
  readonly vocabulary: number
  readonly contextLength: number
  readonly lora?: LoraConfig | null
}

export interface EngineConfig {
  readonly name: string
  readonly workers: number
  readonly threadsPerWorker: number
  readonly options: Readonly<Record<string, unknown>>
}

export interface OptimizerConfig {
  readonly learningRate: number
  readonly beta1: number
  readonly beta2: number
  readonly epsilon: number
  readonly weightDecay: number
  readonly gradientClip: number | null
  readonly schedule: 'constant' | 'linear' | 'cosine'
  readonly finalFraction: number
  readonly warmupSteps: number
}

export interface SupervisedConfig extends TaskSelection {
  readonly demonstrations: number
  readonly randomActions: number
  readonly detours: number
  readonly maxSteps: number | null
  readonly demonstrator?: Readonly<Record<string, unknown>>
  readonly keepFailures?: boolean
  readonly steps: number
  readonly batch: number
  readonly optimizer: OptimizerConfig
  readonly validation: {
    readonly episodes: number
    readonly every: number
    readonly patience: number | null
  } | null
}

/** Only `name` is known here; the options belong to the algorithm and are checked by it. */
export interface AlgorithmConfig {
  readonly name: string
  readonly [option: string]: unknown
}

export interface RolloutConfig {
  readonly tasks: number
  readonly members: number
  readonly temperature: number
  readonly topP: number
  readonly maxTokens: number
  readonly dynamicSampling: { readonly maxBatches: number } | null
  readonly staleness?: number
}

interface ExecutorConfig {
  readonly name: string
  readonly workers: number
  readonly live?: number
  readonly lanes: number
  readonly retries: number
  readonly environmentSeconds: number
  readonly redis?: string
  readonly queue: string
  readonly host: string
  readonly port?: number
  readonly faults?: {
    readonly latencyMs: number
    readonly failureRate: number
    readonly hangRate: number
    readonly blockRate: number
  }
}

export type Aggregation =
  | 'token-mean'
  | 'seq-mean-token-sum'
  | 'seq-mean-token-mean'
  | 'seq-mean-token-sum-norm'
  | 'step-mean'
  | 'per-rollout-mean'

export interface LossConfig {
  readonly objective?: 'ppo' | ObjectiveKind
  readonly clipLow: number
  readonly clipHigh: number
  readonly dualClip: number | null
  readonly aggregation: Aggregation
  readonly kl: {
    readonly kind: 'k1' | 'abs' | 'k2' | 'k3'
    readonly coefficient: number
    readonly placement: 'loss' | 'reward'
  } | null
  readonly entropyCoefficient: number
  readonly skipZeroAdvantage: boolean
  readonly overlong?: { readonly coefficient: number; readonly cacheTokens: number | null }
}

export interface PanelConfig extends TaskSelection {
  readonly name: string
  readonly maxSteps: number | null
  readonly temperature: readonly number[]
}

export interface EvaluationConfig {
  readonly every: number
  readonly first: boolean
  readonly last: boolean
  readonly panels: readonly PanelConfig[]
  readonly selectBest: string | null
}

export interface BudgetConfig {
  readonly environmentSteps: number
  readonly evaluations: number
}

export interface CriticConfig {
  readonly start: 'policy' | 'fresh'
  readonly clip: number | null
  readonly warmupIterations: number
  readonly updates: number
  readonly epochs: number
  readonly optimizer: OptimizerConfig
}

/** null: not watched. */
export interface GuardConfig {
  readonly validRate: number | null
  readonly completionShare: number | null
  readonly entropy: number | null
  readonly kl: number | null
  readonly clipFraction: number | null
  readonly repeatRate: number | null
  readonly gradientNorm: number | null
  readonly rollback: { readonly patience: number; readonly learningRateFactor: number; readonly most: number } | null
}

export interface RunConfig {
  readonly name: string | null
  readonly seed: number
  readonly preset?: PresetName
  readonly environment: EnvironmentConfig
  readonly agent: AgentConfig
  readonly model: ModelConfig
  readonly engine: EngineConfig
  readonly supervised: SupervisedConfig | null
  readonly algorithm: AlgorithmConfig
  readonly rollout: RolloutConfig
  readonly executor?: ExecutorConfig
  readonly loss: LossConfig
  readonly optimizer: OptimizerConfig & { readonly updatesPerIteration: number }
  readonly guard?: GuardConfig
  readonly critic?: CriticConfig
  readonly iterations: number
  readonly budget?: BudgetConfig
  readonly evaluation: EvaluationConfig
  readonly checkpoint: { readonly every: number; readonly keep: number }
}
