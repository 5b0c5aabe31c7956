// Percentile bootstrap intervals under a random key, so that a table prints the same numbers each time. Success rates of
// several seeds on one panel vary with the seeds and with the games; both are resampled, games within their task type
// (the strata), and two methods are compared on the same resampled seeds and games.
import { type RandomKey, RandomStream } from '@gigpo/core'
import { mean, percentileOfSorted } from './summary.ts'

export type Interval = readonly [low: number, high: number]

export interface BootstrapOptions {
  readonly key: RandomKey
  /** Default 2000. */
  readonly samples?: number
  /** Coverage; default 0.95. */
  readonly level?: number
}

/** Scores of several seeds on the same games. */
export interface ScoreTable {
  /** scores[seed][game], all rows equally long. */
  readonly scores: readonly (readonly number[])[]
  /** Stratum of each game, for example its task type. */
  readonly strata: readonly string[]
}

/** Interval of a statistic of independent values. @throws RangeError on an empty list. */
export function bootstrapInterval(
  values: readonly number[],
  statistic: (values: readonly number[]) => number,
  options: BootstrapOptions,
): Interval {
  if (values.length === 0) throw new RangeError('expected at least one value, received none')
  return replicate((random) => statistic(values.map(() => random.pick(values))), options)
}

/** Interval of a statistic of the seeds' mean scores, over seeds and over games within strata. @throws RangeError. */
export function stratifiedInterval(
  table: ScoreTable,
  statistic: (seedMeans: readonly number[]) => number,
  options: BootstrapOptions,
): Interval {
  const games = gamesByStratum(table)
  return replicate((random) => {
    const seeds = table.scores.map(() => random.pick(table.scores))
    const drawn = drawGames(games, random)
    return statistic(seeds.map((scores) => meanOver(scores, drawn)))
  }, options)
}

export interface PairedDifference {
  /** Mean of b minus mean of a. */
  readonly difference: number
  readonly interval: Interval
  /** Number of pairs of runs. */
  readonly seeds: number
}

/**
 * b - a, where row s of both tables is one seed and column g one game: pairs are resampled together.
 * @throws RangeError when the tables differ in shape.
 */
export function pairedDifference(a: ScoreTable, b: ScoreTable, options: BootstrapOptions): PairedDifference {
  const differs = a.scores.length !== b.scores.length || a.strata.some((stratum, game) => stratum !== b.strata[game])
  if (differs || a.strata.length !== b.strata.length)
    throw new RangeError('expected two tables of the same seeds and games')
  const differences = a.scores.map((row, seed) => row.map((score, game) => b.scores[seed]![game]! - score))
  const table: ScoreTable = { scores: differences, strata: a.strata }
  return {
    difference: mean(differences.map(mean)),
    interval: stratifiedInterval(table, mean, options),
    seeds: differences.length,
  }
}

/** Percentile interval of what `draw` gives under the options' key. */
export function replicate(draw: (random: RandomStream) => number, options: BootstrapOptions): Interval {
  const random = new RandomStream(options.key)
  const outcomes = Float64Array.from({ length: options.samples ?? 2000 }, () => draw(random)).sort()
  const tail = (1 - (options.level ?? 0.95)) / 2
  return [percentileOfSorted(outcomes, tail), percentileOfSorted(outcomes, 1 - tail)]
}

/** Column numbers by stratum, in order of appearance. @throws RangeError on an empty or uneven table. */
export function gamesByStratum({ scores, strata }: ScoreTable): number[][] {
  if (scores.length === 0 || strata.length === 0 || scores.some((row) => row.length !== strata.length)) {
    throw new RangeError(
      `expected rows of ${strata.length} scores, received ${scores.map((row) => row.length).join(', ')}`,
    )
  }
  const groups = new Map<string, number[]>()
  for (const [game, stratum] of strata.entries()) {
    const group = groups.get(stratum)
    if (group === undefined) groups.set(stratum, [game])
    else group.push(game)
  }
  return [...groups.values()]
}

const drawGames = (groups: readonly (readonly number[])[], random: RandomStream): number[] =>
  groups.flatMap((group) => group.map(() => random.pick(group)))

const meanOver = (scores: readonly number[], games: readonly number[]): number =>
  games.reduce((sum, game) => sum + scores[game]!, 0) / games.length
