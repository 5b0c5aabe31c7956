// Beside packages/algorithms/src/graphgpo.ts: a step is worth how near to success it leads in the graph of all episodes.
import { rolloutGraph, successDistances } from '@gigpo/algorithms'
import { addEpisodeAdvantage } from '../episode-part.ts'
import { type Expression, power, product, sum } from '../expression.ts'
import { type Derivation, Sheet } from '../filled-equation.ts'
import { penaltyIn } from '../rewards.ts'
import type { Scored } from '../scored.ts'
import { addComparison, addPenalty, addRowPenalty, sameStepGroup } from '../step-part.ts'

export function graphgpo(scored: Scored<'graphgpo'>, row: number): Derivation {
  const { parameters } = scored
  const { norm, form, gamma, normalizeDistance, episodeWeight, stepWeight, stdGuard } = parameters
  const sheet = new Sheet()

  // (1)   A^E as in GRPO
  const { episodeStats, episodeSingleton } = parameters
  const rules = { norm, stdGuard, singleton: episodeSingleton }
  const episode = addEpisodeAdvantage(sheet, scored, row, { number: '1', episodeStats, rules })

  // (2)   d(s): fewest steps from s to success
  const graph = rolloutGraph(scored.batch.rows, parameters)
  const distance = successDistances(graph)
  const unreached = graph.successNode[scored.batch.rows.group[row]!] === -1
  const addDistance = (symbol: string, node: number): number =>
    sheet.add({
      ...{ number: '2', title: 'Fewest steps to success in the graph', symbol, formula: 'shortest way to success' },
      filled: distance[node]!,
      ...(unreached ? { note: 'No episode of the task succeeded: every state has distance 1.' } : {}),
    })
  if (normalizeDistance && form === 'coded') addDistance('d(s)', graph.source[row]!)
  addDistance('d(s′)', graph.target[row]!)

  // (3)   10 γ^d(s′), or 10 γ^(d(s′) − d(s) + 1);   paper: γ^(d(s′) + 1)
  const exponent = (each: number): number => {
    const next = distance[graph.target[each]!]!
    if (form === 'paper') return next + 1
    return next - (normalizeDistance ? distance[graph.source[each]!]! - 1 : 0)
  }
  const worthOf = (each: number): number => (form === 'paper' ? 1 : 10) * gamma ** exponent(each)
  const filled: Expression = form === 'paper' ? power(gamma, exponent(row)) : product(10, power(gamma, exponent(row)))
  const stepReturn = sheet.add({
    ...{ number: '3', title: 'Value of the transition', symbol: 'R^{S}', filled },
    formula: form === 'paper' ? 'γ^{d(s′) + 1}' : `10 · γ^{d(s′)${normalizeDistance ? ' − d(s) + 1' : ''}}`,
  })
  addRowPenalty(sheet, scored, row, 'R^{S}', stepReturn)

  // (4)   A^S against the steps that leave the same state
  const score = (each: number): number => worthOf(each) - penaltyIn(scored, 'row', each)
  const step = addComparison(sheet, scored, row, sameStepGroup(scored, row), score, {
    ...{ number: '4', title: 'Step advantage', symbol: 'A^{S}', of: 'R^{S}', group: 'G' },
    what: 'Values of the steps that leave the same state',
    rules: { norm, stdGuard, singleton: 'zero' },
  })

  // (5)   A = w_s A^S + w_e A^E
  const added = sheet.add({
    ...{ number: '5', title: 'Advantage of the action', symbol: 'A', formula: 'w_{s} · A^{S} + w_{e} · A^{E}' },
    filled: sum(product(stepWeight, step), product(episodeWeight, episode)),
  })
  const total = addPenalty(sheet, scored, row, added)
  return { equations: sheet.equations, episode, step, total }
}
