// Configurations as flat lists of `dotted.key: value`, and where several differ. What the trainer recorded (versions, digests)
// and the run's name are no choice of anybody's and are left out.

export type Config = Readonly<Record<string, unknown>>

/** Lists and empty objects are values, written as JSON. */
export function flattenConfig(config: Config): Map<string, string> {
  const flat = new Map<string, string>()
  const walk = (value: unknown, key: string): void => {
    if (isObject(value) && Object.keys(value).length > 0) {
      for (const [name, inner] of Object.entries(value)) walk(inner, key === '' ? name : `${key}.${name}`)
    } else flat.set(key, typeof value === 'string' ? value : (JSON.stringify(value) ?? 'null'))
  }
  const { recorded: _recorded, name: _name, ...chosen } = config
  walk(chosen, '')
  flat.delete('')
  return flat
}

export interface ConfigDifference {
  readonly key: string
  /** In the order of the configurations; null where one lacks the key. */
  readonly values: readonly (string | null)[]
}

/** The keys whose values are not the same everywhere, in the order in which they first occur. */
export function configDifferences(configs: readonly Config[]): ConfigDifference[] {
  const flats = configs.map(flattenConfig)
  const keys = new Set(flats.flatMap((flat) => [...flat.keys()]))
  return [...keys]
    .map((key) => ({ key, values: flats.map((flat) => flat.get(key) ?? null) }))
    .filter(({ values }) => values.some((value) => value !== values[0]))
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
