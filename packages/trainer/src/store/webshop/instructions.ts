// The two files that say what buyers want: `items_ins*.json`, kept as JSON text by asin until its product comes (parsed, that
// of the full catalogue would take gigabytes), and `items_human_ins*.json`, which is small.
import { GigpoError, messageOf } from '@gigpo/core'
import { jsonElements, parseElement } from './json-elements.ts'
import { readChunks } from './read-chunks.ts'

/** Calls `take` with each entry of a JSON object; the later of two equal keys comes later. @throws GigpoError. */
export async function readEntries(
  path: string,
  take: (key: string, value: unknown) => void,
  onRead?: (bytes: number) => void,
): Promise<void> {
  const chunks = readChunks(path, onRead === undefined ? {} : { onRead })
  for await (const batch of jsonElements(chunks, { container: 'object', where: path })) {
    for (const { bytes, after } of batch) {
      let entry: [string, unknown] | undefined
      try {
        entry = Object.entries(parseElement(bytes, 'object') as Record<string, unknown>)[0]
      } catch (cause) {
        throw badEntry(path, after, messageOf(cause), cause)
      }
      if (entry === undefined) throw badEntry(path, after, 'nothing between two commas')
      take(...entry)
    }
  }
}

function badEntry(
  where: string,
  after: { readonly offset: number; readonly elements: number },
  problem: string,
  cause?: unknown,
): GigpoError {
  return new GigpoError('data', `entry ${after.elements}, before byte ${after.offset}, is not JSON: ${problem}`, {
    where,
    remedy: 'The file is damaged: download it again, or import an unmodified copy.',
    cause,
  })
}
