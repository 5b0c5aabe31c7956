// Inputs and their ranges as text, the same in the terminal and on the page.
import { exactMoney, exactNumber, percent } from './format.ts'
import { fieldOf, type InputField } from './input-fields.ts'
import type { Swing } from './sensitivity.ts'

export function formatInput({ unit }: InputField, value: number): string {
  if (unit === 'money') return exactMoney(value)
  return unit === 'share' ? `${exactNumber(100 * value)} %` : exactNumber(value)
}

/** What a bar of the tornado is about, and the range it was moved over. */
export function describeSwing({ input, low, high }: Swing): { readonly label: string; readonly range: string } {
  if (input === 'success') return { label: 'Success rate', range: `${percent(low)} to ${percent(high)}` }
  const field = fieldOf(input)
  return { label: field.label, range: `${formatInput(field, low)} to ${formatInput(field, high)}` }
}
