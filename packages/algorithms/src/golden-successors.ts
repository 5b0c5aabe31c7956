// Golden kinds of the estimators after GiGPO: hierarchies of contexts, and the merged rollout graph.
import { createCredit } from './create-credit.ts'
import type { Fields, GoldenCase } from './golden-file.ts'
import { type GoldenKind, Unsupported } from './golden-outcome.ts'
import { bellmanValues, graphBellman, temporalDifferences } from './graph-bellman.ts'
import { graphgpo, successDistances } from './graphgpo.ts'
import { hgpo } from './hgpo.ts'
import { resolveOptions } from './options.ts'
import { discountedReturns, generalisedAdvantages, orderByTime } from './returns.ts'
import { type RolloutGraph, rolloutGraph } from './rollout-graph.ts'
import { groupStatistics } from './statistics.ts'
import { type EndRecord, recordsToStepRows, type StepRows } from './step-rows.ts'

/** The files know neither a penalty nor, but for their own guard, a mode of ours. */
const asReference = { mode: 'verl-agent', penalty: 0 } as const

export const successorKinds: Readonly<Record<string, GoldenKind>> = {
  hgpo({ inputs, params }) {
    const rows = recordsToStepRows(inputs.records('rows'))
    const options = {
      ...asReference,
      norm: params.values.norm,
      gamma: params.number('gamma'),
      context: params.number('K'),
      alpha: params.number('alpha'),
      baseGroup: params.boolean('baseGroup'),
    }
    return { A: hgpo.advantages(rows, resolveOptions('hgpo', options, hgpo)).total }
  },

  graphgpo(goldenCase) {
    const { params } = goldenCase
    const form = params.text('form')
    if (params.number('scale') !== (form === 'coded' ? 10 : 1)) return new Unsupported('another scale')
    const { rows, next } = withNext(goldenCase, 'nextObs', (name) => name === 'success')
    const options = {
      ...asReference,
      form,
      norm: params.values.norm,
      stdGuard: params.values.stdGuard,
      gamma: params.number(form === 'coded' ? 'gamma' : 'omega'),
      normalizeDistance: form === 'coded' && params.boolean('normalizeDistance'),
    }
    const { step, stepReturn } = graphgpo.advantages(rows, resolveOptions('graphgpo', options, graphgpo))
    const graph = rolloutGraph(rows)
    return {
      // Whether or not anyone got there, the reference's graph has the node.
      distance: { success: 0, ...byName(successDistances(graph), graph, rows, next) },
      stepReturns: stepReturn,
      AS: step,
    }
  },

  graft(goldenCase) {
    const { params } = goldenCase
    const sinks = params.fields('sinkValues')
    if (Object.values(sinks.values).some((value) => value !== 0 && value !== 1))
      return new Unsupported('other sink values')
    const { rows, next } = withNext(goldenCase, 'next', (name) => sinks.has(name) && sinks.number(name) === 1)
    const gamma = params.number('gamma')
    const lambda = params.number('lambda_')
    const options = { ...asReference, norm: params.values.norm, stdGuard: params.values.stdGuard, gamma, lambda }
    const graph = rolloutGraph(rows)
    const value = bellmanValues(graph, gamma)
    const td = temporalDifferences(graph, value, gamma)
    return {
      V: { ...byName(value, graph, rows, next), ...sinks.values },
      td,
      gae: generalisedAdvantages(orderByTime(rows), td, gamma * lambda),
      nodeNormalised: graphBellman.advantages(rows, resolveOptions('graph-bellman', options, graphBellman)).total,
    }
  },

  gagpo({ inputs, params }) {
    if (params.text('normScope') !== 'task') return new Unsupported(`normScope ${params.text('normScope')}`)
    const rows = recordsToStepRows(inputs.records('rows'))
    const options = { gamma: params.number('gamma'), lambda: params.number('lambda_'), penalty: 0 }
    const { total, stepReturn } = createCredit({ name: 'gagpo', ...options })(rows)
    const order = orderByTime(rows)
    const graph = rolloutGraph(rows)
    const { mean } = groupStatistics(
      discountedReturns(order, rows.reward, options.gamma),
      graph.source,
      graph.nodeCount,
    )
    const raw = stepReturn.map((value, i) => value - mean[graph.source[i]!]!)
    const decay = options.gamma * options.lambda
    const delta = raw.slice()
    for (let k = 0; k + 1 < order.offset.length; k++)
      for (let place = order.offset[k]!; place + 1 < order.offset[k + 1]!; place++)
        delta[order.row[place]!]! -= decay * raw[order.row[place + 1]!]!
    return { V: byName(mean, graph, rows, []), delta, gae: raw, A: total }
  },
}

/** Rows whose last steps lead where the case says. */
function withNext({ inputs }: GoldenCase, field: string, won: (name: string) => boolean) {
  const records = inputs.records('rows')
  const next = (inputs as Fields).texts(field)
  const last = new Map<string, EndRecord & { readonly t: number }>()
  for (const [i, { uid, traj, t }] of records.entries()) {
    const key = JSON.stringify([uid, traj])
    if ((last.get(key)?.t ?? -1) < t) last.set(key, { uid, traj, t, obs: next[i] ?? '', success: won(next[i] ?? '') })
  }
  return { rows: recordsToStepRows(records, [...last.values()]), next }
}

/** Values by the name of the node's state; `success` nodes by what the case calls the target of a winning step. */
function byName(
  values: Float64Array,
  graph: RolloutGraph,
  rows: StepRows,
  next: readonly string[],
): Readonly<Record<string, number>> {
  const named: Record<string, number> = {}
  for (const [node, state] of graph.nodeState.entries()) if (state !== -1) named[rows.stateKeys[state]!] = values[node]!
  for (const [row, name] of next.entries()) named[name] = values[graph.target[row]!]!
  return named
}
