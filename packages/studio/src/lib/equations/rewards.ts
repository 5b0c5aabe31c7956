// Rewards and returns of a batch, plainly: what the rules for actions of the wrong form make of them, and sums over time.
import { placeOf } from '../rows-of-episodes.ts'
import { type Expression, power, product, sum } from './expression.ts'
import type { EquationInput } from './filled-equation.ts'
import type { Scored } from './scored.ts'

export type PenaltyScope = 'advantage' | 'reward' | 'row' | 'none'

/** What is subtracted from a row where the penalty has this scope; 0 for a valid action. */
export function penaltyIn({ batch, parameters }: Scored, scope: PenaltyScope, row: number): number {
  return parameters.penaltyScope === scope && batch.rows.valid[row] === 0 ? parameters.penalty : 0
}

/** r_t as the algorithm sees it. */
export function rewardOf(scored: Scored, row: number): number {
  return scored.batch.rows.reward[row]! - penaltyIn(scored, 'reward', row)
}

/** R(τ) = Σ_t r_t of a trajectory. */
export function returnOf(scored: Scored, trajectory: number): number {
  return scored.batch.rowsOf[trajectory]!.reduce((total, row) => total + rewardOf(scored, row), 0)
}

/** The step and the later ones of its trajectory. */
export function rowsFrom({ batch }: Pick<Scored, 'batch'>, row: number): readonly number[] {
  const own = batch.rowsOf[batch.rows.trajectory[row]!]!
  return own.slice(own.indexOf(row))
}

/** The step after it; undefined for the last. */
export function rowAfter(scored: Pick<Scored, 'batch'>, row: number): number | undefined {
  return rowsFrom(scored, row)[1]
}

/** Σ_k decay^k x_k over the step and the later ones. */
export function discounted(scored: Scored, row: number, decay: number, x: (row: number) => number): number {
  return rowsFrom(scored, row).reduceRight((after, own) => x(own) + decay * after, 0)
}

/** The same sum, written out; terms that are 0 are left out. */
export function discountedSum(scored: Scored, row: number, decay: number, x: (row: number) => number): Expression {
  const terms = rowsFrom(scored, row).flatMap((own, k) => {
    const value = x(own)
    return value === 0 ? [] : [k === 0 || decay === 1 ? sum(value) : product(power(decay, k), value)]
  })
  return sum(...terms)
}

/** The rows as entries of a statistic. */
export function stepInputs(
  { batch }: Pick<Scored, 'batch'>,
  rows: readonly number[],
  own: number,
  value: (row: number) => number,
): EquationInput[] {
  return rows.map((row) => ({ place: placeOf(batch, row), value: value(row), own: row === own }))
}

/** τ_i of a row, with the number of its member. */
export function trajectoryName({ batch }: Pick<Scored, 'batch'>, row: number): string {
  return `τ_{${placeOf(batch, row).member}}`
}
