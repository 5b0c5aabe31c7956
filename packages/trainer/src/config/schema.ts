// The zod schema of a recipe: the one place where fields, ranges, defaults and descriptions live. Error messages, the
// documentation table and the resolved configuration are all derived from it. Objects are strict, so a misspelt key is an
// error; `algorithm` and the `options` objects are open, because what they hold is checked by whoever they are for.
import { objectiveKinds, type PresetName, presets } from '@gigpo/algorithms'
import { z } from 'zod'
import type { RunConfig } from './run-config.ts'

const count = z.int().min(1)
const whole = z.int().min(0)
const fraction = z.number().min(0).max(1)
const positive = z.number().positive()
const name = z.string().min(1).max(200)
const options = (whose: string) =>
  z.record(z.string(), z.unknown()).default({}).describe(`Further options of the ${whose}, checked by it.`)

const games = count
  .nullable()
  .default(null)
  .describe('Use only N tasks of each source, drawn by a fixed key; null: all of them.')
const taskTypes = z
  .array(name)
  .min(1)
  .nullable()
  .default(null)
  .describe('Use only tasks of these types; null: all types.')

const environment = z.strictObject({
  name: name.default('alfworld').describe('Registered environment.'),
  source: name
    .default('generated')
    .describe(
      'Where tasks come from: `generated` (needs no data), `imported` (the local store), a path, or several by `+`.',
    ),
  split: name.default('train').describe('Split of the training tasks.'),
  games,
  taskTypes,
  anchor: z
    .enum(['text', 'inventory', 'state'])
    .default('text')
    .describe('State key: the observation text, text with the inventory, or a hash of the true state.'),
  maxSteps: count.max(10_000).default(30).describe('Steps after which an episode is cut.'),
  reward: positive.default(10).describe('Reward of the winning step.'),
  options: options('environment'),
})

const agent = z.strictObject({
  name: name.default('compact').describe('Registered agent: how observations become prompts and completions actions.'),
  options: options('agent'),
})

const lora = z.strictObject({
  rank: count.max(65_536).default(16).describe('Rank of the update, at most the width of the layers.'),
  alpha: positive.default(32).describe('The update is scaled by alpha / rank.'),
  targetModules: z
    .array(z.enum(['q_proj', 'k_proj', 'v_proj', 'o_proj', 'gate_proj', 'up_proj', 'down_proj']))
    .min(1)
    .default(['q_proj', 'k_proj', 'v_proj', 'o_proj', 'gate_proj', 'up_proj', 'down_proj'])
    .describe('Linear layers that are adapted, in every block.'),
  dropout: z.number().min(0).max(0).default(0).describe('Only 0: what is trained is what samples.'),
})

const model = z.strictObject({
  path: name
    .nullable()
    .default(null)
    .describe(
      'Folder, name (`ORG/NAME`, see [models](models.md)) or `builtin:NAME` of the model to start from; null: fresh weights of the shape below. `model: NAME` is short for this field alone.',
    ),
  layers: count.max(256).default(2).describe('Transformer layers.'),
  hidden: count.max(65_536).default(128).describe('Width of the residual stream.'),
  heads: count.max(1024).default(4).describe('Query heads; divides `hidden`.'),
  kvHeads: count.max(1024).default(2).describe('Key and value heads; divides `heads`.'),
  ffn: count.max(1_048_576).default(256).describe('Inner width of the SwiGLU layer.'),
  tieEmbeddings: z.boolean().default(true).describe('Share the embedding with the output head.'),
  qkvBias: z.boolean().default(false).describe('Biases on the query, key and value projections (Qwen2).'),
  qkNorm: z.boolean().default(false).describe('RMSNorm on queries and keys (Qwen3).'),
  ropeTheta: positive.default(10_000).describe('Base of the rotary frequencies.'),
  normEpsilon: positive.max(1).default(1e-6).describe('Added to the mean square in RMSNorm.'),
  tokenizer: z.enum(['word', 'bpe']).default('word').describe('Tokenizer to build for fresh weights.'),
  vocabulary: count.max(1_048_576).default(4096).describe('Largest vocabulary of a fresh tokenizer.'),
  contextLength: z
    .int()
    .min(8)
    .max(1_048_576)
    .default(128)
    .describe(
      'Longest prompt and completion together, in tokens, of fresh weights; a stored model has its own, which `engine.options.contextLength` may lower.',
    ),
  lora: lora
    .nullable()
    .exactOptional()
    .describe(
      'Learn a low-rank adapter beside the frozen weights of `model.path`; null or absent: every weight learns.',
    ),
})

const engine = z.strictObject({
  name: name
    .default('local')
    .describe(
      'Registered engine: `local`, or `tinker` for a remote one; `engine: { tinker: URL }` is short for the latter.',
    ),
  workers: count.max(256).default(2).describe('Worker threads that share the rows of a batch.'),
  threadsPerWorker: count.max(256).default(1).describe('Threads of one worker; small models are fastest with 1.'),
  options: options('engine'),
})

const optimizerFields = {
  beta1: z.number().min(0).lt(1).default(0.9).describe('Decay of the first moment.'),
  beta2: z.number().min(0).lt(1).default(0.99).describe('Decay of the second moment.'),
  epsilon: positive.default(1e-8).describe('Added to the root of the second moment.'),
  weightDecay: z.number().min(0).default(0).describe('Decoupled weight decay.'),
  gradientClip: positive.nullable().default(1).describe('Global gradient norm to clip to; null: no clipping.'),
  finalFraction: fraction
    .default(0)
    .describe('Learning rate at the end of a linear or cosine schedule, as a fraction of the peak.'),
}
const learningRate = (value: number) => positive.max(10).default(value).describe('Peak learning rate.')
const schedule = (value: 'constant' | 'linear' | 'cosine') =>
  z.enum(['constant', 'linear', 'cosine']).default(value).describe('Course of the learning rate after the warm-up.')
const warmupSteps = (value: number) => whole.default(value).describe('Optimiser steps of linear warm-up from 0.')

const supervised = z.strictObject({
  source: name.default('generated').describe('Where demonstration tasks come from, as `environment.source`.'),
  split: name.default('train').describe('Split of the demonstration tasks.'),
  games,
  taskTypes,
  demonstrations: count.default(2000).describe('Episodes the demonstrator plays.'),
  randomActions: fraction.default(0.4).describe('Chance that a step is a random admissible action, kept in the data.'),
  detours: fraction.default(0).describe('Chance that a step is a detour which is played but not learned from.'),
  maxSteps: count
    .max(10_000)
    .nullable()
    .default(null)
    .describe('Step limit of demonstrations; null: `environment.maxSteps`.'),
  demonstrator: z
    .record(z.string(), z.unknown())
    .exactOptional()
    .describe('Options of the demonstrator, checked by it; absent: its own defaults.'),
  keepFailures: z
    .boolean()
    .exactOptional()
    .describe('Learn from demonstrations that failed too, for a noisy start; absent: only from successes.'),
  steps: count.default(1400).describe('Optimiser steps.'),
  batch: count.default(64).describe('Rows of one optimiser step.'),
  optimizer: z
    .strictObject({
      learningRate: learningRate(1.5e-3),
      ...optimizerFields,
      schedule: schedule('cosine'),
      warmupSteps: warmupSteps(20),
    })
    .prefault({})
    .describe('AdamW of the supervised start.'),
  validation: z
    .strictObject({
      episodes: count.default(64).describe('Demonstrations held out.'),
      every: count.default(200).describe('Optimiser steps between validations.'),
      patience: count
        .nullable()
        .default(null)
        .describe('Validations without improvement before stopping; null: never stop early.'),
    })
    .nullable()
    .prefault({})
    .describe('Held-out demonstrations; null: none.'),
})

const rollout = z.strictObject({
  tasks: count.max(65_536).default(16).describe('Tasks (groups) an iteration.'),
  members: count.max(65_536).default(8).describe('Episodes a group.'),
  temperature: positive.max(100).default(1).describe('Sampling temperature; the update uses the same.'),
  topP: positive.max(1).default(1).describe('Nucleus mass.'),
  maxTokens: count.max(1_048_576).default(12).describe('Longest completion, in tokens.'),
  dynamicSampling: z
    .strictObject({ maxBatches: count.default(10).describe('Tries before what was found is used.') })
    .nullable()
    .default(null)
    .describe('Replace groups whose raw returns are all equal (DAPO); null: off.'),
  staleness: whole
    .max(64)
    .exactOptional()
    .describe('Iterations a batch is sampled ahead, while the policy learns from those before it; absent: 0.'),
})

const executor = z.strictObject({
  name: name.default('in-process').describe('Registered executor: `in-process`, `threads` or `bullmq`.'),
  workers: count.max(256).default(2).describe('Threads that play; for threads.'),
  live: count.max(65_536).exactOptional().describe('Episodes under way at once; absent: all of the iteration.'),
  lanes: count
    .max(64)
    .default(1)
    .describe('Parts of the batch in lockstep of their own, so that one samples while another plays; for in-process.'),
  retries: whole.max(100).default(2).describe('Further attempts at an episode whose environment failed.'),
  environmentSeconds: positive
    .max(86_400)
    .default(600)
    .describe('What an environment may take for all its calls of one episode; then it has failed.'),
  redis: name.exactOptional().describe('URL of the Redis that holds the queue; for bullmq.'),
  queue: name.default('gigpo').describe('Name of the queue; for bullmq.'),
  host: name
    .default('127.0.0.1')
    .describe('Address under which workers reach the policy that this process serves; for bullmq.'),
  port: z.int().min(1).max(65_535).exactOptional().describe('Port of the served policy; absent: a free one.'),
  faults: z
    .strictObject({
      latencyMs: z.number().min(0).max(86_400_000).default(0).describe('Mean wait of each call of the environment.'),
      failureRate: fraction.default(0).describe('Share of attempts that throw.'),
      hangRate: fraction.default(0).describe('Share of attempts that never answer.'),
      blockRate: fraction.default(0).describe('Share of attempts that never give control back.'),
    })
    .exactOptional()
    .describe('Faults to inject into environments, for tests of everything around them; absent: none.'),
})

const loss = z.strictObject({
  objective: z
    .enum(['ppo', ...objectiveKinds])
    .exactOptional()
    .describe('What the optimiser minimises, see algorithms/objectives.md; absent: ppo.'),
  clipLow: fraction.default(0.2).describe('The ratio is clipped below at 1 - clipLow.'),
  clipHigh: z.number().min(0).default(0.2).describe('The ratio is clipped above at 1 + clipHigh.'),
  dualClip: z
    .number()
    .gt(1)
    .nullable()
    .default(3)
    .describe('Bound on the loss of negative advantages, for ppo; null: off.'),
  aggregation: z
    .enum([
      'token-mean',
      'seq-mean-token-sum',
      'seq-mean-token-mean',
      'seq-mean-token-sum-norm',
      'step-mean',
      'per-rollout-mean',
    ])
    .default('token-mean')
    .describe('How token losses become one number.'),
  kl: z
    .strictObject({
      kind: z.enum(['k1', 'abs', 'k2', 'k3']).default('k3').describe('Estimator of the divergence.'),
      coefficient: z.number().min(0).default(0.01).describe('Weight of the divergence.'),
      placement: z.enum(['loss', 'reward']).default('loss').describe('Added to the loss, or taken from the reward.'),
    })
    .nullable()
    .default(null)
    .describe('Divergence from the policy at the start of RL; null: off.'),
  entropyCoefficient: z.number().min(0).default(0).describe('Weight of the entropy bonus.'),
  skipZeroAdvantage: z
    .boolean()
    .default(true)
    .describe('Leave rows without advantage out of the update where that changes nothing else.'),
  overlong: z
    .strictObject({
      coefficient: z.number().min(0).default(1).describe('What the reward of a step loses at `rollout.maxTokens`.'),
      cacheTokens: count
        .nullable()
        .default(null)
        .describe('Last tokens over which the loss grows; null: a fifth of `rollout.maxTokens`.'),
    })
    .exactOptional()
    .describe('Lower the reward of long completions gradually (DAPO); absent: off.'),
})

const optimizer = z.strictObject({
  learningRate: learningRate(2e-4),
  ...optimizerFields,
  schedule: schedule('constant'),
  warmupSteps: warmupSteps(12),
  updatesPerIteration: count
    .max(65_536)
    .default(4)
    .describe('Optimiser steps an iteration; the rows are split evenly.'),
})

const critic = z.strictObject({
  start: z
    .enum(['policy', 'fresh'])
    .default('policy')
    .describe(
      'Body of the critic: the one the policy has when RL starts, or fresh weights. V is 0 at first either way.',
    ),
  clip: positive
    .nullable()
    .default(0.5)
    .describe('A value gains nothing by moving further in one iteration; null: off.'),
  warmupIterations: whole.default(0).describe('First iterations in which the critic learns and the policy does not.'),
  updates: count.max(65_536).default(4).describe('Optimiser steps an epoch; the rows are split evenly.'),
  epochs: count.max(1000).default(1).describe('Times the critic goes over the rows of an iteration.'),
  optimizer: z
    .strictObject({
      learningRate: learningRate(1e-3),
      ...optimizerFields,
      schedule: schedule('constant'),
      warmupSteps: warmupSteps(0),
    })
    .prefault({})
    .describe('AdamW of the critic.'),
})

const watched = 'null: not watched.'
const guard = z.strictObject({
  validRate: fraction.nullable().default(0.5).describe(`Least share of actions of the agreed form; ${watched}`),
  completionShare: fraction
    .nullable()
    .default(0.95)
    .describe(`Longest mean completion, as a share of \`rollout.maxTokens\`; ${watched}`),
  entropy: z.number().min(0).nullable().default(0.05).describe(`Least entropy, nats a token; ${watched}`),
  kl: z.number().min(0).nullable().default(0.2).describe(`Farthest move of one iteration, nats a token; ${watched}`),
  clipFraction: fraction.nullable().default(0.5).describe(`Largest share of tokens that a clip holds; ${watched}`),
  repeatRate: fraction.nullable().default(0.8).describe(`Largest share of actions equal to the one before; ${watched}`),
  gradientNorm: positive.nullable().default(20).describe(`Largest mean gradient norm before clipping; ${watched}`),
  rollback: z
    .strictObject({
      patience: count.default(2).describe('Iterations in a row with a sign before the run goes back.'),
      learningRateFactor: positive.max(1).default(0.5).describe('What each roll-back multiplies the learning rate by.'),
      most: count.default(3).describe('Roll-backs before the run is left alone.'),
    })
    .nullable()
    .default(null)
    .describe('Go back to the weights of the last good checkpoint; null: alarms only.'),
})

const panel = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/)
    .max(100)
    .describe('Name in metrics and tables: letters, digits, `_`, `.`, `-`.'),
  source: name.default('generated').describe('Where the tasks come from, as `environment.source`.'),
  split: name.default('valid_train').describe('Split of the tasks.'),
  games,
  taskTypes,
  maxSteps: count.max(10_000).nullable().default(null).describe('Step limit; null: `environment.maxSteps`.'),
  temperature: z
    .array(z.number().min(0).max(100))
    .min(1)
    .max(16)
    .default([1, 0.4])
    .describe('Temperatures to evaluate at; 0 is greedy.'),
})

const evaluation = z.strictObject({
  every: count.default(10).describe('Iterations between evaluations.'),
  first: z.boolean().default(true).describe('Evaluate before the first iteration.'),
  last: z.boolean().default(true).describe('Evaluate after the last iteration.'),
  panels: z.array(panel).max(100).default([]).describe('Fixed lists of tasks to evaluate on.'),
  selectBest: name
    .nullable()
    .default(null)
    .describe('Panel whose success at its first temperature chooses the best checkpoint; null: none is chosen.'),
})

export const runConfigSchema: z.ZodType<RunConfig> = z.strictObject({
  name: name.nullable().default(null).describe('A label for people; not part of the digest.'),
  seed: z.int().default(1).describe('All randomness of the run comes from it.'),
  preset: z
    .enum(Object.keys(presets) as PresetName[])
    .exactOptional()
    .describe(
      'Published composition: fills what the recipe leaves open of `algorithm`, `loss` and `rollout.dynamicSampling`; with --set it replaces them.',
    ),
  environment: environment.prefault({}).describe('What is played.'),
  agent: agent.prefault({}).describe('Who plays.'),
  model: model.prefault({}).describe('The policy.'),
  engine: engine.prefault({}).describe('What samples and learns.'),
  supervised: supervised.nullable().default(null).describe('Supervised start from demonstrations; null: none.'),
  algorithm: z
    .looseObject({ name: name.default('gigpo').describe('Credit assignment; its options stand beside the name.') })
    .prefault({})
    .describe('The algorithm and its options, checked by it.'),
  rollout: rollout.prefault({}).describe('How episodes are gathered.'),
  executor: executor.exactOptional().describe('Who plays, see environment-workers.md; absent: this process.'),
  loss: loss.prefault({}).describe('The policy loss.'),
  optimizer: optimizer.prefault({}).describe('AdamW of the policy update.'),
  guard: guard.exactOptional().describe('Watches for the signs of a collapse; absent: only the standing alarms.'),
  critic: critic.exactOptional().describe('The learned V of algorithms that need one (ppo, gae); absent: none.'),
  iterations: whole.default(60).describe('Training iterations; 0 evaluates the start only.'),
  budget: z
    .strictObject({
      environmentSteps: count.describe('The run ends after the first iteration that reaches this many.'),
      evaluations: count
        .default(4)
        .describe('Evaluations at equal shares of the steps, the last at the end; in place of `evaluation.every`.'),
    })
    .exactOptional()
    .describe('Environment steps, dropped groups included, in place of `iterations`; absent: `iterations` decides.'),
  evaluation: evaluation.prefault({}).describe('When and on what the policy is evaluated.'),
  checkpoint: z
    .strictObject({
      every: count.default(10).describe('Iterations between checkpoints; the last iteration always has one.'),
      keep: count.default(2).describe('Newest checkpoints to keep, besides the start and the best.'),
    })
    .prefault({})
    .describe('When the run is made resumable.'),
})
