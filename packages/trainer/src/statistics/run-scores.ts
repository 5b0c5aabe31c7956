// Aggregates over several runs after Agarwal et al., "Deep RL at the edge of the statistical precipice" (arXiv 2108.13264, the
// rliable library): the interquartile mean over all runs × tasks, and the probability that a run of one method is better than
// a run of another. Their tasks are trained separately and resampled separately. Here one run plays all types of task, so a
// resampled seed keeps all of its types together (resampling them apart would make intervals too narrow); games are
// resampled within their type.
import type { RandomStream } from '@gigpo/core'
import { type BootstrapOptions, gamesByStratum, type Interval, replicate, type ScoreTable } from './bootstrap.ts'
import { interquartileMean, mean } from './summary.ts'

export interface Estimate {
  readonly value: number
  /** 95 % by default. */
  readonly interval: Interval
}

/** Interquartile mean of the mean scores of every run on every stratum. @throws RangeError on an empty or uneven table. */
export function interquartileScore(table: ScoreTable, options: BootstrapOptions): Estimate {
  const types = gamesByStratum(table)
  const ofRuns = (runs: readonly (readonly number[])[], games: readonly (readonly number[])[]): number =>
    interquartileMean(runs.flatMap((run) => games.map((list) => mean(list.map((game) => run[game]!)))))
  return {
    value: ofRuns(table.scores, types),
    interval: replicate((random) => ofRuns(drawRuns(table, random), drawWithin(types, random)), options),
  }
}

/**
 * P(Y > X) + P(Y = X) / 2 for a run X of `a` and a run Y of `b`, by their mean scores over the same games. Runs are
 * resampled in each table by themselves, games in both alike.
 * @throws RangeError on tables of other games.
 */
export function improvementProbability(a: ScoreTable, b: ScoreTable, options: BootstrapOptions): Estimate {
  if (a.strata.length !== b.strata.length || a.strata.some((stratum, game) => stratum !== b.strata[game])) {
    throw new RangeError('expected two tables of the same games')
  }
  const types = gamesByStratum(a)
  gamesByStratum(b)
  const ofRuns = (
    left: readonly (readonly number[])[],
    right: readonly (readonly number[])[],
    games: readonly number[],
  ): number => {
    const score = (run: readonly number[]): number => games.reduce((sum, game) => sum + run[game]!, 0)
    const [x, y] = [left.map(score), right.map(score)]
    return mean(y.flatMap((later) => x.map((earlier) => (Math.sign(later - earlier) + 1) / 2)))
  }
  return {
    value: ofRuns(a.scores, b.scores, types.flat()),
    interval: replicate(
      (random) => ofRuns(drawRuns(a, random), drawRuns(b, random), drawWithin(types, random).flat()),
      options,
    ),
  }
}

const drawRuns = ({ scores }: ScoreTable, random: RandomStream): (readonly number[])[] =>
  scores.map(() => random.pick(scores))

const drawWithin = (types: readonly (readonly number[])[], random: RandomStream): number[][] =>
  types.map((games) => games.map(() => random.pick(games)))
