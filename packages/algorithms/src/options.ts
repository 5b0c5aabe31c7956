// Options of an estimator as they come from a configuration file or a command line: names and values are checked here and
// completed from the defaults and the mode, so estimators only ever see whole, valid parameters. A wrong name or value is
// refused with the nearest valid one; nothing is ignored.
import { GigpoError, nearest } from '@gigpo/core'
import type { Advantages } from './credit.ts'
import { type EpisodeRules, type Mode, modes, type Rules } from './rules.ts'
import type { StepRows } from './step-rows.ts'

/** The values an option may have: one of a list, true or false, or a number between bounds (inclusive) or one word. */
export type Check =
  | readonly string[]
  | 'boolean'
  | { readonly min: number; readonly max: number; readonly integer?: boolean; readonly or?: string }

/** A column of the rows that only some estimators read, and that whoever makes the rows must add for them. */
export type RowNeed =
  | 'tokenValues' // `rows.tokenValues`: V of the state before each completion token
  | 'values' // `rows.values`: V of the state before each step
  | 'finalValues' // `rows.trajectoryEnd.values`: V of the state after each trajectory's last step
  | 'greedyReturns' // `rows.greedyReturns`: return of one episode a task, played at temperature 0

/** An estimator with everything the registry needs to make it from options. `P` are its complete parameters. */
export interface Algorithm<P extends object> {
  /** What holds where an option is not given. Rules of the mode are not repeated here. */
  readonly defaults: Partial<P>
  readonly checks: { readonly [K in keyof P]-?: Check }
  /** Columns the estimator reads beside those every batch has; none where absent. */
  needs?(parameters: P): readonly RowNeed[]
  /** The estimator. Linear in rows; writes to nothing it is given. */
  advantages(rows: StepRows, parameters: P): Advantages
}

/** What estimators that compare whole episodes share. */
export interface EpisodeParameters extends EpisodeRules {
  readonly mode: Mode
  /** Coefficient ≥ 0 subtracted for an invalid action; where is `penaltyScope`. */
  readonly penalty: number
}

export const episodeChecks: { readonly [K in keyof EpisodeParameters]: Check } = {
  mode: ['fixed', 'paper', 'verl-agent', 'roll'],
  episodeStats: ['trajectories', 'rows'],
  episodeSingleton: ['zero', 'raw'],
  stdGuard: ['zero', 'none'],
  penaltyScope: ['advantage', 'reward', 'row', 'none'],
  penalty: { min: 0, max: Number.MAX_VALUE },
}

/** Estimators that subtract a baseline and divide by nothing. */
export type BaselineParameters = Omit<EpisodeParameters, 'stdGuard'>

const { stdGuard: _stdGuard, ...withoutGuard } = episodeChecks
export const baselineChecks: { readonly [K in keyof BaselineParameters]: Check } = withoutGuard

/** Estimators that compare something other than whole episodes know only the penalty. */
export type PenaltyParameters = Pick<EpisodeParameters, 'mode' | 'penalty' | 'penaltyScope'>

const { mode, penalty, penaltyScope } = episodeChecks
export const penaltyChecks: { readonly [K in keyof PenaltyParameters]: Check } = { mode, penalty, penaltyScope }

export const episodeDefaults: Pick<EpisodeParameters, 'mode' | 'penalty'> = { mode: 'fixed', penalty: 0.1 }

/**
 * Complete parameters: given values, else defaults, else what the mode says.
 * @throws GigpoError `config` for an unknown option or a value that is not allowed.
 */
export function resolveOptions<P extends object>(name: string, given: object, algorithm: Algorithm<P>): P {
  const checks = algorithm.checks as Readonly<Record<string, Check>>
  const chosen: Record<string, unknown> = { ...algorithm.defaults }
  for (const [key, value] of Object.entries(given)) {
    if (key === 'name' || value === undefined) continue
    const check = Object.hasOwn(checks, key) ? checks[key] : undefined
    if (check === undefined) throw unknownName(`option of algorithm ${name}`, key, Object.keys(checks))
    checkValue(name, key, value, check)
    chosen[key] = value
  }
  const fromMode: Rules = modes[chosen.mode as Mode]
  const rules = Object.entries(fromMode).filter(([key]) => Object.hasOwn(checks, key))
  return { ...Object.fromEntries(rules), ...chosen } as P
}

/** The error for a name that is none of `known`; it names the nearest. */
export function unknownName(kind: string, received: unknown, known: readonly string[]): GigpoError {
  const guess = typeof received === 'string' ? nearest(received, known) : undefined
  const hint = guess === undefined ? '' : `did you mean "${guess}"? `
  return new GigpoError('config', `unknown ${kind}: ${JSON.stringify(received)}`, {
    remedy: `${hint}Known: ${known.join(', ')}`,
  })
}

function checkValue(name: string, key: string, value: unknown, check: Check): void {
  if (check === 'boolean') {
    if (typeof value === 'boolean') return
    throw new GigpoError('config', `${key} of algorithm ${name} must be true or false, received ${show(value)}`, {
      remedy: 'give true or false',
    })
  }
  if ('min' in check) {
    const { min, max, integer = false, or } = check
    if (or !== undefined && value === or) return
    if (typeof value === 'number' && value >= min && value <= max && (!integer || Number.isInteger(value))) return
    const kind = integer ? 'whole' : 'finite'
    const word = or === undefined ? '' : ` or "${or}"`
    const bounds = max === Number.MAX_VALUE ? `≥ ${min}` : `in [${min}, ${max}]`
    throw new GigpoError(
      'config',
      `${key} of algorithm ${name} must be a ${kind} number${word}, received ${show(value)}`,
      {
        remedy: `give a ${integer ? 'whole ' : ''}number ${min === -Number.MAX_VALUE ? '' : bounds}`.trimEnd(),
      },
    )
  }
  if (typeof value !== 'string' || !check.includes(value))
    throw unknownName(`${key} of algorithm ${name}`, value, check)
}

/** NaN and Infinity by name, which JSON would call null. */
function show(value: unknown): string {
  return typeof value === 'number' ? String(value) : JSON.stringify(value)
}
