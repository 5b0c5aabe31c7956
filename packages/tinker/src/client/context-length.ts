// How many tokens fit into the context of a remote model.
import { GigpoError } from '@gigpo/core'
import type { Connection } from './connection.ts'

/** @throws GigpoError `config` where neither the caller nor the server says it. */
export function contextLengthOf(
  asked: number | undefined,
  { extension, models, transport }: Connection,
  baseModel: string | undefined,
): number {
  const said = extension?.context_length ?? models.find(({ name }) => name === baseModel)?.contextLength
  const known = asked ?? said
  if (known === undefined) {
    throw new GigpoError('config', `the server does not say how long the context of ${baseModel} is`, {
      where: transport.url,
      remedy: 'say it: engine.options.contextLength',
    })
  }
  if (said === undefined || known <= said) return known
  throw new GigpoError('config', `contextLength ${known} exceeds the ${said} of ${baseModel}`, { where: transport.url })
}
