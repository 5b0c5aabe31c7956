// Beside packages/algorithms/src/gagpo.ts: the mean return of a state stands in for a critic, and GAE carries its
// differences along the episode.
import { ENDS, rolloutGraph } from '@gigpo/algorithms'
import { meanAndStd } from '../compare.ts'
import { difference, product, quotient, sum } from '../expression.ts'
import { type Derivation, Sheet } from '../filled-equation.ts'
import { discounted, discountedSum, penaltyIn, rewardOf, stepInputs } from '../rewards.ts'
import type { Scored } from '../scored.ts'
import { addComparison, addPenalty, addRowPenalty, sameTask } from '../step-part.ts'

export function gagpo(scored: Scored<'gagpo'>, row: number): Derivation {
  const { norm, gamma, lambda, stdGuard } = scored.parameters
  const graph = rolloutGraph(scored.batch.rows, scored.parameters)
  const reward = (each: number): number => rewardOf(scored, each)
  const returns = Array.from(graph.source.keys(), (each) => discounted(scored, each, gamma, reward))
  const visitors = new Map<number, number[]>()
  for (const [each, node] of graph.source.entries()) {
    if (visitors.has(node)) visitors.get(node)!.push(each)
    else visitors.set(node, [each])
  }
  const worthOf = (node: number): number => meanAndStd((visitors.get(node) ?? []).map((each) => returns[each]!)).mean
  const next = (each: number): number => (graph.end[each] === ENDS.goesOn ? worthOf(graph.target[each]!) : 0)
  const sheet = new Sheet()

  // (1)   V(s) = mean of R_t over the steps taken in s
  const here = visitors.get(graph.source[row]!)!
  sheet.add({
    ...{ number: '1', title: 'Value of the state', symbol: 'V(s)', formula: 'mean_{s} R_{t}' },
    filled: quotient(sum(...here.map((each) => returns[each]!)), here.length),
    inputs: {
      what: 'Returns of the steps taken in the same state',
      entries: stepInputs(scored, here, row, (each) => returns[each]!),
      ...meanAndStd(here.map((each) => returns[each]!)),
    },
  })

  // (2)   δ_t = r_t + γ V(s_{t+1}) − V(s_t)
  const delta = (each: number): number => reward(each) + gamma * next(each) - worthOf(graph.source[each]!)
  sheet.add({
    ...{
      number: '2',
      title: 'Difference the step makes',
      symbol: 'δ_{t}',
      formula: 'r_{t} + γ · V(s_{t+1}) − V(s_{t})',
    },
    filled: difference(sum(reward(row), product(gamma, next(row))), worthOf(graph.source[row]!)),
  })

  // (3)   A_t = Σ_l (γλ)^l δ_{t+l}
  const propagated = sheet.add({
    ...{ number: '3', title: 'Along the own episode', symbol: 'A_{t}', formula: 'Σ_{l} (γλ)^{l} δ_{t+l}' },
    filled: discountedSum(scored, row, gamma * lambda, delta),
    note: `γλ = ${gamma} · ${lambda}`,
  })
  addRowPenalty(sheet, scored, row, 'A_{t}', propagated)

  // (4)   Â_t against all steps of the task
  const raw = (each: number): number => discounted(scored, each, gamma * lambda, delta) - penaltyIn(scored, 'row', each)
  const step = addComparison(sheet, scored, row, sameTask(scored, row), raw, {
    ...{ number: '4', title: 'Step advantage', symbol: 'Â_{t}', of: 'A_{t}', group: 'task' },
    what: 'All steps of the task',
    rules: { norm, stdGuard, singleton: 'zero' },
  })
  const total = addPenalty(sheet, scored, row, step)
  return { equations: sheet.equations, episode: 0, step, total }
}
