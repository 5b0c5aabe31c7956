// The one failure of the twl2 readers: the text is not of the language.
import { GigpoError } from '@gigpo/core'

export function twl2Error(what: string, received: string): GigpoError {
  const shown = received.length > 120 ? `${received.slice(0, 120)}…` : received
  return new GigpoError('data', `Grammar: ${what}, received ${JSON.stringify(shown)}`, {
    remedy: 'Use the grammar text of an unmodified game.tw-pddl file.',
  })
}
