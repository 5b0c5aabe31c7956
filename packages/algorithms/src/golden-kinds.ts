// What each kind of golden case computes: from a case's inputs and parameters to named numbers, through the same functions
// a training run uses. A kind, method or parameter that the package does not implement answers `Unsupported` with the
// reason; it is reported by that name and never counted as passed.
import { aggregationWeights } from './aggregation.ts'
import { algorithmNames, type CreditOptions, createCredit } from './create-credit.ts'
import { episodeScore } from './episode-score.ts'
import { type GigpoParameters, gigpo } from './gigpo.ts'
import type { Fields, GoldenCase } from './golden-file.ts'
import { type GoldenKind, type Outcome, Unsupported } from './golden-outcome.ts'
import { successorKinds } from './golden-successors.ts'
import { tokenKinds } from './golden-tokens.ts'
import { klEstimator } from './kl.ts'
import { resolveOptions } from './options.ts'
import { penalised } from './penalty.ts'
import { orderByTime } from './returns.ts'
import { sequenceMatcherRatio } from './sequence-matcher.ts'
import { similarityLabels } from './similarity.ts'
import { groupStatistics, relative } from './statistics.ts'
import { recordsToStepRows, type StepRows } from './step-rows.ts'

/** @throws GigpoError `data` or `config` if the case's content is not what its kind needs. */
export function computeGoldenCase(goldenCase: GoldenCase): Outcome | Unsupported {
  const compute = Object.hasOwn(kinds, goldenCase.kind) ? kinds[goldenCase.kind] : undefined
  if (compute === undefined) return new Unsupported(`kind ${goldenCase.kind}`)
  const { params } = goldenCase
  const constants: readonly (readonly [string, number])[] = [
    ['eps', 1e-6],
    ['ddof', goldenCase.kind === 'hgpo' ? 0 : 1],
    ['whitenEps', 1e-8],
    ['clampAbs', 10],
  ]
  for (const [name, value] of constants)
    if (params.has(name) && params.number(name) !== value) return new Unsupported(`${name} other than ${value}`)
  return compute(goldenCase)
}

const kinds: Readonly<Record<string, GoldenKind>> = {
  ...successorKinds,
  ...tokenKinds,

  gigpo({ inputs, params }) {
    const rows = recordsToStepRows(inputs.records('rows'))
    const parameters = gigpoParameters(params, gigpoOptionNames)
    const { episode, step, total, stepReturn, stepGroup } = gigpo.advantages(rows, parameters)
    const reward = penalised(rows.reward, rows, parameters, 'reward')
    return {
      stepReturns: stepReturn,
      stepRewards: penalised(stepReturn, rows, parameters, 'row'),
      episodeScore: episodeScore(rows, orderByTime(rows), reward, parameters).score,
      stepGroups: stepGroup,
      AE: episode,
      AS: step,
      A: total,
    }
  },

  // Returns and scores are given, without trajectories: a row is an episode of one step, once for each of the two parts.
  gigpoPrecomputed({ inputs, params }) {
    const uid = inputs.texts('uid')
    const obs = inputs.texts('obs')
    const names = gigpoOptionNames.filter((name) => name !== 'mode' && name !== 'gamma' && name !== 'penalty')
    const parameters = { ...gigpoParameters(params, names), penalty: 0 }
    const { episode } = gigpo.advantages(singleSteps(inputs.numbers('episodeScore'), uid, obs), parameters)
    const { step } = gigpo.advantages(singleSteps(inputs.numbers('stepRewards'), uid, obs), parameters)
    return { AE: episode, AS: step, A: episode.map((advantage, i) => advantage + Number(parameters.omega) * step[i]!) }
  },

  groupNorm({ inputs, params }) {
    const values = Float64Array.from(inputs.numbers('values'))
    const label = new Int32Array(values.length)
    const { norm, stdGuard } = gigpoParameters(params, ['norm', 'stdGuard'])
    return { out: relative(values, label, groupStatistics(values, label, 1), { norm, stdGuard, singleton: 'zero' }) }
  },

  groupAdvantage({ inputs, params }) {
    const method = params.text('method')
    const name = algorithmNames.find((known) => known === method)
    if (name === undefined) return new Unsupported(`method ${method}`)
    const stats = params.has('stats') ? { episodeStats: params.text('stats') } : {}
    const credit = createCredit({ name, ...stats } as CreditOptions)
    const scores = inputs.numbers('scores')
    return { A: credit(singleSteps(scores)).total }
  },

  klEstimators({ inputs }) {
    const logs = inputs.has('prob') ? inputs.numbers('prob').map(Math.log) : inputs.numbers('logProb')
    const refs = inputs.has('refProb') ? inputs.numbers('refProb').map(Math.log) : inputs.numbers('refLogProb')
    const estimate = (kind: 'k1' | 'abs' | 'k2' | 'k3') => logs.map((log, i) => klEstimator(kind, log, refs[i]!))
    return { k1: estimate('k1'), abs: estimate('abs'), k2: estimate('k2'), k3: estimate('k3') }
  },

  lossAggregation({ inputs }) {
    const batches = inputs.matrix('microBatches')
    const rows = { tokens: batches.map((losses) => losses.length), trajectory: batches.map((_, i) => i) }
    const weighted = (weights: Float64Array) => sum(batches.map((losses, i) => weights[i]! * sum(losses)))
    return {
      perMicroBatchMean: weighted(aggregationWeights('token-mean-per-micro', rows, { microBatch: rows.trajectory })),
      globalTokenMean: weighted(aggregationWeights('token-mean', rows)),
    }
  },

  sequenceRatio({ inputs, params }) {
    const autojunk = params.boolean('autojunk')
    return { ratio: sequenceMatcherRatio(inputs.text('a'), inputs.text('b'), { autojunk }) }
  },

  similarityGroups({ inputs, params }) {
    if (params.text('rule') !== 'greedy-first-fit') return new Unsupported(`rule ${params.text('rule')}`)
    const similarityThreshold = params.number('threshold')
    return { groups: similarityLabels(inputs.texts('obs'), { grouping: 'similarity-compat', similarityThreshold }) }
  },
}

const gigpoOptionNames: readonly (keyof GigpoParameters)[] = [
  'mode',
  'norm',
  'gamma',
  'omega',
  'penalty',
  'episodeStats',
  'episodeSingleton',
  'stdGuard',
  'penaltyScope',
  'stateKey',
]

function gigpoParameters(params: Fields, names: readonly (keyof GigpoParameters)[]): GigpoParameters {
  return resolveOptions('gigpo', Object.fromEntries(names.map((name) => [name, params.values[name]])), gigpo)
}

/** Each score as an episode of one valid step. */
function singleSteps(scores: readonly number[], uid?: readonly string[], obs?: readonly string[]): StepRows {
  return recordsToStepRows(
    scores.map((reward, i) => ({
      uid: uid?.[i] ?? '',
      traj: String(i),
      t: 0,
      obs: obs?.[i] ?? '',
      reward,
      valid: true,
    })),
  )
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
