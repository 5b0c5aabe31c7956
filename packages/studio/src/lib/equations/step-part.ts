// The lines that estimators with a step part share: the discounted return, the comparison inside a step group, and the
// penalty that is taken off last.
import { type ComparisonRules, compare, whiten } from './compare.ts'
import { difference } from './expression.ts'
import type { EquationInput, Sheet } from './filled-equation.ts'
import { discountedSum, penaltyIn, rewardOf, stepInputs } from './rewards.ts'
import type { Scored } from './scored.ts'

/** Adds R_t = Σ_{k ≥ t} γ^{k−t} r_k; under penalty scope `row` also what the row is compared by, which is returned. */
export function addStepReturn(sheet: Sheet, scored: Scored, row: number, equation: string, gamma: number): number {
  const value = sheet.add({
    number: equation,
    title: 'Discounted return from the step on',
    symbol: 'R_{t}',
    formula: 'Σ_{k≥t} γ^{k−t} r_{k}',
    filled: discountedSum(scored, row, gamma, (each) => rewardOf(scored, each)),
    note: `γ = ${gamma}; terms with reward 0 are left out.`,
  })
  return addRowPenalty(sheet, scored, row, 'R_{t}', value)
}

/** Adds the line of a penalty of scope `row`, if the row has one. */
export function addRowPenalty(sheet: Sheet, scored: Scored, row: number, symbol: string, value: number): number {
  const penalty = penaltyIn(scored, 'row', row)
  if (penalty === 0) return value
  return sheet.add({
    number: '',
    title: 'Penalty of the row',
    symbol: `${symbol}′`,
    formula: `${symbol} − penalty`,
    filled: difference(value, penalty),
    note: 'The action was not of the agreed form.',
  })
}

export interface GroupLine {
  readonly number: string
  readonly title: string
  readonly symbol: string
  /** What is compared, in symbols. */
  readonly of: string
  readonly group: string
  readonly what: string
  readonly rules: ComparisonRules
}

/** Adds the comparison of a row with the rows of its group, itself among them. */
export function addComparison(
  sheet: Sheet,
  scored: Scored,
  row: number,
  members: readonly number[],
  value: (row: number) => number,
  line: GroupLine,
): number {
  const entries = stepInputs(scored, members, row, value)
  const { number, title, symbol, what } = line
  const compared = compare(value(row), entries, { symbol: line.of, group: line.group }, line.rules)
  const { formula, filled, note, mean, std } = compared
  const lines = { number, title, symbol, formula, filled, inputs: { what, entries, mean, std } }
  return sheet.add(note === undefined ? lines : { ...lines, note })
}

/** Adds the whitening of a row's value over the batch, each row counted once a completion token. */
export function addWhitening(
  sheet: Sheet,
  scored: Scored,
  row: number,
  value: (row: number) => number,
  line: Pick<GroupLine, 'number' | 'symbol' | 'of'>,
): number {
  const { rows } = scored.batch
  const all = Array.from(rows.group.keys())
  const entries: EquationInput[] = stepInputs(scored, all, row, value).map((entry, i) => ({
    ...entry,
    ...(rows.tokens === undefined ? {} : { weight: rows.tokens[i]! }),
  }))
  const { formula, filled, note, mean, std } = whiten(value(row), entries, line.of)
  return sheet.add({
    number: line.number,
    title: 'Whitened over the batch',
    symbol: line.symbol,
    formula,
    filled,
    inputs: { what: 'All steps of the iteration, each counted once a completion token', entries, mean, std },
    ...(note === undefined ? {} : { note }),
  })
}

/** Adds the line of a penalty of scope `advantage`, if the row has one. Returns the total. */
export function addPenalty(sheet: Sheet, scored: Scored, row: number, total: number): number {
  const penalty = penaltyIn(scored, 'advantage', row)
  if (penalty === 0) return total
  return sheet.add({
    number: '',
    title: 'Invalid action',
    symbol: 'A′',
    formula: 'A − penalty',
    filled: difference(total, penalty),
    note: 'Taken off at the end: no other step sees it.',
  })
}

/** Rows of the same step group, the row itself among them. */
export function sameStepGroup({ batch, advantages }: Scored, row: number): number[] {
  const label = advantages.stepGroup[row]
  return Array.from(batch.rows.group.keys()).filter((each) => advantages.stepGroup[each] === label)
}

/** Rows of the same task. */
export function sameTask({ batch: { rows } }: Pick<Scored, 'batch'>, row: number): number[] {
  return Array.from(rows.group.keys()).filter((each) => rows.group[each] === rows.group[row])
}
