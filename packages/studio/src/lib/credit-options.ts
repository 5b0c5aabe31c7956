// The controls of the what-if panel: every option an algorithm has, as a field of a form, and the same choices as entries of
// an address, so that a what-if can be sent as a link. Only what differs from the run's own algorithm is written there.
import {
  type AlgorithmName,
  algorithmChecks,
  algorithmDefaults,
  algorithmNames,
  algorithmNeeds,
  algorithmParameters,
  type Check,
  type CreditOptions,
  createCredit,
  type RowNeed,
  type StepRows,
} from '@gigpo/algorithms'

type Value = string | number | boolean

export interface OptionField {
  readonly key: string
  readonly check: Check
  /** What holds now, given or not. */
  readonly value: Value
  /** Whether it was given, and is not what the algorithm or its mode says anyway. */
  readonly changed: boolean
}

/** What readers change most often comes first; the rest in the order of the algorithm. */
const first = ['norm', 'gamma', 'omega', 'lambda', 'penalty', 'penaltyScope', 'mode']

/** @throws GigpoError `config` for options that are wrong. */
export function optionFields(options: CreditOptions): readonly OptionField[] {
  const checks = algorithmChecks(options.name)
  const now = algorithmParameters(options)
  const mode = (options as { readonly mode?: string }).mode
  const plain = algorithmParameters({ name: options.name, ...(mode === undefined ? {} : { mode }) } as CreditOptions)
  const place = (key: string): number => (first.includes(key) ? first.indexOf(key) : first.length)
  return Object.entries(checks)
    .map(([key, check]) => {
      const standard = key === 'mode' ? (algorithmDefaults(options.name) as { mode?: Value }).mode : plain[key]
      return { key, check, value: now[key]!, changed: now[key] !== standard }
    })
    .sort((a, b) => place(a.key) - place(b.key))
}

/** The options with one of them changed; `undefined` takes it back to what the algorithm says. */
export function withOption(options: CreditOptions, key: string, value: Value | undefined): CreditOptions {
  const { [key]: _, ...rest } = options as Record<string, unknown>
  return { ...rest, ...(value === undefined ? {} : { [key]: value }) } as CreditOptions
}

/** Options that mean the same wherever they occur; γ and weights are each algorithm's own. */
const sharedOptions = [
  ...['norm', 'penalty', 'penaltyScope', 'mode', 'episodeStats', 'episodeSingleton', 'stdGuard'],
  ...['grouping', 'similarityThreshold', 'history', 'stateKey'],
]

/** Another algorithm, with those of the given options that mean the same there. */
export function withAlgorithm(options: CreditOptions, name: AlgorithmName): CreditOptions {
  let next = { name } as CreditOptions
  for (const [key, value] of Object.entries(options)) {
    if (!sharedOptions.includes(key) || !Object.hasOwn(algorithmChecks(name), key)) continue
    const tried = withOption(next, key, value as Value)
    if (problemOf(tried) === undefined) next = tried
  }
  return next
}

/** What is wrong with options, in words; undefined where nothing is. */
export function problemOf(options: CreditOptions): string | undefined {
  try {
    createCredit(options)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** The run's own `algorithm` section; GiGPO where a configuration has none that this version knows. */
export function optionsOfRun(config: Readonly<Record<string, unknown>>): CreditOptions {
  const own = config.algorithm
  if (typeof own !== 'object' || own === null || !('name' in own)) return { name: 'gigpo' }
  const options = own as CreditOptions
  return problemOf(options) === undefined ? options : { name: 'gigpo' }
}

/** As entries of an address: `algorithm`, and every option that is not the run's own as `o.<option>`. */
export function optionsToQuery(options: CreditOptions, own: CreditOptions): Record<string, string | null> {
  const query: Record<string, string | null> = { algorithm: options.name === own.name ? null : options.name }
  const base = options.name === own.name ? own : withAlgorithm(own, options.name)
  const given = new Map(Object.entries(options))
  const usual = new Map(Object.entries(base))
  for (const key of Object.keys(algorithmChecks(options.name))) {
    if (given.get(key) === usual.get(key)) continue
    query[`o.${key}`] = given.has(key) ? String(given.get(key)) : String(algorithmParameters(options)[key])
  }
  return query
}

/** The inverse of `optionsToQuery`. What is wrong in an address is left out. */
export function optionsFromQuery(query: URLSearchParams, own: CreditOptions): CreditOptions {
  const asked = query.get('algorithm')
  const name = asked === null ? own.name : algorithmNames.find((known) => known === asked)
  let options = name === undefined || name === own.name ? own : withAlgorithm(own, name)
  for (const [key, text] of query) {
    if (!key.startsWith('o.')) continue
    const tried = withOption(options, key.slice(2), readValue(text))
    if (problemOf(tried) === undefined) options = tried
  }
  return options
}

/** Names of the entries of an address that hold a what-if. */
export function isOptionEntry(name: string): boolean {
  return name === 'algorithm' || name.startsWith('o.')
}

/**
 * Whether credit of a step depends on other tasks of the iteration, so that all of them must be read.
 * @throws GigpoError `config` for options that are wrong.
 */
export function needsWholeIteration(options: CreditOptions): boolean {
  const all = algorithmParameters(options)
  return (
    ['reinforce++', 'reinforce++-baseline'].includes(options.name) ||
    all.baseline === 'batch-mean' ||
    all.whiten === true ||
    all.omega === 'auto' ||
    all.stateKey === 'batch' ||
    all.rescale === 'informative'
  )
}

/** What an algorithm needs and the episodes do not have, in words; undefined where nothing is missing. */
export function missingFor(
  options: CreditOptions,
  { values, tokenValues, greedyReturns, trajectoryEnd }: StepRows,
): string | undefined {
  const has: Readonly<Record<RowNeed, boolean>> = {
    values: values !== undefined,
    tokenValues: tokenValues !== undefined,
    finalValues: trajectoryEnd.values !== undefined,
    greedyReturns: greedyReturns !== undefined,
  }
  const missing = algorithmNeeds(options).find((need) => !has[need])
  if (missing === undefined) return undefined
  return missing === 'greedyReturns'
    ? `${options.name} needs a greedy episode of each task; this run played none.`
    : `${options.name} needs what a critic said; this run had none.`
}

function readValue(text: string): Value {
  if (text === 'true' || text === 'false') return text === 'true'
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text
}
