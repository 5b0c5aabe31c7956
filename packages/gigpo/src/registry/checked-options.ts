// The open `options` of a recipe's environment and engine, checked by whoever they are for: here all are whole numbers.
import { GigpoError, nearest } from '@gigpo/core'

/** @throws GigpoError `config` for an unknown option, or one that is no positive whole number. */
export function checkedOptions<Name extends string>(
  section: 'environment' | 'engine' | 'demonstrator',
  options: Readonly<Record<string, unknown>>,
  known: readonly Name[],
): Partial<Record<Name, number>> {
  for (const [name, value] of Object.entries(options)) {
    const where = section === 'demonstrator' ? `supervised.demonstrator.${name}` : `${section}.options.${name}`
    if (!known.some((option) => option === name)) {
      const near = nearest(name, known)
      const its = known.length === 0 ? 'it has no options' : `its options are: ${known.join(', ')}`
      const remedy = near === undefined ? its : `did you mean ${near}?`
      throw new GigpoError('config', `the ${section} has no option "${name}"`, { where, remedy })
    }
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 1) {
      throw new GigpoError('config', `expected a positive whole number, received ${JSON.stringify(value)}`, { where })
    }
  }
  return options as Partial<Record<Name, number>>
}
