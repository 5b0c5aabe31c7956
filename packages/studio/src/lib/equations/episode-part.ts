// The episode part that group estimators share: R(τ), what it is compared with, and the advantage that every step of the
// episode gets. What enters the statistic is the rule in which the public trainers differ.
import type { StepPlace } from '../rows-of-episodes.ts'
import { type Comparison, type ComparisonRules, compare } from './compare.ts'
import { difference, sum } from './expression.ts'
import type { EquationInput, Sheet } from './filled-equation.ts'
import { penaltyIn, returnOf, rewardOf, stepInputs, trajectoryName } from './rewards.ts'
import type { Scored } from './scored.ts'

export interface EpisodeScope {
  readonly episodeStats: 'trajectories' | 'rows'
  /** All episodes of the iteration in place of those of the task. */
  readonly wholeBatch?: boolean
}

/** The score of a row: R(τ), under penalty scope `row` less the row's own penalty. */
export function scoreOf(scored: Scored, row: number): number {
  return returnOf(scored, scored.batch.rows.trajectory[row]!) - penaltyIn(scored, 'row', row)
}

/** Adds the line R(τ) = Σ r_t, and where the row is penalised the line of its score. Returns the score. */
export function addScore(sheet: Sheet, scored: Scored, row: number, equation = ''): number {
  const { batch } = scored
  const own = batch.rowsOf[batch.rows.trajectory[row]!]!
  const rewards = own.map((each) => rewardOf(scored, each))
  const name = trajectoryName(scored, row)
  const total = sheet.add({
    number: equation,
    title: 'Return of the episode',
    symbol: `R(${name})`,
    formula: 'Σ_{t} r_{t}',
    filled: sum(...rewards.filter((reward) => reward !== 0)),
    note: `${own.length} steps, ${rewards.filter((reward) => reward !== 0).length} of them rewarded.`,
  })
  const penalty = penaltyIn(scored, 'row', row)
  if (penalty === 0) return total
  return sheet.add({
    number: equation,
    title: 'Score of the row',
    symbol: `R′(${name})`,
    formula: `R(${name}) − penalty`,
    filled: difference(total, penalty),
    note: 'The action was not of the agreed form.',
  })
}

/** Every entry of the statistic that the row's score is compared with. */
export function episodeEntries(scored: Scored, row: number, scope: EpisodeScope): EquationInput[] {
  const { rows, rowsOf, episodes } = scored.batch
  const inScope = (group: number): boolean => scope.wholeBatch === true || group === rows.group[row]
  if (scope.episodeStats === 'rows') {
    const all = Array.from(rows.group.keys()).filter((each) => inScope(rows.group[each]!))
    return stepInputs(scored, all, row, (each) => scoreOf(scored, each))
  }
  return episodes.flatMap(({ group, member }, k) => {
    if (!inScope(rows.trajectoryEnd.group[k]!)) return []
    const place: Omit<StepPlace, 't'> = { group, member }
    // A row penalty leaves no single score for a trajectory; the reference takes its first row's.
    const first = rowsOf[k]![0]
    const value = first === undefined ? returnOf(scored, k) : scoreOf(scored, first)
    return [{ place, value, own: k === rows.trajectory[row] }]
  })
}

export interface EpisodeLine extends EpisodeScope {
  readonly number: string
  readonly title?: string
  readonly symbol?: string
  readonly rules: ComparisonRules
  /** Makes another line of the comparison, for example N/(N−1) times it. */
  readonly change?: (comparison: Comparison, entries: readonly EquationInput[]) => Comparison
}

/** Adds the lines of the score and of its comparison. Returns A^E. */
export function addEpisodeAdvantage(sheet: Sheet, scored: Scored, row: number, line: EpisodeLine): number {
  const score = addScore(sheet, scored, row, '')
  const name = trajectoryName(scored, row)
  const entries = episodeEntries(scored, row, line)
  const names = { symbol: `R(${name})`, group: line.wholeBatch === true ? 'batch' : 'j' }
  const compared = compare(score, entries, names, line.rules)
  const { formula, filled, note, mean, std } = line.change?.(compared, entries) ?? compared
  return sheet.add({
    number: line.number,
    title: line.title ?? 'Episode advantage',
    symbol: line.symbol ?? `A^{E}(${name})`,
    formula,
    filled,
    inputs: { what: whatEnters(line), entries, mean, std },
    ...(note === undefined ? {} : { note }),
  })
}

function whatEnters({ episodeStats, wholeBatch }: EpisodeScope): string {
  const where = wholeBatch === true ? 'the iteration' : 'the task'
  return episodeStats === 'rows'
    ? `Scores of all steps of ${where} (long episodes count more often)`
    : `Returns of the episodes of ${where}`
}
