// The open `options` of a recipe's environment, engine and demonstrator, checked by whoever they are for against a table of
// what each option may be.
import { GigpoError, nearest } from '@gigpo/core'

/** A positive whole number, a number from 0 to 1, any number of at least 0, a text, true or false, or one of some words. */
export type OptionForm = 'count' | 'fraction' | 'number' | 'text' | 'flag' | readonly string[]

type ValueOf<Form extends OptionForm> = Form extends readonly (infer Word)[]
  ? Word
  : Form extends 'text'
    ? string
    : Form extends 'flag'
      ? boolean
      : number

export type CheckedOptions<Forms extends Readonly<Record<string, OptionForm>>> = {
  readonly [Name in keyof Forms]?: ValueOf<Forms[Name]>
}

/** @throws GigpoError `config` for an unknown option or a value of another form; `where` is the options' place in a recipe. */
export function checkedOptions<const Forms extends Readonly<Record<string, OptionForm>>>(
  where: 'environment.options' | 'agent.options' | 'engine.options' | 'supervised.demonstrator',
  options: Readonly<Record<string, unknown>>,
  forms: Forms,
): CheckedOptions<Forms> {
  const known = Object.keys(forms)
  for (const [name, value] of Object.entries(options)) {
    const form = Object.hasOwn(forms, name) ? forms[name] : undefined
    const place = `${where}.${name}`
    if (form === undefined) {
      const near = nearest(name, known)
      const its = known.length === 0 ? 'there are none here' : `there are: ${known.join(', ')}`
      const remedy = near === undefined ? its : `did you mean ${near}?`
      throw new GigpoError('config', `no option "${name}"`, { where: place, remedy })
    }
    if (!accepts(form, value)) {
      throw new GigpoError('config', `expected ${inWords(form)}, received ${JSON.stringify(value)}`, { where: place })
    }
  }
  return options as CheckedOptions<Forms>
}

function accepts(form: OptionForm, value: unknown): boolean {
  if (typeof form === 'object') return typeof value === 'string' && form.includes(value)
  if (form === 'text') return typeof value === 'string' && value !== ''
  if (form === 'flag') return typeof value === 'boolean'
  if (typeof value !== 'number' || !Number.isFinite(value)) return false
  if (form === 'count') return Number.isInteger(value) && value >= 1
  return value >= 0 && (form === 'number' || value <= 1)
}

function inWords(form: OptionForm): string {
  if (typeof form === 'object') return `one of ${form.join(', ')}`
  return {
    count: 'a positive whole number',
    fraction: 'a number from 0 to 1',
    number: 'a number of at least 0',
    text: 'a text',
    flag: 'true or false',
  }[form]
}

/** Without the options that were not given. */
export function defined<T extends Readonly<Record<string, unknown>>>(
  options: T,
): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as typeof options as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}
