// Beside packages/algorithms/src/graph-bellman.ts: values of states from the Bellman equation of the merged graph, and the
// differences a step makes in them.
import { bellmanValues, ENDS, rolloutGraph } from '@gigpo/algorithms'
import { difference, product, quotient, sum } from '../expression.ts'
import { type Derivation, Sheet } from '../filled-equation.ts'
import { discounted, discountedSum, penaltyIn } from '../rewards.ts'
import type { Scored } from '../scored.ts'
import { addComparison, addPenalty, addRowPenalty, sameStepGroup } from '../step-part.ts'

export function graphBellman(scored: Scored<'graph-bellman'>, row: number): Derivation {
  const { norm, gamma, lambda, stdGuard } = scored.parameters
  const graph = rolloutGraph(scored.batch.rows, scored.parameters)
  const value = bellmanValues(graph, gamma)
  const nextValue = (each: number): number => (graph.end[each] === ENDS.failure ? 0 : value[graph.target[each]!]!)
  const here = value[graph.source[row]!]!
  const members = sameStepGroup(scored, row)
  const sheet = new Sheet()

  // (1)   V(u) = γ · mean of V(next)
  sheet.add({
    ...{ number: '1', title: 'Value of the state', symbol: 'V(s)', formula: 'γ · mean V(next)' },
    filled: product(gamma, quotient(sum(...members.map(nextValue)), members.length)),
    note: `Over the ${members.length} steps seen from here, solved for all states at once: won ends are worth 1, lost ends 0.`,
  })

  // (2)   TD_t = γ V(s_{t+1}) − V(s_t)
  const td = (each: number): number =>
    gamma * nextValue(each) - value[graph.source[each]!]! - penaltyIn(scored, 'reward', each)
  const gain = difference(product(gamma, nextValue(row)), here)
  const penalty = penaltyIn(scored, 'reward', row)
  sheet.add({
    ...{ number: '2', title: 'Difference the step makes', symbol: 'TD_{t}' },
    formula: `γ · V(s_{t+1}) − V(s_{t})${penalty === 0 ? '' : ' − penalty'}`,
    filled: penalty === 0 ? gain : difference(gain, penalty),
  })

  // (3)   A_t = Σ_l (γλ)^l TD_{t+l}
  const propagated = sheet.add({
    ...{ number: '3', title: 'Along the own episode', symbol: 'A_{t}', formula: 'Σ_{l} (γλ)^{l} TD_{t+l}' },
    filled: discountedSum(scored, row, gamma * lambda, td),
    note: `γλ = ${gamma} · ${lambda}`,
  })
  addRowPenalty(sheet, scored, row, 'A_{t}', propagated)

  // (4)   Â_t against the steps that leave the same node
  const raw = (each: number): number => discounted(scored, each, gamma * lambda, td) - penaltyIn(scored, 'row', each)
  const step = addComparison(sheet, scored, row, members, raw, {
    ...{ number: '4', title: 'Step advantage', symbol: 'Â_{t}', of: 'A_{t}', group: 'G' },
    what: 'Steps that leave the same state',
    rules: { norm, stdGuard, singleton: 'zero' },
  })
  const total = addPenalty(sheet, scored, row, step)
  return { equations: sheet.equations, episode: 0, step, total }
}
