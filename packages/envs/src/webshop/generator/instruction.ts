// The synthetic instruction of a product, in the original's manner: "Find me easy clean console tables with solid wood for
// living room". Options and the price text are added by the goals.
import type { AttributeKind } from './attributes.ts'
import type { WrittenAttribute } from './member.ts'

export function instructionText(query: string, written: readonly WrittenAttribute[]): string {
  const of = (kind: AttributeKind): string =>
    written
      .filter((attribute) => attribute.kind === kind)
      .map(({ phrase }) => phrase)
      .join(', ')
  const [before, having, purpose] = [of('a'), of('w'), of('f')]
  return [
    'Find me',
    ...(before === '' ? [] : [before]),
    query,
    ...(having === '' ? [] : [`with ${having}`]),
    ...(purpose === '' ? [] : [`for ${purpose}`]),
  ].join(' ')
}
